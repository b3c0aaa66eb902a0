"""A build of a made-up graph, run as a process of its own by the store's tests: ``store_script.py STORE POSTINGS [hold]``.

With the variable KILL_AT=n it kills itself just before the n-th folder that it makes or removes, or the n-th rename, counted
together. With FILE_LIMIT=n no file may grow past n bytes, as on a full disk.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Iterator

from organigram.model import Evidence, Facts, Item, Posting
from organigram.namespaces import expand, graph
from organigram.namespaces import posting as posting_iri
from organigram.store import StoreWriter

TRIPLES_A_POSTING = 40


def postings(count: int) -> Iterator[tuple[Posting, Facts, list[str]]]:
    """Postings with their facts and lines; the same count always gives the same."""
    for number in range(count):
        posting = Posting(f"p{number}", f"in/p{number}.txt", "en", f"We seek coordinator {number}.")
        item = Item("coordinator", evidence=(Evidence(8, 19, "coordinator"),), rule="title")
        subject, name = posting_iri(posting.key), graph("posting", posting.key)
        lines = [
            f'<{subject}> <{expand("rdfs:label")}> "Coordinator {number}"@en <{name}> .',
            f"<{subject}> <{expand('rdf:type')}> <{expand('schema:JobPosting')}> <{name}> .",
            f'<{expand("schema:Country")}> <{expand("rdfs:label")}> "country"@en <{name}> .',
            *(f'<{subject}> <{expand("schema:mentions")}> "thing {i}" <{name}> .' for i in range(TRIPLES_A_POSTING - 3)),
        ]
        yield posting, Facts(posting.id, posting.source, "en", title=item), lines


CHANGES = frozenset({"os.mkdir", "os.rename", "shutil.rmtree"})


def kill_at(number: int) -> None:
    """Arrange for the kill; changes are counted from here on."""
    left = number

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event in CHANGES:
            left -= 1
            if left == 0:
                os.write(1, f"{event} {args[0]}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def main(store: str, count: str, hold: str = "") -> None:
    with StoreWriter.begin(store, keep=3) as writer:
        print("begun", flush=True)
        for posting, facts, lines in postings(int(count)):
            writer.add_posting(posting, facts, lines)
        if hold:
            time.sleep(600)
        version = writer.publish({"count": int(count)})
        print(version.name, flush=True)
        version.close()


if __name__ == "__main__":
    if "FILE_LIMIT" in os.environ:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["FILE_LIMIT"]),) * 2)
    if "KILL_AT" in os.environ:
        kill_at(int(os.environ["KILL_AT"]))
    main(*sys.argv[1:])
