"""Write the pages about the ontology: ``python -m organigram.ontology [FOLDER]`` (``docs/ontology`` where none is named)."""

from __future__ import annotations

import sys
from pathlib import Path

from organigram.ontology.pages import files


def main(folder: Path) -> None:
    """Write every page into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/ontology"))
