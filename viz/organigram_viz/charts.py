"""An organization's chart, put together from all its postings: its seats, the lines between them, since when each is told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from organigram.folding import fold_name
from organigram.i18n import Language
from organigram.namespaces import entity, expand, rebase
from organigram_viz.entities import best_label, labels_of, triples_of
from organigram_viz.kinds import one_way
from organigram_viz.questions import panel
from organigram_viz.source import Row, Source
from organigram_viz.structure import Structure, structure_of

DIRECT = expand("ngo:reportsDirectlyTo")
#: Levels of roles, from the field upwards.
LEVELS = tuple(expand(f"ngo:{name}") for name in ("FieldLevel", "MissionLevel", "RegionalLevel", "HeadquartersLevel"))
#: How many posts one question is asked about, and how many steps above an organization's own posts are followed.
_BATCH, _STEPS = 200, 8

Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """An organization or mission that has posts: in which countries how many, by the country's IRI; a mission's organization."""

    iri: str
    label: str
    countries: Mapping[str, int]
    parent: str = ""

    @property
    def seats(self) -> int:
        """How many posts it has."""
        return sum(self.countries.values())


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of the chart: its role, the role's level and family (IRIs, or nothing), whether a posting advertises it."""

    iri: str
    role: str = ""
    level: str = ""
    family: str = ""
    advertised: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Since when postings tell of something: the first day (ISO 8601; nothing where none is dated), of how many postings."""

    since: str = ""
    postings: int = 0
    dated: int = 0

    def by(self, day: str) -> bool:
        """Whether it is told of by a day; what only postings without a date tell of always is."""
        return not self.since or self.since <= day


@dataclass(frozen=True, slots=True)
class Chart:
    """Seats by IRI; lines (subordinate, line, manager), each once."""

    seats: Mapping[str, Seat] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    @property
    def direct(self) -> list[tuple[str, str]]:
        """The hierarchical lines: (subordinate, manager)."""
        return [(start, end) for start, line, end in self.lines if line == DIRECT]

    def structure(self) -> Structure:
        """Layers, and what is odd."""
        ranks = {iri: LEVELS.index(seat.level) for iri, seat in self.seats.items() if seat.level in LEVELS}
        other = [(start, end) for start, line, end in self.lines if line != DIRECT]
        return structure_of(self.seats, self.direct, other, ranks)

    def by(self, day: str, seats: Mapping[str, Told], lines: Mapping[Line, Told]) -> Chart:
        """The chart as the postings up to a day tell it. A line's ends are told of with it."""
        kept = tuple(line for line in self.lines if lines.get(line, Told()).by(day))
        ends = {end for start, _, other in kept for end in (start, other)}
        return replace(
            self,
            seats={iri: seat for iri, seat in self.seats.items() if iri in ends or seats.get(iri, Told()).by(day)},
            lines=kept,
        )


def choices(source: Source, language: Language) -> list[Choice]:
    """Who has posts, the largest first; an organization's own are those of its missions too."""
    terms = {
        "cube": entity("statistics", "posts-by-organization-and-country"),
        "organization": entity("dimension", "organization"),
        "country": entity("dimension", "country"),
        "measure": entity("measure", "number"),
    }
    named = {name: [rebase(f"<{iri}>", source.base)[1:-1]] for name, iri in terms.items()}
    rows = source.rows(panel("chart_organizations", **named)) or source.rows(panel("chart_organizations_anew"))
    counts: dict[str, dict[str, int]] = {}
    parents: dict[str, str] = {}
    for holder, country, count, parent in sorted(set(map(_counted, rows))):
        parents[holder] = parent
        for one in {holder, parent} - {""}:
            found = counts.setdefault(one, {})
            found[country] = found.get(country, 0) + count
    labels = _labels(source, rows, parents, language)
    made = [Choice(iri, labels[iri], found, parents.get(iri, "")) for iri, found in counts.items()]
    return sorted(made, key=lambda one: (-one.seats, bool(one.parent), one.label.casefold(), one.iri))


def matching(found: Sequence[Choice], words: str) -> list[Choice]:
    """Those whose name has all words, whatever their case and accents; all where there is no word.

    >>> [one.iri for one in matching([Choice("a", "Équilibre et Santé", {}), Choice("b", "Health", {})], "SANTE equi")]
    ['a']
    """
    wanted = fold_name(words).split()
    return [one for one in found if all(word in fold_name(one.label) for word in wanted)] if wanted else list(found)


