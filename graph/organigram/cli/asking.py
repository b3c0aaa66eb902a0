"""The command ``query``: a question of the catalogue, a file or standard input, asked of the store or an endpoint."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from organigram.cli.session import ALL_DONE, Command, Session, store_option
from organigram.cli.tables import show_table
from organigram.cli.terms import readable
from organigram.errors import QueryError, UsageError
from organigram.i18n import N_, Language
from organigram.namespaces import BASE

if TYPE_CHECKING:
    from organigram.catalogue import Question
    from organigram.querying import QueryService, Result

#: Seconds that a query may run at most: a day.
LONGEST = 86_400
FORMATS = ("table", "csv", "json", "turtle")


def _parameters(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in values:
        name, sign, value = text.partition("=")
        if not sign or not name:
            session = ctx.find_object(Session)
            message = N_("{value} is not of the form NAME=VALUE.")
            raise click.BadParameter(session.text(message, value=repr(text)) if session else message, ctx, parameter)
        if found.setdefault(name, value) != value:
            session = ctx.find_object(Session)
            message = N_("{name} is given twice, with different values.")
            raise click.BadParameter(session.text(message, name=name) if session else message, ctx, parameter)
    return found


def _number(ctx: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """click takes "nan" for a number within any range."""
    if value is not None and math.isnan(value):
        session = ctx.find_object(Session)
        message = N_("This is no number of seconds.")
        raise click.BadParameter(session.text(message) if session else message, ctx, parameter)
    return value


@click.command(
    "query",
    cls=Command,
    help=N_(
        "Ask the graph a question: one of the catalogue by its NAME, a FILE of SPARQL, or - for standard input. "
        "Without a question the catalogue is listed."
    ),
    short_help=N_("Ask the graph a question."),
    examples=(
        "organigram query --store graph",
        "organigram query --tag pay",
        "organigram query posts-by-role-and-country --param country=Mali --store graph",
        "echo 'SELECT * { ?s ?p ?o } LIMIT 5' | organigram query - --format csv --store graph",
    ),
)
@click.argument("question", required=False, metavar=N_("[FILE|NAME|-]"))
@click.option(
    "--param",
    "values",
    multiple=True,
    metavar=N_("NAME=VALUE"),
    callback=_parameters,
    help=N_("Value of a parameter; may be given again."),
)
@click.option("--format", "form", type=click.Choice(FORMATS), help=N_("Form of the result; else a table, or Turtle for triples."))
@click.option("--tag", metavar=N_("TAG"), help=N_("List only the questions with this tag."))
@store_option
@click.option("--endpoint", metavar="URL", help=N_("SPARQL 1.1 endpoint to ask in place of the store."))
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=LONGEST),
    metavar=N_("SECONDS"),
    callback=_number,
    help=N_("Seconds after which the query is ended."),
)
@click.pass_obj
def query(
    session: Session,
    question: str | None,
    values: Mapping[str, str],
    form: str | None,
    tag: str | None,
    store: Path | None,
    endpoint: str | None,
    timeout: float | None,
) -> int:
    """One question, one result."""
    if question is None:
        _list_catalogue(session, tag, as_json=form == "json")
        return ALL_DONE
    settings = session.settings
    asked = _question(question, values)
    with _service(session, store, endpoint or settings.endpoint) as (service, base, index):
        sparql = asked if isinstance(asked, str) else _bound(session, asked, values, service, base, index)
        result = service.query(sparql, timeout=timeout or settings.query_timeout, max_rows=settings.query_rows)
    _write(session, result, form)
    return ALL_DONE


@contextmanager
def _service(session: Session, store: Path | None, endpoint: str) -> Iterator[tuple[QueryService, str, Path | None]]:
    """The service to ask, the base of the instances in it, and the text index of a store's version."""
    from organigram.credentials import Credentials
    from organigram.querying import EmbeddedService, EndpointService
    from organigram.store import open_store

    if endpoint:
        with closing(EndpointService(endpoint, credentials=Credentials.of(session.settings))) as remote:
            yield remote, session.settings.base, None
        return
    with open_store(store or session.settings.store) as version, EmbeddedService(version, processes=1) as embedded:
        yield embedded, version.manifest.extra.get("base", BASE), version.search_path


