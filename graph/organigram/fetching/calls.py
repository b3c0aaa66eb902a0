"""How many calls of a day a name has made, counted for all folders and processes, kept before each call goes out.

>>> import tempfile
>>> calls = Calls(Path(tempfile.mkdtemp()) / "calls.json", "api.example.org example-app", 2)
>>> calls.spend(), calls.spend()
(1, 2)
>>> calls.spend()
Traceback (most recent call last):
organigram.errors.FetchError: ...
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from organigram.errors import FetchError
from organigram.files import FileLock, write_atomically
from organigram.i18n import N_


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls that ``name`` (a host and whom it knows us as) may make in a day of UTC, counted in ``file``."""

    file: Path
    name: str
    a_day: int

    def spend(self) -> int:
        """Count one more call; how many of today's are spent. Raises FetchError where none is left, or nothing can be kept."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.file.with_name(f"{self.file.name}.lock"), wait=True):
                return self._spend()
        except OSError as error:
            raise FetchError(
                N_("The calls of the day cannot be counted ({cause})."),
                N_("Give a file that you may write to by the setting reliefweb_counter."),
                file=str(self.file),
                cause=error.strerror or error,
            ) from error

    def _spend(self) -> int:
        now = _now()
        today = now.date().isoformat()
        counts = self._read(today)
        spent = counts.get(self.name, 0)
        if spent >= self.a_day:
            midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
            raise FetchError(
                N_("The {number} calls of today are used ({name})."),
                N_("Run the same command again after {time} (in {hours} h {minutes:02} min): it goes on where it stopped."),
                number=self.a_day,
                name=self.name.partition(" ")[0],
                time=f"{midnight:%Y-%m-%d %H:%M} UTC",
                hours=(midnight - now).seconds // 3600,
                minutes=(midnight - now).seconds // 60 % 60,
            )
        counts[self.name] = spent + 1
        write_atomically(self.file, json.dumps({"day": today, "calls": counts}, indent=1, sort_keys=True) + "\n")
        return spent + 1

    def _read(self, today: str) -> dict[str, int]:
        """Today's counts; those of another day, or of a file that somebody has spoilt, are none."""
        try:
            data = json.loads(self.file.read_text("utf-8"))
            return {str(name): int(count) for name, count in data["calls"].items()} if data["day"] == today else {}
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}
