"""The store: versions of the graph on disk, each finished whole or not there at all.

A build writes a new version beside the current one and switches to it by an atomic rename; readers open finished versions
only, read-only. :mod:`organigram.store.layout` draws the folder.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> for word in ("one", "two"):
...     with StoreWriter.begin(folder.name) as writer:
...         writer.add_graph([f'<x:s> <x:p> "{word}" <x:g> .'])
...         writer.publish({"word": word}).close()
>>> with open_store(folder.name) as version:
...     b"".join(version.nquads()).decode()
'<x:s> <x:p> "two" <x:g> .\\n'
>>> use_version(folder.name, versions(folder.name)[0].name)
>>> with open_store(folder.name, verify=True) as version:
...     version.manifest.extra
{'word': 'one'}
>>> folder.cleanup()
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
