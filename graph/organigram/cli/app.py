"""The program: its commands put together for a language, run, and every error told without a traceback."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from organigram.cli import asking, building, exploring, fetching, judging, keeping, pushing, reviewing
from organigram.cli.session import BROKEN_PIPE, FAILED, INTERRUPTED, NOT_DONE, WRONG_CALL, Session
from organigram.cli.wording import speak, translated
from organigram.config import DEBUG_VARIABLE, ENVIRONMENT_PREFIX, Settings, debugging, load_settings
from organigram.errors import OrganigramError, QueryError, QueryTimeout, QueryTooLarge, UsageError
from organigram.i18n import LANGUAGES, N_, Language, resolve_language


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        import importlib.metadata  # slow to load, and needed here only

        click.echo(f"organigram {importlib.metadata.version('organigram')}")
        ctx.exit()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=N_(
        "Postings of NGOs, in English and French, read into a graph of who does what, where, paid by whom, reporting to whom."
    ),
    subcommand_metavar=N_("COMMAND [ARGS]..."),
    options_metavar=N_("[OPTIONS]"),
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help=N_("Language of messages (else as the locale says); may stand anywhere.")
)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help=N_("Show the version."))
def organigram(lang: str | None) -> None:
    """The program itself does nothing: its commands do."""


for _command in (
    *fetching.COMMANDS,
    *building.COMMANDS,
    *asking.COMMANDS,
    *keeping.COMMANDS,
    *pushing.COMMANDS,
    *exploring.COMMANDS,
    *judging.COMMANDS,
    *reviewing.COMMANDS,
):
    organigram.add_command(_command)


def make_app(language: Language) -> click.Group:
    """The program with all its texts, click's own too, in a language.

    >>> make_app("fr").commands["build"].get_short_help_str()
    'Construire le graphe d’offres.'
    """
    speak(language)
    return translated(organigram, language)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and end the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what the terminal cannot show ends no work
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the program; its exit status. No exception leaves it."""
    wish, arguments = _language_first(arguments)
    session = Session(resolve_language(wish), Settings())
    try:
        session.settings = load_settings()
        session.language = resolve_language(wish or session.settings.language or None)
        if session.settings.cache != Settings().cache:
            # The vocabulary, in worker processes too, takes this setting from the environment.
            os.environ[f"{ENVIRONMENT_PREFIX}CACHE"] = str(session.settings.cache.absolute())
        return _invoke(session, arguments)
    except OrganigramError as error:
        session.tell(error)
        limits = QueryTimeout | QueryTooLarge
        wrong = isinstance(error, UsageError) or (isinstance(error, QueryError) and not isinstance(error, limits))
        return WRONG_CALL if wrong else NOT_DONE
    except KeyboardInterrupt:
        session.say(N_("Interrupted."))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more may be written, not even by the interpreter's last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:  # the last resort: a person sees what failed, not a traceback
        if debugging():
            raise
        if isinstance(error, OSError) and error.errno in _REFUSALS:
            _tell_refusal(session, error)
            return NOT_DONE
        session.say(
            N_("Organigram itself failed ({kind}: {error}). Please report it with what {variable}=1 prints."),
            kind=type(error).__name__,
            error=error,
            variable=DEBUG_VARIABLE,
        )
        return FAILED


#: What the system may refuse whatever the program does: room, a quota, a size, rights, open files.
_REFUSALS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE}
)


def _tell_refusal(session: Session, error: OSError) -> None:
    session.say(
        N_("{file}: The system refuses to read or write ({cause}). Look for room on the disk, and at your rights to the file."),
        file=error.filename or session.text(N_("Output")),
        cause=error.strerror,
    )
    # What still waits to be written cannot be; the interpreter's last flush is not to fail on it again.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _invoke(session: Session, arguments: Sequence[str]) -> int:
    app = make_app(session.language)
    try:
        with app.make_context("organigram", list(arguments), obj=session) as context:
            status: Any = app.invoke(context)
        if sys.stdout is not None:  # it is where a caller has closed it
            sys.stdout.flush()
        return int(status or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        error.show()
        return WRONG_CALL


def _language_first(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The wish in ``--lang`` wherever it stands, and the arguments with it in front, where click looks for it.

    >>> _language_first(["build", "seeds", "--lang", "fr"])
    ('fr', ['--lang', 'fr', 'build', 'seeds'])
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for index, argument in enumerate(arguments[:end]):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang="), [argument, *arguments[:index], *arguments[index + 1 :]]
        if argument == "--lang":
            if index + 1 == end:
                return None, ["--lang"]  # which click refuses
            wish = arguments[index + 1]
            return wish, ["--lang", wish, *arguments[:index], *arguments[index + 2 :]]
    return None, list(arguments)
