"""What every page shares: the finish of its look, headings, and what is said where there is nothing or something failed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

import streamlit as st

from organigram.errors import OrganigramError
from organigram.i18n import N_, Language
from organigram_viz.wording import language, say

_CSS = """
<style>
  .block-container { max-width: 1600px; padding: 2.6rem 3rem 3rem; }
  [data-testid="stMetric"] { padding: .2rem 0 .2rem .9rem; border-left: 3px solid var(--accent); }
  .lead { opacity: .74; font-size: 1.02rem; max-width: 62rem; margin: 0 0 .8rem 0; line-height: 1.5; }
  .lead.below { margin-top: -.6rem; }
  .quote { border-left: 3px solid #E69F00; padding: .15rem 0 .15rem .8rem; margin: .35rem 0 .1rem 0; line-height: 1.5; }
  .quote mark { background: color-mix(in srgb, #E69F00 30%, transparent); color: inherit; padding: 0 .1em; border-radius: 2px; }
  .source { color: color-mix(in srgb, currentColor 74%, transparent); font-size: .86rem; margin: 0 0 .5rem .95rem; }
  .kind { display: inline-flex; align-items: center; gap: .4rem; color: color-mix(in srgb, currentColor 74%, transparent);
    font-size: .9rem; }
  textarea { font-family: "Source Code", "Source Code Pro", monospace !important; font-size: .88rem !important;
    line-height: 1.5 !important; }
  [data-testid="stCaptionContainer"] { color: inherit; opacity: .78; }
  .entity { color: var(--link); text-underline-offset: .15em; }
  .dot { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; }
  .fact { color: color-mix(in srgb, currentColor 74%, transparent); font-size: .86rem; margin: .7rem 0 0 0; }
  .value { margin: .1rem 0; }
  .sign { display: inline-block; width: 14px; height: 14px; flex: none; }
  .ways { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; font-size: .95rem; margin: .1rem 0 .4rem 0; }
  [class*="st-key-follows"] { flex-wrap: nowrap; }
  [class*="st-key-follows"] > :first-child { flex: 0 1 auto !important; min-width: 0; }
  [class*="st-key-follows"] > :last-child { flex: none !important; }
  .stHtml .line ul, .stHtml ul.near, .stHtml ul.names { list-style: none; margin: 0; padding: 0; }
  .stHtml .line li, .stHtml ul.near li, .stHtml ul.names li { margin: .12rem 0; padding: 0; overflow-wrap: anywhere; }
  .line li > details:not([open]) { display: inline-block; }
  .line summary { cursor: pointer; } .line small { opacity: .74; margin-left: .3rem; }
  .stHtml ul.near li { display: flex; justify-content: space-between; gap: 1rem; padding: .22rem 0;
    border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
  .stHtml ul.near li:last-child { border-bottom: 0; }
  .near span, .names span { opacity: .74; font-size: .86rem; }
  .near span { white-space: nowrap; } .names span { margin-left: .6rem; }
  .stHtml ul.names { columns: 3 16rem; column-gap: 2rem; }
  .st-key-facets [data-testid="stButtonGroup"] [role="group"], .st-key-facets [data-testid="stButtonGroup"] > div {
    flex-wrap: wrap; overflow: visible; }
  .rule { font-size: .8rem; overflow-wrap: anywhere; }
  .skip { position: absolute; left: -100vw; }
  .skip:focus { position: static; color: var(--link); }
  .stElementContainer:has(#page), .stElementContainer:has(a.skip:not(:focus)) { position: absolute; }
  .menu { margin: .1rem 0 .1rem .55rem; font-size: .74rem; letter-spacing: .06em; text-transform: uppercase; opacity: .66; }
  .quiet { opacity: .8; font-size: .86rem; color: inherit; text-underline-offset: .15em; }
  .source .quiet, .fact .quiet { opacity: 1; }
  .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .9rem .8rem; }
  .figure { display: inline-flex; flex-direction: column; padding: .1rem 0 .1rem .9rem; color: inherit; text-decoration: none;
    border-left: 3px solid var(--accent); }
  .figure-value { font-size: 1.75rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
  .figure-name { font-size: .88rem; opacity: .76; }
  a.figure:hover .figure-name { text-decoration: underline; }
  .stHtml ol.bars, .stHtml ul.plain-list, .stHtml ol.months { list-style: none; margin: 0; padding: 0; }
  .bars li, .plain-list li { margin: 0; padding: 0; }
  .bar { display: grid; grid-template-columns: 1fr auto; gap: 0 .8rem; padding: .2rem .3rem; margin: 0 -.3rem; color: inherit;
    text-decoration: none; border-radius: .3rem; font-size: .92rem; }
  .bar-name { overflow-wrap: anywhere; }
  .bar-value { font-variant-numeric: tabular-nums; font-weight: 600; }
  .bar-track { grid-column: 1 / -1; height: .5rem; border-radius: .25rem; overflow: hidden;
    background: color-mix(in srgb, currentColor 8%, transparent); }
  .bar-fill { display: block; height: 100%; border-radius: .25rem; min-width: 2px; }
  a.bar:hover { background: color-mix(in srgb, currentColor 6%, transparent); }
  a.bar:hover .bar-name { text-decoration: underline; }
  .months-frame { position: relative; padding-top: 1.1rem; }
  .months-top { position: absolute; top: -.2rem; left: 0; font-size: .8rem; opacity: .74; }
  .months { display: flex; align-items: stretch; height: 190px; gap: 1px; border-top: 1px dashed
    color-mix(in srgb, currentColor 25%, transparent); }
  .months li { flex: 1 1 0; min-width: 0; margin: 0; padding: 0; position: relative; display: flex; flex-direction: column; }
  .month { flex: 1 1 auto; display: flex; align-items: flex-end; border-bottom: 1px solid
    color-mix(in srgb, currentColor 40%, transparent); margin-bottom: 1.4rem; }
  .month-fill { display: block; width: 100%; border-radius: 2px 2px 0 0; }
  a.month:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
  .month-year { position: absolute; bottom: 0; left: 0; font-size: .78rem; opacity: .78; white-space: nowrap; }
  .swatch { display: inline-block; width: .75rem; height: .75rem; border-radius: 2px; margin-right: .45rem; }
  h2.side { font-size: 1.2rem; margin: 0; padding: 0; }
  .facts-line { margin: .1rem 0 0; font-size: .95rem; }
  .facts-line a { color: inherit; text-underline-offset: .15em; }
  table.pairs { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .92rem; }
  .pairs th, .pairs td { padding: .16rem .3rem; border: 0; font-weight: 400; }
  .pairs thead th { font-weight: 600; font-size: .86rem; }
  .pairs thead td { width: 42%; }
  .pairs tbody th { text-align: center; overflow-wrap: anywhere; }
  .pairs .side-0 { text-align: right; } .pairs .side-1 { text-align: left; }
  .pairs td > a, .pairs td > span { display: flex; align-items: center; gap: .4rem; color: inherit; text-decoration: none; }
  .pairs .side-0 > a, .pairs .side-0 > span { justify-content: flex-end; }
  .pairs a:hover .pair-value { text-decoration: underline; }
  .pair-fill { height: .8rem; border-radius: .2rem; } .pair-value { font-variant-numeric: tabular-nums; font-weight: 600; }
  .bands { margin: .3rem 0 .7rem; } .bands-title { font-weight: 600; margin: 0 0 .2rem; }
  .band { display: grid; grid-template-columns: minmax(8rem, 16rem) 1fr; gap: 0 .8rem; font-size: .92rem; margin: .15rem 0; }
  .band-told { font-variant-numeric: tabular-nums; }
  .band-track { grid-column: 2; position: relative; height: .7rem; border-radius: .2rem;
    background: color-mix(in srgb, currentColor 8%, transparent); }
  .band-fill { position: absolute; top: 0; height: 100%; border-radius: .2rem; }
  .band-middle { position: absolute; top: -.15rem; height: 1rem; width: 2px; background: currentColor; }
  .rows { overflow-x: auto; }
  .rows table { border-collapse: collapse; width: 100%; font-size: .9rem; }
  .rows th { text-align: left; font-weight: 600; opacity: .78; font-size: .84rem; }
  .rows th, .rows td { padding: .32rem .7rem .32rem 0; vertical-align: top;
    border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent); }
  .rows th:first-child, .rows td:first-child { min-width: 10rem; }
  .rows td { overflow-wrap: anywhere; min-width: 4.5rem; }  /* a word without end leaves the other columns their place */
  @media (min-width: 641px) { .rows td:not(:first-child, .amount) { min-width: 6.4rem; } }
  @media (max-width: 640px) { .rows th:first-child, .rows td:first-child { min-width: 6rem; } }
  .rows .day { white-space: nowrap; }
  .rows .amount { text-align: right; padding-right: 1.6rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
  a:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  [data-testid^="stBaseButton-primary"], [data-testid^="stBaseButton-primary"] p { color: var(--on-accent); }
  [data-testid="stBaseButton-tertiary"] { text-align: left; justify-content: flex-start; min-height: 1.6rem; padding: .1rem 0; }
  [data-testid="stBaseButton-tertiary"] p { text-align: left; }
</style>
"""

#: The colours of the house and of links by theme, as .streamlit/config.toml has them, and of words written on the first.
_COLORS = {"light": ("#0B6B74", "#0B5E86", "#FFFFFF"), "dark": ("#4FB3BF", "#7CC4E8", "#0E1519")}


def own_words(words: Mapping[str, str]) -> str:
    """A style that puts our words in the place of Streamlit's own, which it has in English alone, by where they stand."""
    return "".join(
        f"{place}, {place} * {{ font-size: 0 !important }} "
        f"{place}::after {{ content: {json.dumps(text, ensure_ascii=False)}; font-size: .9rem }}"
        for place, text in words.items()
    )


def _streamlit() -> str:
    return own_words(
        {
            '[data-testid="stDateInput"] [data-placeholder][data-type="year"]': say(N_("yyyy")),
            '[data-testid="stDateInput"] [data-placeholder][data-type="month"]': say(N_("mm")),
            '[data-testid="stDateInput"] [data-placeholder][data-type="day"]': say(N_("dd")),
            '[data-testid="stTextInput"] [data-testid="InputInstructions"]': say(N_("Enter applies it")),
            '[data-testid="stSelectboxVirtualDropdown"] [data-empty] [role="option"] > *': say(N_("Nothing has such a name")),
        }
    )


def accent(scheme: str = "") -> str:
    """The colour of the house: in a theme, or in the reader's."""
    return _COLORS[scheme or st.context.theme.type or "light"][0]


def style() -> None:
    """The finish that the theme has no setting for."""
    own, link, on_accent = _COLORS[st.context.theme.type or "light"]
    st.html(f"{_CSS}<style>:root {{ --accent: {own}; --link: {link}; --on-accent: {on_accent}; }}{_streamlit()}</style>")


def heading(title: str, told: str) -> None:
    """A page's title, and one sentence of what it is for."""
    st.title(say(title), anchor=False)
    st.html(f'<p class="lead below">{escape(say(told))}</p>')


def lead(message: str) -> None:
    """A sentence that says what to do, or what is shown."""
    st.html(f'<p class="lead">{escape(say(message))}</p>')


def empty(message: str, remedy: str) -> None:
    """Say that there is nothing to show, and what to do."""
    st.info(f"{plain(say(message))} {plain(say(remedy))}", icon=":material/info:")


def quiet(message: str, remedy: str) -> None:
    """The same within a panel, where a coloured box would be loud."""
    st.html(f'<p class="fact empty">{html(say(message))} {html(say(remedy))}</p>')


def failed(error: OrganigramError) -> None:
    """Say what went wrong and what to do, in the reader's language."""
    told = error.as_dict(error_language())
    where = " · ".join(part for part in (told["file"], told["place"]) if part)
    st.error(plain("\n\n".join(part for part in (where, told["reason"], told["remedy"]) if part)), icon=":material/error:")


def error_language() -> Language:
    """The reader's language, or English where even that cannot be known."""
    try:
        return language()
    except OrganigramError:
        return "en"


def html(text: str) -> str:
    """Text as HTML that shows it as it is written."""
    return escape(text)


#: A sign that nobody sees: Markdown makes a link of a bare web address, whatever is escaped in it, but not across this.
_JOINER = "\u2060"


def plain(text: str) -> str:
    r"""Text that Markdown shows as it is written.

    >>> plain("<b>*a*</b>")
    '\\<b\\>\\*a\\*\\</b\\>'
    """
    apart = text.replace("://", f":{_JOINER}//").replace("www.", f"www{_JOINER}.")
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-!|~$:" else c for c in apart)


NOTHING_BUILT = (
    N_("The graph holds nothing yet."),
    N_("Build one: organigram build PATH... --store DIR, then start the explorer again."),
)
