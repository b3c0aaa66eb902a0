"""Word documents for tests: the parts of the format that matter here, written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = """xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" """
_NUMBERING = f"""<w:numbering {_NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
_STYLES = f"""<w:styles {_NAMES}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>"""


def paragraph(text: str, *, style: str = "", item: bool = False, bold: bool = False) -> str:
    """A paragraph; a line feed in the text is a line break, a tab a tab."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if item else ""
    )
    words = escape(text).replace("\n", "</w:t><w:br/><w:t>").replace("\t", "</w:t><w:tab/><w:t>")
    run = f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{words}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def table(*rows: Iterable[str], bold_head: bool = False) -> str:
    """A table of texts."""
    made = (
        "".join(f"<w:tc>{paragraph(text, bold=bold_head and not number)}</w:tc>" for text in row)
        for number, row in enumerate(rows)
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def box(text: str) -> str:
    """A text box as Word writes it: once as a drawing, once more for older programs."""
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return f"""<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>
</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>
</mc:AlternateContent></w:r></w:p>"""


def document(*blocks: str, doctype: str = "", more: Mapping[str, bytes] | None = None, **frames: str) -> bytes:
    """A document of some blocks; ``header1`` and the like are the blocks of a page's head or foot."""
    kinds = {"document": "document.main", "styles": "styles", "numbering": "numbering"}
    parts = {
        "document": f"<?xml version='1.0'?>{doctype}<w:document {_NAMES}><w:body>{''.join(blocks)}</w:body></w:document>",
        "styles": _STYLES,
        "numbering": _NUMBERING,
        **{name: f"<w:hdr {_NAMES}>{blocks}</w:hdr>" for name, blocks in frames.items()},
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kinds.get(name, "header")}+xml"/>' for name in parts
    )
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{_RELATIONS}/{name.rstrip("123")}" Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f"""<Types xmlns="{package}/content-types"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>""",
        "_rels/.rels": f"""<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{_RELATIONS}/officeDocument"
Target="word/document.xml"/></Relationships>""",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        **{f"word/{name}.xml": part for name, part in parts.items()},
        **(more or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
