"""YAML's own complaints in plain words, for people who never heard of a scanner; nothing of the file is quoted."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

COLON = "a text with a colon and a space in it needs quotes (' or \") around it; a second key needs a line of its own"
BRACKET = "a [ or { is opened here and not closed properly; a text in it that has , : # [ or { needs quotes around it"
# (what the parser says, what we say, whether the line where the thing began says more than the line where it failed)
PLAIN: tuple[tuple[str, str, bool], ...] = (
    (r"'\\t' that cannot start", "a tab stands here; indent with spaces only", False),
    (r"character '[@`%]' that cannot start", "a value that begins with @, ` or % needs quotes around it", False),
    (r"scanning an? (alias|anchor)|undefined alias", "a value that begins with * or & needs quotes around it", False),
    (r"mapping values are not allowed", COLON, False),
    (r"could not find expected ':'", "this line has no colon after its key", True),
    (r"quoted scalar.*(end of stream|document separator)", "a quote is opened here and never closed", True),
    (r"unknown escape character", "a backslash inside double quotes; use single quotes around this text", False),
    (r"parsing a flow (sequence|mapping)", BRACKET, True),
    (r"block end>, but found '<scalar>'", "text after the closed quote; use the other kind of quote outside", False),
    (r"block end>, but found", "this line is not indented like the lines it belongs to", False),
    (r"expected '<document start>'.*block mapping", "this line is not indented like the lines above it", False),
    (r"single document", "a line of three dashes begins a second document; remove it", False),
    (r"scanning a block scalar", "only the indented lines below belong to a text after | or >", False),
    (r"expected the node content", "a bracket, comma or other sign stands where a value should be", False),
)
UNKNOWN = "this line cannot be read as YAML; compare its indentation, quotes and colons with the lines around it"


def explain(wrong: YAMLError, text: str) -> tuple[int, str]:
    """The line, counted from 1, and a sentence that says what to change there."""
    if isinstance(wrong, ReaderError):
        return text.count("\n", 0, wrong.position) + 1, f"an invisible character (U+{wrong.character:04X}); remove it"
    if not isinstance(wrong, MarkedYAMLError):
        return 1, UNKNOWN
    said = f"{wrong.context} {wrong.problem}"
    for pattern, words, where_it_began in PLAIN:
        if re.search(pattern, said):
            return _line(wrong, where_it_began=where_it_began), words
    return _line(wrong), UNKNOWN


def _line(wrong: MarkedYAMLError, *, where_it_began: bool = False) -> int:
    mark = wrong.context_mark if where_it_began and wrong.context_mark else wrong.problem_mark
    return mark.line + 1 if mark else 1
