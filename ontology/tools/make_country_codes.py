"""The codes of countries that sources write in fields, with the names of the vocabulary: ``make_country_codes.py LISTS_FOLDER``.

Writes ``graph/organigram/reading/codes/countries.toml`` from the vocabulary of countries and ReliefWeb's ids in UN OCHA's list.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import SKOS

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "graph" / "organigram" / "reading" / "codes" / "countries.toml"
NGO = Namespace("https://w3id.org/organigram/ontology#")
HEAD = """\
# Made by ontology/tools/make_country_codes.py. Alpha-2 code: alpha-3 code, ReliefWeb's id (0: none), names as in the vocabulary.
# Sources: docs/sources.md.
"""


def lines(lists: Path) -> Iterator[str]:
    """A line a country, in the order of the alpha-2 codes."""
    with (lists / "ocha_countries_territories.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = {row["ISO 3166-1 Alpha 2-Codes"]: row["RW ID"] for row in csv.DictReader(file)}
    graph = Graph().parse(ROOT / "ontology" / "vocabulary" / "countries.ttl")
    for country in sorted(graph.subjects(NGO.alpha3), key=str):
        code = str(country).rpartition("/")[2]
        names = {name.language: str(name) for name in graph.objects(country, SKOS.prefLabel) if isinstance(name, Literal)}
        english, french = (json.dumps(names[language], ensure_ascii=False) for language in ("en", "fr"))
        assert isinstance(country, URIRef)
        alpha3 = graph.value(country, NGO.alpha3)
        yield f'{code} = {{ alpha3 = "{alpha3}", reliefweb = {ids.get(code) or 0}, en = {english}, fr = {french} }}\n'


def main(lists: Path) -> str:
    """The file's text."""
    return HEAD + "".join(lines(lists))


if __name__ == "__main__":
    TARGET.write_text(main(Path(sys.argv[1])), encoding="utf-8")
