"""A watched page of the explorer: what went wrong on it, and what on it is empty, failed or keeps readers out."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from organigram.i18n import Language

_WAIT, _SOON = 30_000, 5_000
#: Whether a page comes to rest in time: its script has ended, and nothing has changed for some milliseconds.
_STILL = """([still, wait]) => new Promise((done) => {
  const begun = performance.now(), app = document.querySelector('[data-testid="stApp"]');
  let changed = begun;
  const observer = new MutationObserver(() => { changed = performance.now(); });
  const state = ['data-test-script-state'];
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: state });
  const clock = setInterval(() => {
    const now = performance.now(), rests = app.dataset.testScriptState === 'notRunning' && now - changed > still;
    if (!rests && now - begun < wait) return;
    clearInterval(clock);
    observer.disconnect();
    done(rests);
  }, 20);
})"""
#: Go to an address as Back does; whether the page's script has begun to run for it in time.
_TURN = """([address, wait]) => new Promise((done) => {
  const end = (begun) => { clearTimeout(clock); observer.disconnect(); done(begun); };
  const observer = new MutationObserver(() => end(true)), clock = setTimeout(() => end(false), wait);
  observer.observe(document.querySelector('[data-testid="stApp"]'), { attributeFilter: ['data-test-script-state'] });
  history.pushState({}, '', address);
  dispatchEvent(new PopStateEvent('popstate', { state: {} }));
})"""


class Watched:
    """A page of one server that notes any console error, page error, failed answer or request to another host."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page, self.address = context.new_page(), address
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self._note(f"console: {message.text}") if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(f"page error: {error}"))
        self.page.on("response", lambda answer: self._note(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
        self.page.on("request", lambda request: self._note(f"foreign: {request.url}") if self._foreign(request.url) else None)
        self.page.on("dialog", self._dismiss)
        self.page.on("websocket", lambda socket: self._note(f"foreign: {socket.url}") if self._foreign(socket.url) else None)

    def _dismiss(self, dialog: Dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note(self, what: str) -> None:
        self.wrong.append(what)

    def _foreign(self, url: str) -> bool:
        return not url.startswith((self.address, self.address.replace("http:", "ws:"), "data:", "blob:"))


def settle(page: Page, still: int = 300) -> None:
    """Wait until the page no longer runs, and has not changed for ``still`` milliseconds. AssertionError: it comes to no rest."""
    expect(page.locator('[data-testid="stApp"]')).to_have_attribute("data-test-script-state", "notRunning", timeout=_WAIT)
    assert page.evaluate(_STILL, [still, _WAIT]), "the page comes to no rest"


_DEEP = """
  const roots = (root) =>
    [root, ...[...root.querySelectorAll('*')].filter((one) => one.shadowRoot).flatMap((one) => roots(one.shadowRoot))];
  const all = (selector) => roots(document).flatMap((root) => [...root.querySelectorAll(selector)]);
"""


def script(body: str) -> str:
    """The body of a function for the page, in which ``all(selector)`` finds elements within components too.

    The parts of a component stand apart from the page's own: ``roots(document)`` are the page and all of them.
    """
    return f"() => {{{_DEEP}{body}}}"


#: Nothing is waited for: no placeholder is left, every component has drawn, every drawing has come to rest.
_AT_REST = script("""
  const waited = all('[data-testid="stSkeleton"]').some((one) => one.checkVisibility());
  const drawn = all('[data-testid="stBidiComponentIsolated"]').every((one) => one.shadowRoot?.querySelector('[class]'));
  return !waited && drawn && all('.canvas-frame').every((one) => one.dataset.settled);
""")


def opened(page: Page, address: str, path: str, language: Language) -> None:
    """Open a path of the server at an address, and wait until its page is drawn whole.

    Raises AssertionError where it tells of an exception, playwright's Error where it does not come to rest.
    """
    page.goto(f"{address}/{_with(path, language)}")
    _whole(page, path)


def turned(page: Page, path: str, language: Language) -> bool:
    """:func:`opened` where the explorer is open already: from view to view as Back does, without loading it all again.

    False where no run was seen to begin, as where it has ended before the page shows that it runs: then the view is to be opened.
    """
    if not page.evaluate(_TURN, [f"/{_with(path, language)}", _SOON]):
        return False
    _whole(page, path)
    return True


def _with(path: str, language: Language) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def _whole(page: Page, path: str) -> None:
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=_WAIT)
    settle(page, 150)
    page.wait_for_function(_AT_REST, timeout=_WAIT)
    assert not page.locator('[data-testid="stException"]').count(), path


def barriers(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical: the rule, where, and the element."""
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [
        f"{one['id']} ({one['impact']}, {len(one['nodes'])} times): {node['html'][:160]} {node.get('failureSummary', '')[:240]}"
        for one in serious
        for node in one["nodes"][:2]
    ]


#: What a page that has something to show has not: a failure, a panel or a drawing that holds nothing. Of each, what it says.
_VOID = script("""
  const seen = (selector) => all(selector).filter((element) => element.checkVisibility({ visibilityProperty: true }));
  const said = (kind, element) => `${kind}: ${element.innerText.trim().replace(/\\s+/g, ' ').slice(0, 160)}`;
  const told = 'a, p, li, td, img, canvas, svg, input, textarea, iframe, [data-testid="stMetric"], [data-testid="stDataFrame"]';
  return [
    ...seen('[data-testid="stAlertContentError"], [data-testid="stAlertContentWarning"]').map((one) => said('failed', one)),
    ...seen('[class*="st-key-panel-"]').filter((one) => one.querySelector('.empty') || !one.querySelector(told))
      .map((one) => said('empty panel', one)),
    ...seen('[data-testid="stAlertContentInfo"]').map((one) => said('says', one)),
    ...seen('.canvas-frame').filter((one) => !one.ids().length).map((one) => said('empty drawing', one)),
    ...seen('[data-testid="stVegaLiteChart"], [data-testid="stDataFrame"], [data-testid="stDeckGlJsonChart"]')
      .filter((one) => one.getBoundingClientRect().height < 40).map((one) => said('empty chart', one)),
  ];
""")


def void(page: Page, *, chosen: bool) -> list[str]:
    """What of a page is empty or failed; where something is ``chosen``, also that it says there is nothing to show."""
    return [line for line in page.evaluate(_VOID) if chosen or not line.startswith("says")]
