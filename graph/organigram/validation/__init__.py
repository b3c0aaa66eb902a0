"""Does the graph of each posting keep to the shapes? And do all postings together?

``shacl`` (compiled) looks at every posting; what it does not pass goes to ``pyshacl``, whose report decides and is kept. A
posting with a violation is set aside, whole; warnings are reported. Each posting is judged alone, with the types and labels of
what the vocabulary says of the things it names, so that no posting can hide or cause another's mistake.

>>> from organigram.namespaces import expand
>>> line = f"<ex:p> <{expand('rdf:type')}> <{expand('schema:JobPosting')}> <ex:graph> ."
>>> report = Validator().validate({"9f2c": [line]})
>>> report.rejected["9f2c"][0].messages["fr"]
'L’offre annonce un poste et un seul.'
"""

from organigram.validation.checking import Validator
from organigram.validation.report import Finding, Report
from organigram.validation.whole import LATER, validate_whole

__all__ = ["LATER", "Finding", "Report", "Validator", "validate_whole"]
