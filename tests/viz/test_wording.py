"""The pages' words: spaces that no line is broken at, Streamlit's own words in the reader's language."""

from __future__ import annotations

import json
import re

import pytest

from organigram.i18n import N_
from organigram_viz.widgets import WIDGETS, spoken
from organigram_viz.wording import say, speaking

pytestmark = pytest.mark.usefixtures("source")


def test_a_french_sign_keeps_to_its_word_and_what_is_put_in_stays_as_it_is() -> None:
    with speaking("fr"):
        assert say(N_("{name}: {count}"), name="a : b", count=1200) == "a : b\N{NO-BREAK SPACE}: 1\N{NARROW NO-BREAK SPACE}200"
        assert "\N{NO-BREAK SPACE};" in say(N_("Entities drawn: {shown}; {more} more are in the table and in the files."))
    with speaking("en"):
        assert say(N_("{name}: {count}"), name="a", count=1200) == "a: 1,200"


def test_the_script_holds_the_widgets_words_in_the_readers_language() -> None:
    with speaking("fr"):
        script = spoken()
    assert 'lang = "fr"' in script
    given = re.search(r"default\((\{.*\})\)", script)
    assert given is not None
    told = json.loads(given[1])
    assert set(told) == set(WIDGETS)
    assert told["Help for {name}"] == "Aide\N{NO-BREAK SPACE}: {name}"
    assert not [text for text, said in told.items() if text == said and text not in ("Logo", "Format")]