def _bound(
    session: Session, question: Question, values: Mapping[str, str], service: QueryService, base: str, index: Path | None
) -> str:
    """The question with its values put in, names among them as the entities that they mean."""
    from organigram.finding import finder, is_known, resolve

    find = finder(service, session.language, index=index, base=base)
    return question.bind(resolve(question, values, find, is_known(service), base=base), session.language, base=base)


def _question(name: str, values: Mapping[str, str]) -> Question | str:
    """A question of the catalogue, one that a file tells in a header, or SPARQL as it stands."""
    from organigram.catalogue import load_catalogue, parse_question

    catalogue = load_catalogue()
    if name in catalogue:
        return catalogue[name]
    text = _standard_input() if name == "-" else _text(name, list(catalogue))
    if text.startswith("#+"):
        return parse_question(Path(name).stem, text, file=name)
    if values:
        raise UsageError(
            N_("The query has no parameters."),
            N_("Leave --param out, or describe parameters in a header of lines #+."),
            file=name,
        )
    return text


def _standard_input() -> str:
    """All of standard input; nothing where it is closed."""
    try:
        return sys.stdin.buffer.read().decode("utf-8") if sys.stdin else ""
    except UnicodeDecodeError as error:
        raise QueryError(N_("The query is not UTF-8."), N_("Save it as UTF-8."), file="-") from error


def _text(question: str, names: list[str]) -> str:
    path = Path(question)
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        near = get_close_matches(question, names, n=3, cutoff=0.4) or names
        raise UsageError(
            N_("There is no question and no file of this name."),
            N_("Questions of the catalogue: {names}."),
            place=question,
            names=", ".join(near),
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(N_("The query is not UTF-8."), N_("Save it as UTF-8."), file=question) from error
    except OSError as error:
        raise UsageError(
            N_("It cannot be read ({cause})."),
            N_("Check that it exists and that you may read it."),
            file=question,
            cause=error.strerror,
        ) from error


def _list_catalogue(session: Session, tag: str | None, *, as_json: bool) -> None:
    from organigram.catalogue import by_subject, load_catalogue, subject_label

    listed = by_subject(tag)
    if not listed:
        tags = sorted({known for question in load_catalogue().values() for known in question.tags})
        raise UsageError(N_("No question has this tag."), N_("Tags: {names}."), place=tag, names=", ".join(tags))
    if as_json:
        session.give([_described(question, session.language) for questions in listed.values() for question in questions])
        return
    for subject, questions in listed.items():
        rows = [
            (
                question.name,
                question.title[session.language],
                ", ".join(p.name if p.required and p.default is None else f"[{p.name}]" for p in question.parameters.values()),
                ", ".join(question.tags),
            )
            for question in questions
        ]
        headings = [session.text(heading) for heading in (N_("Name"), N_("Question"), N_("Parameters"), N_("Tags"))]
        show_table(headings, rows, title=subject_label(subject, session.language))


def _described(question: Question, language: Language) -> dict[str, object]:
    """A question as programs read of it."""
    return {
        "name": question.name,
        "subject": question.subject,
        "title": question.title[language],
        "description": question.description[language],
        "tags": list(question.tags),
        "view": question.view,
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "kind": p.kind,
                "required": p.required,
                "default": p.default,
                "choices": list(p.choices),
                "label": p.label[language],
            }
            for p in question.parameters.values()
        ],
    }


def _write(session: Session, result: Result, form: str | None) -> None:
    form = form or ("turtle" if result.kind == "construct" else "table")
    if form != "table":
        fitting = ("table", "turtle") if result.kind == "construct" else ("table", "csv", "json")
        if form not in fitting:
            raise UsageError(
                N_("This result cannot be written as {format}."),
                N_("Formats that fit: {known}."),
                format=form,
                known=", ".join(fitting),
            )
        click.echo(result.serialize(form), nl=form == "json" or result.kind == "ask")
    elif result.kind == "ask":
        session.show(session.text(N_("Yes") if result.boolean else N_("No")))
    elif result.kind == "construct":
        show_table(
            [session.text(h) for h in (N_("Subject"), N_("Predicate"), N_("Object"))],
            [list(map(readable, triple)) for triple in result.triples],
        )
    else:
        from organigram.catalogue import column_label

        show_table(
            [column_label(name, session.language) for name in result.variables], [list(map(readable, row)) for row in result.rows]
        )
        session.say(N_("Rows: {number}."), number=len(result))


COMMANDS = (query,)
