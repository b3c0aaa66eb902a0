"""Trying postings in a process of their own: what comes back, what is refused, and that nothing stays."""

from __future__ import annotations

import io
import signal
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from organigram.config import Settings
from organigram.errors import ReadingError, VocabularyError
from organigram.intake import read_all
from organigram.model import Posting
from organigram.trial import MOST, Trier
from organigram.workshop import Workshop

OFFER = (
    "Infirmier superviseur / Infirmière superviseuse, Gao\n\nMédecins du Monde Belgique recrute pour sa mission au Mali.\n"
    "Sous la responsabilité hiérarchique du Coordinateur médical.\nContrat : CDD de 6 mois.\n"
    "Candidatures avant le 30 mars 2026 à emploi@exemple.org ou au +33 1 23 45 67 89.\nLe français est exigé.\n"
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(workers=1, decisions=tmp_path_factory.mktemp("trial") / "decisions.ttl")


@pytest.fixture(scope="module")
def trier(settings: Settings) -> Iterator[Trier]:
    with Trier(settings) as made:
        yield made


def test_a_trial_gives_what_a_build_makes(trier: Trier, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "offre.txt").write_text(OFFER, encoding="utf-8")
    (tried,) = trier.read("offre.txt", OFFER.encode()).tried
    (posting,) = read_all([tmp_path / "offre.txt"], settings)
    assert isinstance(posting, Posting)
    with Workshop(settings) as workshop:
        made = workshop.work(posting)
    assert tried.posting.key == posting.key
    assert list(tried.lines) == list(made.lines)
    assert tried.posting.source == "offre.txt"
    assert tried.conforms
    assert "exemple.org" not in tried.context


def test_what_is_no_posting_is_refused_with_its_name(trier: Trier) -> None:
    for name, raw in (("../../a.pdf", b"%PDF-1.4 cut"), ("a.pdf", b""), ("a.pdf", bytes(range(256)) * 9)):
        trial = trier.read(name, raw)
        assert not trial.tried
        assert trial.problems[0].file == "a.pdf"


def test_an_archive_that_unpacks_without_end_is_refused(trier: Trier) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 50_000_000)
    trial = trier.read("bomb.zip", packed.getvalue())
    assert not trial.tried
    assert trial.problems


def test_of_a_file_of_many_the_first_are_tried(trier: Trier) -> None:
    rows = "".join(f"{n},We seek nurse number {n} for our clinic in Gao. Apply with a CV.\n" for n in range(MOST + 3))
    trial = trier.read("jobs.csv", f"ref,text\n{rows}".encode())
    assert (len(trial.tried), trial.more) == (MOST, True)


def test_nothing_stays_on_disk(trier: Trier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    trier.read("offre.txt", OFFER.encode())
    assert not list(tmp_path.iterdir())


def test_a_trial_that_takes_too_long_is_ended_and_the_next_one_works(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Trier(settings) as trier:
        trier.read("offre.txt", OFFER.encode())
        child = trier._child
        assert child is not None
        child.process.send_signal(signal.SIGSTOP)
        trier._settings = replace(settings, trial_seconds=0.2)
        with pytest.raises(ReadingError, match="longer than"):
            trier.read("offre.txt", OFFER.encode())
        assert child.process.poll() == -signal.SIGKILL
        assert not list(tmp_path.iterdir())
        trier._settings = settings
        assert trier.read("offre.txt", OFFER.encode()).tried


def test_decisions_that_are_wrong_are_told_and_new_ones_followed(trier: Trier, settings: Settings) -> None:
    settings.decisions.write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(VocabularyError):
        trier.read("offre.txt", OFFER.encode())
    settings.decisions.unlink()
    assert trier.read("offre.txt", OFFER.encode()).tried
