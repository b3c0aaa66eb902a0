"""ReliefWeb's feed (RSS 2.0) of the newest vacancies: about twenty, without an application name.

Each item is kept in a file of its own, as a feed with this item alone, so that an item that comes again replaces itself.
"""

from __future__ import annotations

import copy
import hashlib
import re

from lxml import etree

from organigram.errors import FetchError
from organigram.fetching.client import PoliteClient, checked_address
from organigram.fetching.folder import Folder
from organigram.fetching.report import FetchReport, Progress
from organigram.fetching.selection import Selection
from organigram.i18n import N_

_NUMBER = re.compile(r"/(?:job|node)/(\d{1,15})(?:/|$)")
#: What of the channel says whose feed this is; its other elements change from day to day.
_CHANNEL = frozenset(["title", "link", "description", "language", "copyright"])


def fetch_feed(
    folder: Folder, client: PoliteClient, address: str, selection: Selection, report: FetchReport, progress: Progress
) -> None:
    """Fetch the items that the feed holds now. Raises FetchError where it does not come, is no feed, or cannot be kept."""
    search = selection.search()
    content = client.content(checked_address(address, "reliefweb_feed"), **({"search": search} if search else {}))
    items = split_feed(content, address)
    for number, (name, item) in enumerate(items, 1):
        report.add(folder.keep(f"rss/{name}.xml", item))
        progress("fetching", number, len(items))


def split_feed(content: bytes, address: str) -> list[tuple[str, bytes]]:
    """The items of a feed, each with a name and as a feed of its own. Raises FetchError, with the address, for what is none.

    >>> feed = b"<rss version='2.0'><channel><title>Jobs</title><item><link>https://x.int/job/7/nurse</link></item></channel></rss>"
    >>> [(name, b"<title>Jobs" in item) for name, item in split_feed(feed, "https://x.int/rss")]
    [('7', True)]
    """
    # Entities of a document type are left as they are, whatever they would become; no other file is opened.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _no_feed(address) from error
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise _no_feed(address)
    items = channel.findall("item")
    for child in list(channel):
        if child.tag not in _CHANNEL:
            channel.remove(child)
    return [_alone(root, item) for item in items]


def _alone(root: etree._Element, item: etree._Element) -> tuple[str, bytes]:
    feed = copy.deepcopy(root)
    channel = feed.find("channel")
    assert channel is not None
    item.tail = None
    channel.append(copy.deepcopy(item))
    return _name(item), etree.tostring(feed, xml_declaration=True, encoding="utf-8") + b"\n"


def _name(item: etree._Element) -> str:
    """The number in the item's address; else a name made from what it says of itself."""
    address = item.findtext("link") or item.findtext("guid") or ""
    found = _NUMBER.search(address)
    return found[1] if found else hashlib.sha256(address.encode() or etree.tostring(item)).hexdigest()[:16]


def _no_feed(address: str) -> FetchError:
    return FetchError(N_("The answer is no RSS feed."), N_("Check the setting reliefweb_feed."), file=address)
