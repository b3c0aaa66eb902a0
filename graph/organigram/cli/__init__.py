"""The command line: ``organigram COMMAND``, in English and French.

Exit status: 0 all was done; 1 some postings were set aside, each named with its reason; 2 the call is wrong; 3 it could not
be done (a store is damaged, a query ran out of time, an endpoint is silent); 70 the program itself failed; 130 interrupted.
"""

from organigram.cli.app import main, make_app

__all__ = ["main", "make_app"]
