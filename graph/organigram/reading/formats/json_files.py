"""JSON: a record, a list of records, a record a line, and the envelopes that known sources give them in.

Records are told by their shape: a JobPosting of schema.org has its ``@type``, an item of ReliefWeb's API has its values under
``fields``; any other is read by its keys.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading import jobposting
from organigram.reading.draft import Draft
from organigram.reading.encoding import to_text
from organigram.reading.formats import Found, Options
from organigram.reading.formats.columns import Columns, as_name
from organigram.reading.places import LINE, RECORD, Place, numbered
from organigram.reading.streams import CHUNK, at_most, bounded_lines, narrow, peek, too_large

#: Keys that envelopes have for their list of records.
_LISTS = ("data", "jobs", "items", "results", "records", "postings", "vacancies", "offers", "offres", "itemListElement")
_WHITE = " \t\r\n"


def read_json_lines(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """A record a line; a list is read as one. Raises ReadingError where the file as a whole cannot be read."""
    stream = narrow(stream, options.limits.max_whole_bytes)
    head, stream = peek(stream, CHUNK)
    if head.lstrip().startswith(b"["):
        yield from _array(stream, options)
        return
    reader = _Records(options)
    for number, line in enumerate(bounded_lines(stream, options.limits.max_bytes), 1):
        place = numbered(LINE, number)
        if line is None:
            yield Found(too_large(options.limits.max_bytes), place)
        elif line.strip():
            yield from reader.parsed(line, place)


def read_json(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """A list of records, read one after the other; or one object, read whole; or, if the first line is one, an object a line."""
    stream = narrow(stream, options.limits.max_whole_bytes)
    head, stream = peek(stream, CHUNK)
    if head.lstrip().startswith(b"["):
        yield from _array(stream, options)
        return
    first, _, more = head.partition(b"\n")
    if more.strip() and _is_object(first):
        yield from read_json_lines(stream, options)
        return
    reader = _Records(options)
    yield from reader.of(_parse(to_text(at_most(stream, options.limits.max_whole_bytes))), None)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(_parse(to_text(line)), dict)
    except ReadingError:
        return False


def _parse(text: str) -> Any:
    """What a JSON text says. Raises ReadingError, with the line, where it is none, or nested too deep."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise _no_json(error, numbered(LINE, error.lineno)) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # a number of thousands of digits
        raise ReadingError(N_("A number in it is too long."), N_("Check the file.")) from error


def _no_json(error: json.JSONDecodeError, place: Place | None = None) -> ReadingError:
    return ReadingError(
        N_("It is not JSON ({cause})."),
        N_("Check that it is whole, or take it from its source again."),
        place=place,
        cause=error.msg,
    )


def _too_deep() -> ReadingError:
    return ReadingError(N_("It is nested too deep."), N_("Check the file: no posting is."))


class _Records:
    """The drafts of values of JSON."""

    def __init__(self, options: Options) -> None:
        self._general = Columns(options.columns)
        self._reliefweb = Columns({}, "reliefweb")

    def parsed(self, raw: bytes, place: Place | None) -> Iterator[Found]:
        """The drafts of a JSON text, or its error."""
        try:
            value = _parse(to_text(raw))
        except ReadingError as error:
            error.place = place
            yield Found(error, place)
            return
        yield from self.of(value, place)

    def of(self, value: Any, place: Place | None) -> Iterator[Found]:
        """The drafts of a value: of a record, or of the records of an envelope or a list."""
        if isinstance(value, Mapping) and (name := self._list_of(value)):
            value = value[name]
        if isinstance(value, Mapping) and "@graph" in value:
            value = jobposting.find(value) or value
        if isinstance(value, list):
            for number, one in enumerate(value, 1):
                yield Found(self._draft(one), place or numbered(RECORD, number))
        else:
            yield Found(self._draft(value), place)

    def _list_of(self, value: Mapping[str, Any]) -> str | None:
        """The key of an envelope's records."""
        return next((name for name in _LISTS if _are_records(value.get(name))), None)

    def _draft(self, record: Any) -> Draft | ReadingError:
        if isinstance(record, Mapping) and "@type" in record and (found := jobposting.find(record)):
            draft = jobposting.draft_of(found[0])
            name = next((field.value for field in draft.fields if field.key in ("identifier", "url")), "")
            return replace(draft, name=as_name(name))
        if not isinstance(record, Mapping):
            return ReadingError(N_("It is no record: an object with named values is wanted."), N_("Check the file."))
        columns = self._reliefweb if isinstance(record.get("fields"), Mapping) else self._general
        try:
            return columns.draft(record)
        except ReadingError as error:
            return error


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value[:3])


def _array(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """The records of a list, one after the other, as they come."""
    reader = _Records(options)
    for number, value in enumerate(_elements(stream, options.limits.max_bytes), 1):
        place = numbered(RECORD, number)
        if isinstance(value, ReadingError):
            yield Found(value, place)
        else:
            yield from reader.of(value, place)


def _elements(stream: BinaryIO, most: int) -> Iterator[Any]:
    """The values of a list; an error ends it, since where the next value begins cannot be told."""
    text = _Text(stream)
    text.skip("[")
    while text.skip(",") and text.ahead() != "]":
        if not text.ahead():
            yield ReadingError(
                N_("The list has no end: the file was cut off."), N_("Check that it is whole, or take it from its source again.")
            )
            return
        value = text.value(most)
        yield value
        if isinstance(value, ReadingError):
            return


class _Text:
    """JSON text in pieces: as much of it as a value needs."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = json.JSONDecoder(strict=False)
        self._codec = codecs.getincrementaldecoder("utf-8")("replace")
        self._text, self._position, self._ended = "", 0, False

    def ahead(self) -> str:
        """The next sign that is no white space; empty at the end."""
        while True:
            while self._position < len(self._text):
                if self._text[self._position] not in _WHITE:
                    return self._text[self._position]
                self._position += 1
            if not self._more(CHUNK):
                return ""

    def skip(self, sign: str) -> bool:
        """Go beyond a sign, where it is next."""
        self._position += self.ahead() == sign
        return True

    def value(self, most: int) -> Any:
        """The value that is next, or the error in its stead."""
        size = CHUNK
        while True:
            try:
                value, self._position = self._decoder.raw_decode(self._text, self._position)
            except json.JSONDecodeError as error:
                if len(self._text) - self._position > most:
                    return too_large(most)
                if not self._more(size):
                    return _no_json(error)
                size *= 2
            except RecursionError:
                return _too_deep()
            except ValueError:
                return ReadingError(N_("A number in it is too long."), N_("Check the file."))
            else:
                return value

    def _more(self, size: int) -> bool:
        """Take in more of the stream; whether there was any."""
        if self._ended:
            return False
        raw = self._stream.read(size)
        self._ended = not raw
        self._text = self._text[self._position :] + self._codec.decode(raw, final=self._ended)
        self._position = 0
        return not self._ended
