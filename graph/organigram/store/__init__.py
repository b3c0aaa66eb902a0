"""The store: versions of the graph on disk, each finished whole or not there at all.

A build writes a new version beside the current one and switches to it by an atomic rename; readers open finished versions
only, read-only. :mod:`organigram.store.layout` draws the folder.
"""

from organigram.store.layout import WORK_FILE, read_current
from organigram.store.manifest import Counts, FileMark, Manifest
from organigram.store.texts import Source, StoredPosting, Texts
from organigram.store.versions import StoreVersion, VersionInfo, open_store, use_version, versions
from organigram.store.writer import DEFAULT_KEEP, StoreWriter

__all__ = [
    "DEFAULT_KEEP",
    "WORK_FILE",
    "Counts",
    "FileMark",
    "Manifest",
    "Source",
    "StoreVersion",
    "StoreWriter",
    "StoredPosting",
    "Texts",
    "VersionInfo",
    "open_store",
    "read_current",
    "use_version",
    "versions",
]
