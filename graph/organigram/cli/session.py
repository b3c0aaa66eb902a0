"""What every command shares: the language, the settings, how to speak to the user, and the options that many commands have."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from organigram.config import Settings
from organigram.errors import OrganigramError
from organigram.foreign_messages import in_language
from organigram.i18n import N_, Language, translate

_Function = TypeVar("_Function", bound=Callable[..., Any])

ALL_DONE, SET_ASIDE, WRONG_CALL, NOT_DONE, INTERRUPTED, BROKEN_PIPE, FAILED = 0, 1, 2, 3, 130, 141, 70


@dataclass(slots=True)
class Session:
    """One call of the program. ``json`` once a command was asked for output that programs read."""

    language: Language
    settings: Settings
    json: bool = False

    def text(self, message: str, **values: object) -> str:
        """A message in the user's language."""
        shown = {name: in_language(value, self.language) for name, value in values.items()}
        return translate(message, self.language).format(**shown)

    def say(self, message: str, **values: object) -> None:
        """Tell the user something about the work: on standard error, so that results stay clean."""
        click.echo(self.text(message, **values), err=True)

    def tell(self, error: OrganigramError) -> None:
        """Tell an error; as one line of JSON where programs read."""
        if self.json:
            click.echo(json.dumps(error.as_dict(self.language), ensure_ascii=False), err=True)
        else:
            click.echo(error.message(self.language), err=True)

    def give(self, value: object) -> None:
        """Write a result as one line of JSON, in UTF-8 whatever the locale."""
        click.echo(json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace"))

    def show(self, text: str) -> None:
        """Write a result for people."""
        click.echo(text)


class Command(click.Command):
    """A command whose help ends in examples."""

    def __init__(self, *args: Any, examples: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **{"options_metavar": N_("[OPTIONS]"), **more})
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, a line each."""
        session = ctx.find_object(Session)
        language: Language = session.language if session else "en"
        heading = N_("Example") if len(self.examples) == 1 else N_("Examples")
        with formatter.section(translate(heading, language)):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def _remember_json(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
    session = ctx.find_object(Session)
    if session is not None:
        session.json = value
    return value


PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=N_("PATH..."))


def store_option(function: _Function) -> _Function:
    """``--store DIR``."""
    return click.option(
        "--store", type=click.Path(path_type=Path, file_okay=False), metavar=N_("DIR"), help=N_("Folder of the store.")
    )(function)


def json_option(function: _Function) -> _Function:
    """``--json``."""
    return click.option(
        "--json",
        "as_json",
        is_flag=True,
        callback=_remember_json,
        is_eager=True,
        help=N_("Write JSON, for programs."),
    )(function)


def decisions_option(function: _Function) -> _Function:
    """``--decisions FILE``."""
    return click.option(
        "--decisions",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar=N_("FILE"),
        help=N_("Turtle file of your decisions."),
    )(function)
