"""One posting's way from text to lines, and that of many by several processes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any

from organigram.config import Settings, debugging
from organigram.contacts import mask_facts
from organigram.errors import ReadingError
from organigram.extraction import extract_in_steps
from organigram.i18n import N_
from organigram.linking import link
from organigram.mapping import map_posting
from organigram.model import Facts, Posting
from organigram.namespaces import rebase_all
from organigram.reading import displayed
from organigram.review import Decisions, check, load_decisions
from organigram.together import Steps, all_together, alone
from organigram.vocabulary import load_vocabulary
from organigram.worklog import Work, rules_digest

#: Below so many new postings a batch is worked on in this process: starting others takes longer.
WORTH_A_POOL = 700
#: Postings that are worked on together: from eight on more make no difference.
TOGETHER = 16


class Workshop:
    """Vocabulary and decisions, loaded once, and what they make of postings; with processes of its own if asked for."""

    def __init__(self, settings: Settings, decisions: Decisions | None = None) -> None:
        """Load the vocabulary, and the decisions from the settings' file where none are given.

        Raises VocabularyError where either is wrong.
        """
        self.settings = settings
        self.vocabulary = load_vocabulary()
        if decisions is None:
            decisions = load_decisions(settings.decisions)
            check(decisions, self.vocabulary, settings.decisions)
        self.decisions = decisions
        self._pool: ProcessPoolExecutor | None = None

    @property
    def digests(self) -> dict[str, str]:
        """What decides, besides the postings, on the graph: by name."""
        return {"vocabulary": self.vocabulary.digest, "rules": rules_digest(), "decisions": self.decisions.digest}

    @property
    def rules(self) -> str:
        """All digests, and the base, as one text: the same text, the same work."""
        return " ".join([*self.digests.values(), self.settings.base])

    def facts(self, posting: Posting) -> Facts:
        """The linked facts of a posting, without contact data in their values."""
        return alone(self._facts(posting))

    def work(self, posting: Posting) -> Work:
        """The linked facts and the lines of a posting's graph, under the base of the settings."""
        return alone(self._work(posting))

    def attempt(self, task: str, posting: Posting) -> Any:
        """``facts`` or ``work`` of a posting; the error to set it aside with where a rule fails on it."""
        return alone(self._attempt(task, posting))

    def attempt_all(self, task: str, postings: Iterable[Posting]) -> list[Any]:
        """:meth:`attempt` on a few postings, step by step together, which takes a fifth less time than one after another."""
        return all_together([self._attempt(task, posting) for posting in postings])

    def _facts(self, posting: Posting) -> Steps[Facts]:
        facts = mask_facts((yield from extract_in_steps(posting, self.vocabulary)))
        yield
        return link(facts, self.vocabulary, self.decisions)

    def _work(self, posting: Posting) -> Steps[Work]:
        facts = yield from self._facts(posting)
        yield
        return Work(facts, rebase_all(map_posting(posting, facts, self.vocabulary), self.settings.base))

    def _attempt(self, task: str, posting: Posting) -> Steps[Any]:
        try:
            return (yield from (self._facts if task == "facts" else self._work)(posting))
        except Exception as error:  # a mistake of ours in one posting must not cost the user all the others
            if debugging():
                raise
            return ReadingError(
                N_("A rule failed on this posting ({kind}: {cause})."),
                N_("Report this with the file; ORGANIGRAM_DEBUG=1 shows where. The other postings are not touched."),
                file=displayed(Path(posting.source)),
                kind=type(error).__name__,
                cause=error,
            )

    def each(self, task: str, postings: Iterable[Posting]) -> Iterator[Any]:
        """:meth:`attempt` on every posting, in order; by several processes where there is enough to do."""
        found = iter(postings)
        batches = iter(lambda: list(islice(found, TOGETHER)), [])
        workers = self.settings.workers or os.cpu_count() or 1
        if workers == 1 or (isinstance(postings, Sequence) and len(postings) < WORTH_A_POOL):
            return chain.from_iterable(self.attempt_all(task, batch) for batch in batches)
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            _start_deaf_to_interrupts()
            self._pool = ProcessPoolExecutor(workers, context, _open_workshop, (self.settings, self.decisions))
        return chain.from_iterable(self._pool.map(_in_workshop, [(task, batch) for batch in batches]))

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _start_deaf_to_interrupts() -> None:
    """Start the server of worker processes with Ctrl-C blocked, which each worker inherits from its first moment.

    The owner alone ends the work. A worker that died of Ctrl-C while it starts would leave the pool waiting for it.
    """
    resource_tracker.ensure_running()  # before: it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def settle() -> None:
    """Tell the garbage collector what stays: the vocabulary, through which a tenth of the time was spent on looking again.

    A posting makes tens of thousands of objects and leaves no cycles: it is enough to look after every few.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])


#: New objects after which the collector looks for cycles; Python's own 700 are reached ten times a posting.
_OBJECTS = 50_000

_workshop: Workshop | None = None


def _open_workshop(settings: Settings, decisions: Decisions) -> None:
    global _workshop
    _workshop = Workshop(settings, decisions)
    settle()


def _in_workshop(job: tuple[str, list[Posting]]) -> list[Any]:
    task, postings = job
    assert _workshop is not None
    return _workshop.attempt_all(task, postings)
