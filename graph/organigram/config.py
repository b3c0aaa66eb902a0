"""Settings: a table of names, kinds and defaults; values from a TOML file, then from the environment.

``organigram.toml`` in the working folder (or the file that ``ORGANIGRAM_CONFIG`` names) holds ``name = value`` lines; a
variable ``ORGANIGRAM_<NAME>`` goes before the file, an option of the command line before both. The table is the code:
``docs/settings.md`` is generated from it.

>>> load_settings({"ORGANIGRAM_PORT": "9000"}, folder=Path("/nowhere")).port
9000
>>> load_settings({}, folder=Path("/nowhere")).base
'https://w3id.org/organigram/'
"""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

import platformdirs

from organigram.errors import UsageError
from organigram.i18n import LANGUAGES, N_, translate
from organigram.model import StatedKey
from organigram.namespaces import BASE

__all__ = [
    "COLUMN_KEYS",
    "DEBUG_VARIABLE",
    "ENVIRONMENT_PREFIX",
    "FILE_NAME",
    "ColumnTable",
    "Settings",
    "debugging",
    "load_settings",
]

FILE_NAME = "organigram.toml"
ENVIRONMENT_PREFIX = "ORGANIGRAM_"
#: Set to anything, it lets a failure of the program itself end with its traceback.
DEBUG_VARIABLE = "ORGANIGRAM_DEBUG"
_FILE_VARIABLE = "ORGANIGRAM_CONFIG"
_APPLICATION = "organigram"
#: What a column of a table, or a key of a record, may hold.
COLUMN_KEYS: tuple[str, ...] = (*get_args(StatedKey), "body", "id")


class ColumnTable(dict[str, tuple[str, ...]]):
    """Which columns hold what: by a key of :data:`COLUMN_KEYS`, the names of columns.

    >>> ColumnTable.parse('body = ["Missions", "Profil"], title = "Poste"')
    {'body': ('Missions', 'Profil'), 'title': ('Poste',)}
    """

    @classmethod
    def parse(cls, value: object) -> ColumnTable:
        """The table of a TOML table, or of the inside of one as a text. Raises ValueError where it is none, or a key unknown."""
        table = tomllib.loads(f"columns = {{{value}}}")["columns"] if isinstance(value, str) else value
        if not isinstance(table, Mapping) or not set(table) <= set(COLUMN_KEYS):
            raise ValueError(value)
        found = cls({key: (names,) if isinstance(names, str) else tuple(names) for key, names in table.items()})
        if not all(isinstance(name, str) and name.strip() for names in found.values() for name in names):
            raise ValueError(value)
        return found


def _setting(default: Any, description: str, check: Callable[[Any], bool] = lambda _: True, wanted: str = "") -> Any:
    return field(default=default, metadata={"description": description, "check": check, "wanted": wanted})


def _positive(value: float) -> bool:
    return value > 0


def _not_negative(value: float) -> bool:
    return value >= 0


def _is_base(value: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"{}|\\^`#?]+/", value) is not None


def _is_iri(value: str) -> bool:
    return not value or re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value) is not None


