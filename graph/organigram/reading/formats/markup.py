"""HTML fragments as text."""

from __future__ import annotations

import re

from lxml.html import HtmlElement, fromstring

_BLOCKS = re.compile(r"(?i)(?=<(?:p|div|br|li|tr|h[1-6])\b)")


def html_to_text(fragment: str) -> str:
    """The text of some HTML, a block a line.

    >>> html_to_text("<p>One &amp; two</p><p>Three</p>")
    'One & two\\nThree'
    """
    element = fromstring(f"<div>{_BLOCKS.sub(chr(10), fragment)}</div>")
    text = str(element.text_content()) if isinstance(element, HtmlElement) else ""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
