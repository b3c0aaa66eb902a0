"""What the system and parsers say in English is said in French inside French sentences; messages are caught where they arise."""

from __future__ import annotations

import errno
import json
import os
import socket
import sqlite3
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph
import pytest

from organigram.errors import StoreError, UsageError
from organigram.foreign_messages import in_language
from organigram.i18n import N_

ERRORS = (
    *(
        "EACCES",
        "EPERM",
        "ENOENT",
        "EEXIST",
        "EISDIR",
        "ENOTDIR",
        "ENOTEMPTY",
        "ENOSPC",
        "EDQUOT",
        "EROFS",
        "EFBIG",
        "ENAMETOOLONG",
    ),
    *("EMFILE", "ENFILE", "ELOOP", "EIO", "EBUSY", "EINVAL", "ENOMEM", "EPIPE", "EADDRINUSE", "EADDRNOTAVAIL"),
    *("ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH"),
)


@pytest.mark.parametrize("name", ERRORS)
def test_the_systems_reasons_have_a_french_one(name: str) -> None:
    said = os.strerror(getattr(errno, name))
    shown = str(in_language(said, "fr"))
    assert shown.endswith(f" [{said}]")
    assert in_language(said, "en") == said


def _selected() -> None:
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("SELECT * FROM absent")


@pytest.mark.parametrize(
    ("wrong", "french"),
    [
        (lambda: json.loads('{"a": 1 "b"}'), "à la ligne 1, colonne 9"),
        (lambda: json.loads("[1]\n x"), "texte de trop après la fin à la ligne 2, colonne 2"),
        (lambda: json.loads(""), "une valeur manque à la ligne 1"),
        (lambda: json.loads("{a}"), "un nom entre guillemets manque"),
        (lambda: json.loads('["a'), "une chaîne n’est pas fermée"),
        (lambda: json.loads('["\\x"]'), "un caractère n’est pas permis"),
        (lambda: json.loads("[" * 100_000), "trop de niveaux"),
        (lambda: tomllib.loads("a = \nb"), "TOML mal formé à la ligne 1, colonne 5"),
        (lambda: tomllib.loads("a"), "TOML mal formé"),
        (lambda: tomllib.loads("a = 1\na = 2"), "TOML mal formé à la fin du texte"),
        (lambda: ET.fromstring("<a><b></a>"), "une balise n’est pas fermée comme il faut à la ligne 1, colonne 8"),
        (lambda: ET.fromstring("<a>&nonsense;</a>"), "une entité XML n’est pas définie"),
        (lambda: ET.fromstring("<a>"), "le document XML n’est pas complet"),
        (lambda: ET.fromstring("a < b"), "XML mal formé à la ligne 1, colonne 0"),
        (_selected, "une table de la base manque"),
        (lambda: sqlite3.connect("/nowhere/at/all"), "le fichier de la base ne peut pas être ouvert"),
        (lambda: pyoxigraph.Store().query("SELECT * WHERE { ?s ?p }"), "erreur à la ligne 1, colonne 25"),
        (lambda: list(pyoxigraph.parse(b"<x:a> nonsense", pyoxigraph.RdfFormat.TURTLE)), "erreur de syntaxe à la ligne 1"),
        (lambda: b"\xff".decode(), "codage"),
        (lambda: socket.getaddrinfo("nowhere.invalid", 80), "nom d’hôte inconnu"),
    ],
)
def test_what_parsers_say_has_a_french_reason_and_stays_beside_it(wrong: Callable[[], object], french: str) -> None:
    with pytest.raises((ValueError, SyntaxError, sqlite3.Error, OSError, RecursionError)) as raised:
        wrong()
    said = getattr(raised.value, "msg", None) if isinstance(raised.value, SyntaxError) else None
    shown = str(in_language(said or raised.value, "fr"))
    assert french in shown
    assert shown.endswith("]")
    assert "{" not in shown.partition(" [")[0]


def test_an_error_tells_the_reason_in_the_language_of_its_sentence(tmp_path: Path) -> None:
    error = StoreError(N_("The store's folder cannot be written: {error}."), file=str(tmp_path), error=os.strerror(errno.ENOSPC))
    assert "No space left on device" in error.message("en")
    assert "[" not in error.message("en")
    assert "plus de place sur le disque [No space left on device]." in error.message("fr")
    assert str(error.as_dict("fr")["reason"]) in error.message("fr")


@pytest.mark.parametrize("value", ["Mali", "Connexion", 7, None, UsageError("A thing.")])
def test_other_values_stay_as_they_are(value: object) -> None:
    assert in_language(value, "fr") is value
