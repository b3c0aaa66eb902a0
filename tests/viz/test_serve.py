"""The server: the port, its messages, and that nothing of a page names another host."""

from __future__ import annotations

import asyncio
import re
import socket

import httpx
import pytest

from organigram.errors import UsageError
from organigram_viz import serve, views


def test_a_taken_port_names_the_port_and_the_remedy_in_both_languages() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as raised:
            serve.bind("127.0.0.1", port)
    assert raised.value.message("en").startswith(f"Port {port} of 127.0.0.1 is taken. Choose another one with --port")
    assert raised.value.message("fr").startswith(f"Le port {port} de 127.0.0.1 est occupé. Choisissez-en un autre avec --port")


def test_a_host_that_is_not_ours_is_told() -> None:
    for host in ("192.0.2.1", "nowhere.invalid"):
        with pytest.raises(UsageError, match=r"cannot be opened .* Give --host an address of this machine"):
            serve.bind(host, 8501)


def test_what_only_a_store_answers_is_told_where_an_endpoint_is_asked() -> None:
    (answer,) = asyncio.run(_ask(["/sparql?query=ASK%20%7B%7D"])).values()
    assert answer.status_code == 404
    assert answer.text.startswith("This explorer shows what an endpoint holds, and answers no queries from programs. Ask the")


async def _ask(paths: list[str]) -> dict[str, httpx.Response]:
    transport = httpx.ASGITransport(serve.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return {path: await client.get(path) for path in paths}


@pytest.mark.usefixtures("source")
def test_health_assets_and_pages_are_served() -> None:
    own = ["/", *(f"/{module.NAME}" for module in views.PAGES[1:])]
    answers = asyncio.run(_ask(["/health", "/assets/vis-network.min.js", "/assets/passwd", "/overview?lang=fr", *own]))
    assert answers["/health"].json() == {"status": "ok"}
    assert "javascript" in answers["/assets/vis-network.min.js"].headers["content-type"]
    assert "vis-network" in answers["/assets/vis-network.min.js"].text[:500]
    assert answers["/assets/passwd"].status_code == 404
    assert answers["/overview?lang=fr"].headers["location"].endswith("/?lang=fr")
    for path in own:
        assert "<title>Organigram</title>" in answers[path].text
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', answers[path].text)
