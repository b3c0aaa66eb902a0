"""Flows of OCHA's Financial Tracking Service: what its API answers (JSON), and the tables that OCHA publishes (CSV).

A flow tells of the project that it pays for. Where it names none, the flow is taken for a project with one contribution, as
FTS itself does where it publishes to IATI.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO, cast

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.importing.records import Amount, AmountKind, Party, Record, as_it_stands, day_of, name_of
from organigram.reading.encoding import to_text
from organigram.reading.places import LINE, RECORD, Place, numbered
from organigram.reading.streams import at_most, bounded_lines, narrow, too_large
from organigram.resources import table

_DOLLARS = "USD"
_DELIMITERS = (",", ";", "\t")
#: How a row begins that says in HXL what the columns hold.
_HXL = "#"

Found = Iterator[tuple[Place, Record | ReadingError]]


def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = table("importing/formats.toml")["fts"]
    return rules


# --- JSON ---------------------------------------------------------------------------------------------------------------------


def read_fts_json(stream: BinaryIO, most: int) -> Found:
    """The flows of an answer of the API (``data.flows``), of a list of answers, or of a list of flows.

    ``most``: bytes of the file. Raises ReadingError where it is no JSON, or holds no flows.
    """
    try:
        answer = json.loads(to_text(at_most(narrow(stream, most), most)), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ReadingError(
            N_("It is not JSON ({cause})."), N_("Check that it is whole, or take it from its source again."), cause=error
        ) from error
    flows = _flows(answer)
    if not flows:
        raise ReadingError(N_("It holds no flows of FTS."), N_("Give what FTS answers at /v1/public/fts/flow: data.flows."))
    for number, flow in enumerate(flows, 1):
        place = numbered(RECORD, number)
        try:
            yield place, _flow(flow)
        except ReadingError as error:
            yield place, error


def _flows(answer: Any) -> list[Any]:
    """The flows in whatever holds them."""
    if isinstance(answer, Mapping):
        data = answer.get("data", answer)
        flows = data.get("flows") if isinstance(data, Mapping) else data
        return flows if isinstance(flows, list) else []
    if not isinstance(answer, list):
        return []
    envelopes = [one for one in answer if isinstance(one, Mapping) and {"data", "flows"} & one.keys()]
    return [flow for one in envelopes for flow in _flows(one)] if envelopes else answer


def _flow(flow: Any) -> Record:
    if not isinstance(flow, Mapping):
        raise _no_flow()

    def objects(side: str, kind: str) -> list[Mapping[str, Any]]:
        found = flow.get(f"{side}Objects")
        return [one for one in found if isinstance(one, Mapping) and one.get("type") == kind] if isinstance(found, list) else []

    def names(side: str, kind: str) -> list[str]:
        return [text for one in objects(side, kind) if (text := _text(one.get("name")))]

    projects = objects("destination", "Project")
    return _record(
        _text(flow.get("id")),
        amount=flow.get("amountUSD"),
        status=_text(flow.get("status")),
        kind=_text(flow.get("flowType")),
        day=_text(flow.get("date")),
        updated=_text(flow.get("updatedAt")),
        title=_text(projects[0].get("name")) if projects else _text(flow.get("description")),
        project=_text(projects[0].get("id")) if projects else "",
        funders=names("source", "Organization"),
        implementers=names("destination", "Organization"),
        countries=names("destination", "Location"),
        plans=names("destination", "Plan"),
        clusters=names("destination", "GlobalCluster"),
    )


# --- CSV ----------------------------------------------------------------------------------------------------------------------


def read_fts_csv(stream: BinaryIO, most: int) -> Found:
    """The flows of a table, a row each. ``most``: bytes of a row. Raises ReadingError where the columns are others."""
    lines = (_decoded(line, most) for line in bounded_lines(narrow(stream, most), most))
    first = next(lines, "")
    sign = max(_DELIMITERS, key=first.count)
    heading: list[str] = []
    with suppress(csv.Error):  # what cannot be taken apart has no columns either
        heading = [name.strip() for name in next(csv.reader([first], delimiter=sign), [])]
    columns: Mapping[str, str] = _rules()["columns"]
    if missing := sorted({columns[key] for key in ("id", "amount", "funder", "implementer")} - {*heading}):
        raise ReadingError(
            N_("The table has no column {names}."),
            N_("Give IATI activities (XML), or flows of FTS: its answer (JSON), or OCHA's table (CSV), its first row as it was."),
            names=", ".join(missing),
        )
    csv.field_size_limit(max(most, 1))
    rows = csv.reader(lines, delimiter=sign)
    while True:
        place = numbered(LINE, rows.line_num + 2)
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield place, ReadingError(N_("The row cannot be read ({cause})."), N_("Correct the row."), cause=error)
            continue
        except ReadingError as error:
            yield place, error
            return
        if any(cells) and not any(cell.startswith(_HXL) for cell in cells[:1]):
            yield place, _row_or_error(dict(zip(heading, cells, strict=False)), columns)


def _decoded(line: bytes | None, most: int) -> str:
    if line is None:
        raise too_large(most)
    return line.decode("utf-8", "replace").replace("\0", " ")


def _row_or_error(row: Mapping[str, str], columns: Mapping[str, str]) -> Record | ReadingError:
    def cell(key: str) -> str:
        return _text(row.get(columns[key]))

    project = cell("code") or cell("project")
    try:
        return _record(
            cell("id"),
            amount=cell("amount"),
            status=cell("status"),
            kind=cell("kind"),
            day=cell("day"),
            updated=cell("updated"),
            title=cell("project") or cell("description"),
            project=project,
            funders=[cell("funder")],
            implementers=[cell("implementer")],
            countries=cell("countries").split(","),
            plans=[cell("plan")],
            clusters=cell("clusters").split(","),
        )
    except ReadingError as error:
        return error


# --- both ---------------------------------------------------------------------------------------------------------------------


def _record(
    identifier: str,
    *,
    amount: Any,
    status: str,
    kind: str,
    day: str,
    updated: str,
    title: str,
    project: str,
    funders: Sequence[str],
    implementers: Sequence[str],
    countries: Iterable[str],
    plans: Iterable[str],
    clusters: Iterable[str],
) -> Record:
    if not identifier:
        raise _no_flow()
    givers = [_upright(name) for name in funders if name_of(name)]
    parties = [Party(name, "funder") for name in givers]
    parties += [Party(_upright(name), "implementer") for name in implementers if name_of(name)]
    number = _number(amount)
    money = _amount(number, status.casefold(), kind.casefold(), day_of(day), tuple(givers))
    left_out = [as_it_stands("amountUSD", amount)] if number is None and amount not in (None, "") else []
    left_out += [as_it_stands("date", day)] if day and not day_of(day) else []
    left_out += [as_it_stands("status", status)] if number is not None and money is None else []
    return Record(
        "fts",
        identifier,
        ("project", project) if project else ("flow", identifier),
        "en",
        titles={"en": title} if title else {},
        parties=tuple(dict.fromkeys(parties)),
        countries=_told(countries),
        fields=_told(clusters),
        amounts=(money,) if money else (),
        programme=next((plan for plan in plans if plan), ""),
        updated=updated,
        left_out=tuple(left_out),
    )


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < 20 else None


def _amount(number: Decimal | None, status: str, kind: str, day: str, funders: tuple[str, ...]) -> Amount | None:
    rules = _rules()
    special = next((found for start, found in rules["flows"].items() if kind.startswith(start)), None)
    what = special or rules["status"].get(status)
    if what is None or number is None:
        return None
    return Amount(cast(AmountKind, what), round(number, 4), _DOLLARS, funders, day)


def _upright(name: str) -> str:
    """A name the right way round.

    >>> _upright("Mali, Government of"), _upright("Care International")
    ('Government of Mali', 'Care International')
    """
    name = name_of(name)
    for ending, start in _rules()["inverted"].items():
        if name.endswith(ending):
            return str(start) + name.removesuffix(ending)
    return name


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""


def _told(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _no_flow() -> ReadingError:
    return ReadingError(N_("It is no flow of FTS: it has no id."), N_("Check the file, or take it from FTS again."))
