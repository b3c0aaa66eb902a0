"""A sieve of names: what it does not hold is no name, what it holds may be one. One bit a name, a megabyte in all.

>>> sieve = NameFilter.of(["dar es salaam", "goundam"])
>>> sieve["goundam"] == NAME, sieve["dar"] == sieve["dar es"] == BEGINNING, sieve["project"]
(True, True, 0)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from zlib import crc32

#: Bits; of 330,000 names one in twenty that are none gets through.
_SIZE = 1 << 23
_MASK = _SIZE - 1
#: What words may be: a name, the first words of a longer name, both (their sum), or neither (0).
NAME: Final = 1
BEGINNING: Final = 2
#: Words whose answer is kept at hand.
_KEPT = 16384


class NameFilter(dict[str, int]):
    """What some words may be. The first words of a name stand in the sieve too, so that a search stops where no name goes on."""

    def __init__(self, bits: bytes) -> None:
        """Use :meth:`of`, or the ``bits`` of another one."""
        super().__init__()
        self.bits = bits

    @classmethod
    def of(cls, names: Iterable[str]) -> NameFilter:
        """The sieve of some names: folded words with single spaces."""
        bits = bytearray(_SIZE // 8)
        for name in names:
            place = name.find(" ")
            while place >= 0:
                _set(bits, name[: place + 1])
                place = name.find(" ", place + 1)
            _set(bits, name)
        return cls(bytes(bits))

    def __missing__(self, words: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        self[words] = found = NAME * self._holds(words) + BEGINNING * self._holds(f"{words} ")
        return found

    def _holds(self, text: str) -> bool:
        hashed = _hash(text)
        return self.bits[hashed >> 3] >> (hashed & 7) & 1 == 1


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) & _MASK


def _set(bits: bytearray, text: str) -> None:
    hashed = _hash(text)
    bits[hashed >> 3] |= 1 << (hashed & 7)
