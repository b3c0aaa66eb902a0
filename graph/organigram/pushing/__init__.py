"""Loading a version of the store into another triple store, by SPARQL Update or the Graph Store Protocol.

The order of the work: ask the store what it holds of ours; send the graphs that are new or changed, in batches; put them where
readers see them; remove those that are no longer there; ask again and tell what differs. ``docs/stores.md`` says what each
store guarantees meanwhile.
"""

from organigram.pushing.addresses import KINDS, Addresses, addresses
from organigram.pushing.client import Manners
from organigram.pushing.planning import WAYS
from organigram.pushing.pushing import PushOptions, PushReport, push
from organigram.pushing.sending import RefusedRow

__all__ = ["KINDS", "WAYS", "Addresses", "Manners", "PushOptions", "PushReport", "RefusedRow", "addresses", "push"]