def _counted(row: Row) -> tuple[str, str, int, str]:
    return row["organization"].value, row["country"].value, int(row["count"].value), row["parent"].value if row["parent"] else ""


def _labels(source: Source, rows: Iterable[Row], parents: Mapping[str, str], language: Language) -> dict[str, str]:
    names: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["name"]:
            names.setdefault(row["organization"].value, {})[(row["name"].language or "")[:2]] = row["name"].value
    known = {iri: best_label(texts, language, iri) for iri, texts in names.items()}
    return known | labels_of(source, sorted({*parents, *parents.values()} - {"", *known}), language)


def load_chart(source: Source, organization: str, country: str = "") -> Chart:
    """The chart of an organization or mission (IRI), in one country or, where none is named, in all.

    Managers of its seats who stand elsewhere are in it, and those above them.
    """
    own = sorted(
        row["post"].value
        for row in source.rows(panel("chart_posts", organization=[organization], country=[country] if country else []))
    )
    lines = {one_way(*line) for line in _triples(source, "chart_lines", own)}
    seats = set(own) | _ends(lines)
    above = seats - set(own)
    for _ in range(_STEPS):
        found = {one_way(*line) for line in _triples(source, "chart_above", sorted(above))}
        lines |= found
        above = _ends(found) - seats
        if not above:
            break
        seats |= above
    return Chart(_seats(source, sorted(seats)), tuple(sorted(lines)))


def _ends(lines: Iterable[Line]) -> set[str]:
    return {end for start, _, other in lines for end in (start, other)}


def _triples(source: Source, question: str, posts: Sequence[str]) -> list[Line]:
    return triples_of(_asked(source, question, posts))


def _asked(source: Source, question: str, posts: Sequence[str]) -> list[Row]:
    """The answers to a question about some posts, a batch at a time."""
    return [
        row for start in range(0, len(posts), _BATCH) for row in source.rows(panel(question, post=posts[start : start + _BATCH]))
    ]


def _seats(source: Source, posts: Sequence[str]) -> dict[str, Seat]:
    found = {iri: Seat(iri) for iri in posts}
    for row in _asked(source, "chart_seats", posts):
        told = {name: row[name].value for name in ("role", "level", "family") if row[name] is not None}
        found[row["post"].value] = Seat(row["post"].value, advertised=row["advertised"].value == "true", **told)
    return found


def told_of(source: Source, chart: Chart) -> tuple[dict[str, Told], dict[Line, Told]]:
    """Since when the seats and the lines of a chart are told of."""
    posts = sorted(chart.seats)
    seats, lines = _asked(source, "chart_seats_told", posts), _asked(source, "chart_lines_told", posts)
    days = _days(source, {row["graph"].value for row in (*seats, *lines)})
    told: dict[str, set[str]] = {}
    for row in seats:
        told.setdefault(row["post"].value, set()).add(row["graph"].value)
    drawn: dict[Line, set[str]] = {}
    for row in lines:
        line = one_way(row["from"].value, row["line"].value, row["to"].value)
        drawn.setdefault(line, set()).add(row["graph"].value)
    return (
        {post: _told(days, graphs) for post, graphs in told.items()},
        {line: _told(days, graphs) for line, graphs in drawn.items()},
    )


def _days(source: Source, graphs: Iterable[str]) -> dict[str, str]:
    """The day of the posting of each graph (of publication, else the deadline, else the start), nothing where it has none."""
    own, posting = (f"{source.base}{part}posting/" for part in ("graph/", ""))
    postings = {posting + graph.removeprefix(own): graph for graph in graphs if graph.startswith(own)}
    days = dict.fromkeys(postings.values(), "")
    for row in _asked(source, "postings_dated", sorted(postings)):
        dates = (row[name].value for name in ("posted", "deadline", "start") if row[name] is not None)
        days[postings[row["post"].value]] = next(dates, "")
    return days


def _told(days: Mapping[str, str], graphs: Iterable[str]) -> Told:
    known = [days[graph] for graph in graphs if graph in days]
    dated = [day for day in known if day]
    return Told(min(dated, default=""), len(known), len(dated))
