"""The explorer: a Streamlit application over the query service of :mod:`organigram`."""

from pathlib import Path

from organigram.i18n import register

register(Path(__file__).parent / "locale")
