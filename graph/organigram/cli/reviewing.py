"""The command ``review``: names that nothing settles, and your decisions on them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from organigram.cli.progress import progress_bar, progress_lines
from organigram.cli.session import ALL_DONE, Command, Session, decisions_option, json_option, store_option
from organigram.cli.tables import show_table
from organigram.cli.terms import readable
from organigram.errors import StoreError, UsageError
from organigram.i18n import LANGUAGES, N_
from organigram.namespaces import BASE

if TYPE_CHECKING:
    from organigram.undecided import Unresolved


@click.command(
    "review",
    cls=Command,
    help=N_(
        "List the names that no vocabulary settles, the most frequent first, with what they may mean; names that may all be one "
        "come as a group, with why. With a NAME of that list, settle it: the same as an entity, not the same, or a new entity; "
        "with --group, its whole group. With posting/KEY for NAME and ENTITY, say that two postings are of one vacancy, or are "
        "not. With two projects, say that one that others publish is one of postings, or is not. Decisions are applied at the "
        "next build, or by --apply."
    ),
    short_help=N_("List names that nothing settles, or settle one."),
    examples=(
        "organigram review --store graph",
        "organigram review organization/cir --same-as organization/international-rescue-committee",
        "organigram review organization/care --not-same organization/care-international",
        'organigram review organization/umrrs --new "en=UMRRS" --new "fr=UMRRS"',
        'organigram review organization/solo --group --new "fr=Solidarité locale"',
        "organigram review organization/solo --apart",
        "organigram review organization/umrrs --forget",
        "organigram review project/iati/XX-EXAMPLE-77 --same-as project/alima/optima-ml",
        "organigram review posting/0a1b2c3d4e5f6071 --not-same posting/8f9e0d1c2b3a4958",
        "organigram review --apply --store graph",
    ),
)
@click.argument("name", required=False, metavar=N_("[NAME]"))
@click.option("--same-as", metavar=N_("ENTITY"), help=N_("The name means this entity."))
@click.option("--not-same", metavar=N_("ENTITY"), help=N_("The name does not mean this entity."))
@click.option(
    "--new",
    "labels",
    multiple=True,
    metavar=N_("LANGUAGE=LABEL"),
    help=N_("The name is a new entity with this label; may be given again."),
)
@click.option("--group", is_flag=True, help=N_("Decide so on every name of the group that NAME is in."))
@click.option("--apart", is_flag=True, help=N_("The names of NAME's group are names of different things."))
@click.option("--forget", is_flag=True, help=N_("Take back what was decided on the name."))
@click.option("--apply", is_flag=True, help=N_("Build the postings of the store again, under the decisions as they are now."))
@click.option("--stages", is_flag=True, help=N_("Name each stage on standard error as it begins: JSON, one object a line."))
@decisions_option
@store_option
@json_option
@click.pass_obj
def review(
    session: Session,
    name: str | None,
    same_as: str | None,
    not_same: str | None,
    labels: tuple[str, ...],
    group: bool,
    apart: bool,
    forget: bool,
    apply: bool,
    stages: bool,
    decisions: Path | None,
    store: Path | None,
    as_json: bool,
) -> int:
    """The list, or one decision; or what was decided, applied."""
    file = decisions or session.settings.decisions
    if apply:
        if name or same_as or not_same or labels or forget or group or apart:
            raise UsageError(N_("--apply is no decision."), N_("Decide first; then give --apply alone."))
        return _apply(session, store or session.settings.store, file, stages=stages, as_json=as_json)
    if name is None:
        if same_as or not_same or labels or forget or group or apart:
            raise UsageError(N_("A decision needs the name that it is on."), N_("Give a NAME of the list: organigram review."))
        return _list(session, store or session.settings.store, file, as_json=as_json)
    if _key_of(name):
        other = bool(labels) or group or apart
        return _decide_vacancy(session, file, _key_of(name), same_as, not_same, other=other, forget=forget)
    from organigram.review import decide, is_project, keep_apart, take_back

    subject = _entity(name if "unresolved/" in name or is_project(_entity(name)) else f"unresolved/{name}")
    others = _group_of(subject, store or session.settings.store, file) if group or apart else []
    if apart:
        if same_as or not_same or labels or forget:
            raise UsageError(N_("--apart is a decision by itself."), N_("Give it without another one."))
        keep_apart(file, [subject, *others])
        session.say(N_("{file}: {count} names are kept apart."), file=file, count=1 + len(others))
        return ALL_DONE
    if forget:
        if same_as or not_same or labels or group or not take_back(file, subject):
            raise UsageError(N_("There is nothing to take back."), N_("Give --forget alone, and a name decided on."), place=name)
        session.say(N_("{file}: took back what was decided on {name}."), file=file, name=readable_name(subject))
        return ALL_DONE
    meant, refused = _known(same_as, file), _known(not_same, file)
    decide(file, subject, same_as=meant, different_from=refused, labels=_labels(labels), together=others)
    for one in (subject, *others):
        session.say(N_("{file}: decided on {name}. It counts from the next build."), file=file, name=readable_name(one))
    if decisions:
        session.say(N_("Give the build the same --decisions, or name the file in the setting decisions."))
    if not is_project(subject):
        _warn_of_a_strange_name(session, store or session.settings.store, subject)
    return ALL_DONE


def _apply(session: Session, root: Path, file: Path, *, stages: bool, as_json: bool) -> int:
    from organigram.cli.building import tell_report
    from organigram.pipeline import apply_decisions

    settings = dataclasses.replace(session.settings, decisions=file)
    with progress_lines(session) if stages else progress_bar(session) as progress:
        report = apply_decisions(root, settings=settings, progress=progress)
    return tell_report(session, report, root, as_json=as_json)


def _key_of(name: str | None) -> str:
    """The key in ``posting/KEY`` or a posting's IRI; empty for anything else.

    >>> _key_of("posting/0a1b"), _key_of("<https://w3id.org/organigram/posting/0a1b>"), _key_of("organization/cir")
    ('0a1b', '0a1b', '')
    """
    kind, _, key = (name or "").removeprefix("<").removesuffix(">").rpartition("/")
    return key if kind.rpartition("/")[2] == "posting" else ""


def _decide_vacancy(
    session: Session, file: Path, key: str, same_as: str | None, not_same: str | None, *, other: bool, forget: bool
) -> int:
    from organigram.vacancies.decisions import decide_vacancy, forget_vacancy

    target = _key_of(same_as or not_same)
    if forget and not (same_as or not_same or other) and forget_vacancy(file, key):
        session.say(N_("{file}: took back what was decided on {name}."), file=file, name=f"posting/{key}")
        return ALL_DONE
    if forget or other or bool(same_as) == bool(not_same) or target in ("", key):
        raise UsageError(
            N_("A decision on a posting names another posting."),
            N_("Give --same-as or --not-same with posting/KEY, as organigram query same-vacancies shows it, or --forget."),
            place=f"posting/{key}",
        )
    decide_vacancy(file, key, target, same=bool(same_as))
    session.say(N_("{file}: decided on {name}. It counts from the next build."), file=file, name=f"posting/{key}")
    return ALL_DONE


def _warn_of_a_strange_name(session: Session, root: Path, subject: str) -> None:
    """A decision on a name that no posting has changes nothing: most often the name was mistyped."""
    from organigram.store import open_store
    from organigram.undecided import unresolved_names

    try:
        with open_store(root) as version:
            names = unresolved_names(stored.facts for stored in version.postings())
    except StoreError:  # the decision may be for a store that is yet to be built
        return
    if subject not in names:
        session.say(N_("No posting of {store} leaves the name {name} open now."), store=root, name=readable_name(subject))


def _waiting(root: Path, file: Path) -> list[Unresolved]:
    """What waits for a decision in a store. Raises VocabularyError for a decision that the next build refuses."""
    from organigram.review import check, load_decisions
    from organigram.store import open_store
    from organigram.undecided import unresolved_entities
    from organigram.vocabulary import load_vocabulary

    decided, vocabulary = load_decisions(file), load_vocabulary()
    check(decided, vocabulary, file)
    with open_store(root) as version:
        return unresolved_entities(((stored.facts, stored.posting.text) for stored in version.postings()), vocabulary, decided)


def _group_of(subject: str, root: Path, file: Path) -> list[str]:
    """The other names of the group that a name is in. Raises UsageError where it is in none."""
    waiting = _waiting(root, file)
    number = next((entity.group for entity in waiting if entity.iri == subject), 0)
    if not number:
        raise UsageError(
            N_("The name {name} is in no group."),
            N_("Groups stand first in the list: organigram review."),
            name=readable_name(subject),
        )
    return [entity.iri for entity in waiting if entity.group == number and entity.iri != subject]


def _list(session: Session, root: Path, file: Path, *, as_json: bool) -> int:
    waiting = _waiting(root, file)
    if as_json:
        session.give([dataclasses.asdict(entity) for entity in waiting])
    elif waiting:
        _show_groups(session, waiting)
        headings = (N_("Name"), N_("As written"), N_("Postings"), N_("May mean"))
        show_table([session.text(heading) for heading in headings], map(_row, waiting), numbers=(2,))
    else:
        session.show(session.text(N_("Every name is settled.")))
    return ALL_DONE


def _show_groups(session: Session, waiting: list[Unresolved]) -> None:
    """The names that may all be one, group by group: how they are written, why, and a sentence of each."""
    grouped = sorted((entity for entity in waiting if entity.group), key=lambda entity: entity.group)
    if not grouped:
        return
    from organigram.grouping import REASONS

    rows = []
    for entity in grouped:
        like = ", ".join(f"{readable_name(iri)} ({score}: {session.text(REASONS[reason])})" for iri, score, reason in entity.like)
        words = next(iter(entity.sentences), "")
        rows.append([str(entity.group), readable_name(entity.iri), str(entity.postings), like, words])
    headings = (N_("Group"), N_("Name"), N_("Postings"), N_("Like"), N_("In the words of a posting"))
    show_table([session.text(heading) for heading in headings], rows, numbers=(0, 2))


def readable_name(iri: str) -> str:
    """The name of an unresolved entity as the list shows it.

    >>> readable_name("https://w3id.org/organigram/unresolved/organization/cir")
    'organization/cir'
    """
    return iri.removeprefix(BASE).removeprefix("unresolved/")


def _row(entity: Unresolved) -> list[str]:
    shared = [(iri, score) for iri, score, reason in entity.like if reason == "acronym-shared"]
    meanings = ", ".join(f"{readable(iri)} ({score:.0f})" for iri, score in (*shared, *entity.candidates))
    return [readable_name(entity.iri), " | ".join(entity.labels), str(entity.postings), meanings]


def _entity(name: str) -> str:
    name = name.removeprefix("<").removesuffix(">")
    return name if "://" in name else BASE + name


def _known(name: str | None, file: Path) -> str | None:
    """The IRI of an entity that the vocabulary, or the user's file, knows."""
    if name is None:
        return None
    from organigram.review import is_project, load_decisions
    from organigram.vocabulary import load_vocabulary

    iri = _entity(name)
    vocabulary = load_vocabulary()
    if is_project(iri):  # most are of postings, and in no list
        return iri
    if iri not in vocabulary.entities and iri not in load_decisions(file).entities and not vocabulary.places.get(iri):
        raise UsageError(
            N_("There is no entity {name}."), N_("Take one of the list's last column, or make a new one with --new."), name=name
        )
    return iri


def _labels(given: tuple[str, ...]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for text in given:
        language, _, label = text.partition("=")
        if language not in LANGUAGES or not label.strip():
            raise UsageError(
                N_("{value} is not of the form LANGUAGE=LABEL."),
                N_("Languages are: {languages}."),
                value=repr(text),
                languages=", ".join(LANGUAGES),
            )
        labels[language] = label.strip()
    return labels


COMMANDS = (review,)
