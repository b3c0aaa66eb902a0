"""The two languages of the command line: texts of the commands, and click's own.

Help texts of a command are static, so an app is made for each language: commands are copied with their texts translated.
click takes its own words (``Usage:``, ``No such option``) from gettext, bound in its modules as ``_``. gettext reads compiled
catalogues from a folder only; here all catalogues are plain ``.po`` files, so those names are bound to :func:`_word` instead.
"""

from __future__ import annotations

import copy
import sys
from contextvars import ContextVar
from typing import TypeVar

import click

from organigram.i18n import N_, Language, translate

_CURRENT: ContextVar[Language] = ContextVar("language", default="en")
#: What click calls kinds of values without marking the words for translation.
_KINDS = {"integer range": N_("whole number"), "float range": N_("number")}
_Command = TypeVar("_Command", bound=click.Command)


def _word(message: str) -> str:
    return translate(message, _CURRENT.get())


def _words(singular: str, plural: str, count: int) -> str:
    return _word(singular if count == 1 else plural)


def speak(language: Language) -> None:
    """Make click's own texts appear in a language from now on."""
    _CURRENT.set(language)
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for own, replacement in (("_", _word), ("ngettext", _words)):
                if hasattr(module, own):
                    setattr(module, own, replacement)


def translated(command: _Command, language: Language) -> _Command:
    """A copy of a command, its help, examples and options in a language; the subcommands of a group too."""
    own = copy.copy(command)
    own.help = translate(own.help, language) if own.help else None
    own.short_help = translate(own.short_help, language) if own.short_help else None
    own.options_metavar = own.options_metavar and translate(own.options_metavar, language)
    own.params = [_translated_parameter(parameter, language) for parameter in own.params]
    if isinstance(own, click.Group):
        own.subcommand_metavar = translate(own.subcommand_metavar, language)
        own.commands = {name: translated(subcommand, language) for name, subcommand in own.commands.items()}
    return own


def _translated_parameter(parameter: click.Parameter, language: Language) -> click.Parameter:
    own = copy.copy(parameter)
    own.type = copy.copy(own.type)  # click's messages name it: Directory 'x' does not exist
    own.type.name = translate(_KINDS.get(own.type.name, own.type.name), language)
    if own.metavar:
        own.metavar = translate(own.metavar, language)
    if isinstance(own, click.Option) and own.help:
        own.help = translate(own.help, language)
    return own
