"""Letters of other scripts that look like Latin ones, for words and hosts that pretend to be others."""

from __future__ import annotations

import unicodedata

_PAIRS = (
    "аaвbсcԁdеeғfһhіiјjкkӏlмmнhоoрpԛqгrѕsтtуyѵvԝwхx"  # Cyrillic
    "αaβbϲcεeγyηnιiκkνvοoρpτtυuχxωw"  # Greek
    "հhոnօoսuցgզqոnյjբf"  # Armenian
    "ıiɡgɑaɩiʋvʏyƅbłløođdħhŧtſs"  # Latin letters with a bar or without a dot
)
_CAPITALS = "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXАAВBСCЕEНHІIЈJКKМMОOРPЅSТTУYХXԌGԚQԜW"  # of Greek and Cyrillic
LATIN = {ord(odd): plain for odd, plain in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
CAPITALS = {ord(odd): plain for odd, plain in zip(_CAPITALS[::2], _CAPITALS[1::2], strict=True)}
DIGITS = str.maketrans("01", "ol")


def latin(word: str) -> str:
    """The word as a hasty reader takes it: accents gone, letters of other scripts as Latin ones, 0 as o, 1 as l."""
    word = unfolded(word).translate(DIGITS)
    return word.replace("rn", "m").replace("vv", "w")


def unfolded(word: str) -> str:
    """The word with every letter that looks like a Latin one as that one, without accents over Latin letters."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.translate(CAPITALS).casefold()).translate(LATIN)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Mn")