_POSITIVE = N_("a number greater than 0")
_NOT_NEGATIVE = N_("0 or a number greater than 0")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a user may set. Frozen: a changed copy comes from :func:`dataclasses.replace`."""

    language: str = _setting(
        "",
        N_("Language of messages: en or fr. Empty: as the locale says."),
        lambda value: value in ("", *LANGUAGES),
        N_("en, fr or nothing"),
    )
    base: str = _setting(
        BASE,
        N_("IRI that every instance of the graph stands under; it ends in a slash."),
        _is_base,
        N_("an http or https IRI that ends in a slash"),
    )
    store: Path = _setting(
        platformdirs.user_data_path(_APPLICATION) / "store", N_("Folder of the store, where a command names none.")
    )
    cache: Path = _setting(
        platformdirs.user_cache_path(_APPLICATION), N_("Folder of what is kept to be quicker next time. It may be removed.")
    )
    decisions: Path = _setting(
        platformdirs.user_data_path(_APPLICATION) / "decisions.ttl",
        N_("Turtle file of your decisions on names that no vocabulary settles."),
    )
    imports: Path = _setting(
        platformdirs.user_data_path(_APPLICATION) / "imports",
        N_("Folder of others' data that every build takes in: IATI activities (XML), FTS flows (JSON, CSV)."),
    )
    licence: str = _setting(
        "",
        N_("IRI of the licence that a release of the graph is given under. Empty: nothing is said of it."),
        _is_iri,
        N_("an http or https IRI, or nothing"),
    )
    workers: int = _setting(0, N_("Processes that read and map postings. 0: one a processor."), _not_negative, _NOT_NEGATIVE)
    columns: ColumnTable = field(
        default_factory=ColumnTable,
        metadata={
            "description": N_("Which columns hold what, in tables and records, where their names do not tell (see below)."),
            "check": lambda _: True,
            "wanted": "",
        },
    )
    max_bytes: int = _setting(
        5_000_000,
        N_("Size of the largest posting: a file of its own, or a record of a file of many; in bytes."),
        _positive,
        _POSITIVE,
    )
    max_whole_bytes: int = _setting(
        100_000_000, N_("Size of the largest file of many postings that has to be read whole, in bytes."), _positive, _POSITIVE
    )
    max_records: int = _setting(1_000_000, N_("Postings that a file or an archive may hold."), _positive, _POSITIVE)
    max_unpacked_bytes: int = _setting(20_000_000_000, N_("Bytes that an archive may unpack to."), _positive, _POSITIVE)
    max_ratio: int = _setting(
        200, N_("How many times its packed size a member of an archive may unpack to."), _positive, _POSITIVE
    )
    max_pages: int = _setting(300, N_("Pages that a PDF may have."), _positive, _POSITIVE)
    pdf_seconds: float = _setting(20.0, N_("Seconds after which the reading of a PDF is ended."), _positive, _POSITIVE)
    trial_seconds: float = _setting(
        20.0, N_("Seconds after which the trial of a posting in the explorer is ended."), _positive, _POSITIVE
    )
    additions: str = _setting(
        "local",
        N_("Who may add postings to the store in the explorer: local (readers on the machine that it runs on) or nobody."),
        lambda value: value in ("local", "nobody"),
        N_("local or nobody"),
    )
    min_letters: int = _setting(40, N_("Letters that a text must have to be taken for a posting."), _not_negative, _NOT_NEGATIVE)
    query_timeout: float = _setting(30.0, N_("Seconds after which a query is ended."), _positive, _POSITIVE)
    query_rows: int = _setting(100_000, N_("Rows (or triples) that a query's result may have at most."), _positive, _POSITIVE)
    query_length: int = _setting(100_000, N_("Characters that the text of a query may have at most."), _positive, _POSITIVE)
    query_bytes: int = _setting(
        100_000_000, N_("Bytes that a result given by the service at /sparql may have at most."), _positive, _POSITIVE
    )
    query_processes: int = _setting(
        0, N_("Processes that answer queries of the service. 0: one a processor, four at least."), _not_negative, _NOT_NEGATIVE
    )
    query_wait: float = _setting(
        10.0, N_("Seconds that a query to the service waits for a free process at most."), _not_negative, _NOT_NEGATIVE
    )
    query_queue: int = _setting(
        100, N_("Queries of one client that may wait at once; further ones are refused."), _positive, _POSITIVE
    )
    client_timeout: float = _setting(
        20.0, N_("Seconds after which the service gives up a client that neither sends nor takes anything."), _positive, _POSITIVE
    )
    client_header: str = _setting(
        "",
        N_(
            "Header in which your own proxy names the client (X-Forwarded-For, for one), so that each has a fair share. "
            "Empty: the address of the connection. Set it behind a proxy only: else anybody can claim to be anybody."
        ),
    )
    cors: str = _setting(
        "",
        N_(
            "Web pages of other hosts that may read the service: origins, a space between them, or * for all. Empty: none. "
            "A public service wants *; on your own machine it would let any page that you visit read your graph."
        ),
    )
    endpoint: str = _setting("", N_("URL of a SPARQL 1.1 endpoint to ask in place of the store. Empty: the store."))
    endpoint_user: str = _setting("", N_("User name for an endpoint, or for a store that is written to (basic or digest)."))
    endpoint_password: str = _setting("", N_("Its password. It is never shown."))
    endpoint_token: str = _setting("", N_("Token for an endpoint or such a store, in place of user and password (bearer)."))
    host: str = _setting("127.0.0.1", N_("Address that the explorer and the service listen on."))
    port: int = _setting(8501, N_("Port that they listen on."), lambda value: 0 < value < 65536, N_("1 to 65535"))
    reliefweb_appname: str = _setting(
        "", N_("Application name that ReliefWeb has given you (https://apidoc.reliefweb.int/parameters#appname).")
    )
    reliefweb_api: str = _setting("https://api.reliefweb.int/v2", N_("Address of ReliefWeb's API, with its version."))
    reliefweb_feed: str = _setting("https://reliefweb.int/jobs/rss.xml", N_("Address of ReliefWeb's RSS feed of vacancies."))
    reliefweb_calls: int = _setting(1000, N_("Calls to ReliefWeb's API that a day (UTC) may have."), _positive, _POSITIVE)
    reliefweb_counter: Path = _setting(
        platformdirs.user_data_path(_APPLICATION) / "calls.json",
        N_("File that counts the calls of the day, for all folders that are fetched into."),
    )
    fetch_pause: float = _setting(
        1.0, N_("Seconds between two calls to a server that postings are fetched from."), _not_negative, _NOT_NEGATIVE
    )
    fetch_timeout: float = _setting(120.0, N_("Seconds within which such a server must have answered."), _positive, _POSITIVE)


_KINDS: dict[str, type] = get_type_hints(Settings)


def load_settings(environment: Mapping[str, str] | None = None, *, folder: Path | None = None) -> Settings:
    """The settings of a folder (default: the working folder) and an environment (default: the process's own).

    Raises UsageError, with the file or variable, for a file that cannot be read, an unknown name or a value of a wrong kind.
    """
    environment = os.environ if environment is None else environment
    named = environment.get(_FILE_VARIABLE)
    path = Path(named) if named else (folder or Path()) / FILE_NAME
    values = _from_file(path) if named or path.is_file() else {}
    for setting in dataclasses.fields(Settings):
        variable = ENVIRONMENT_PREFIX + setting.name.upper()
        if variable in environment:
            values[setting.name] = _parse(setting.name, environment[variable], variable)
    return Settings(**values)


def debugging() -> bool:
    """Whether failures of the program itself are to be seen whole."""
    return bool(os.environ.get(DEBUG_VARIABLE))


def _from_file(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            N_("The settings cannot be read: {cause}."), N_("Correct the file, or remove it."), file=str(path), cause=error
        ) from error
    for name in data:
        if name not in _KINDS:
            raise UsageError(
                N_("There is no setting {name}."),
                N_("The settings are: {names}."),
                file=str(path),
                name=name,
                names=", ".join(_KINDS),
            )
    values = {name: _parse(name, value, str(path)) for name, value in data.items()}
    # A relative path in a file is relative to the file.
    return {name: path.parent / value if isinstance(value, Path) else value for name, value in values.items()}


def _parse(name: str, value: object, source: str) -> Any:
    kind = _KINDS[name]
    setting = Settings.__dataclass_fields__[name].metadata
    try:
        if kind is ColumnTable:
            return ColumnTable.parse(value)
        if isinstance(value, bool) or not isinstance(value, str | int | float) or (kind is int and isinstance(value, float)):
            raise ValueError(value)
        parsed = Path(value).expanduser() if kind is Path and isinstance(value, str) else kind(value)
        if not setting["check"](parsed):
            raise ValueError(value)
    except (ValueError, TypeError) as error:
        raise UsageError(
            N_("{value} is no value for the setting {name}."),
            N_("It must be {wanted}."),
            file=source,
            value=repr(value),
            name=name,
            wanted=_in_both(setting["wanted"] or _WANTED[kind]),
        ) from error
    return parsed


_WANTED = {
    str: N_("a text"),
    int: N_("a whole number"),
    float: N_("a number"),
    Path: N_("a path"),
    ColumnTable: N_("a table of what is held ({keys}) and the columns that hold it"),
}


def _in_both(message: str) -> dict[str, str]:
    return {language: translate(message, language).format(keys=", ".join(COLUMN_KEYS)) for language in LANGUAGES}
