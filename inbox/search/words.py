"""What is looked for and what stands in a message, cut into the same words, in any script.

Capitals, accents, vowel points and invisible signs do not count; the vowel signs of Gujarati and its like do. Scripts
without spaces are cut into pairs of signs, so that a word is found in the middle of a sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

VERSION = 1  # of how words are cut; with another one, the index is made anew
LONGEST_TEXT = 20_000  # characters of one message that can be found
LONGEST_WORD = 48
MOST_TERMS, MOST_WORDS = 24, 64  # of a question, and of one of its terms

UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]"
PIECE = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Cf}]*")
RUN = regex.compile(rf"(?P<unspaced>{UNSPACED}(?:{UNSPACED}|\p{{M}})*)|(?:(?!{UNSPACED})[\p{{L}}\p{{N}}\p{{M}}])+")
# Accents over letters, the points of Hebrew and Arabic, Arabic's stretching line; what nobody sees; broken halves.
PASSED_OVER = regex.compile(
    r"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\p{Cf}\p{Cs}]"
)
# Letters that are one to somebody in a hurry and that Unicode keeps apart.
ALIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ی": "ي", "ى": "ي", "ک": "ك"})
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
QUOTED = regex.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared, and where it stands in the text; `open_end`: more may follow within its run."""

    text: str
    start: int
    end: int
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side; with `begins`, the last is only the beginning of one."""

    words: tuple[str, ...]
    begins: bool = False

    def __str__(self) -> str:
        """The term in the language of FTS5; words hold letters, digits and signs only, so nothing can break out."""
        return f'"{" ".join(self.words)}"' + ("*" if self.begins else "")


def cut(text: str) -> Iterator[Word]:
    """The words of a text in their order."""
    for piece in PIECE.finditer(text[:LONGEST_TEXT]):
        folded = _folded(piece[0])
        start, end = piece.span()
        signs = [(start + at, start + at + 1) for at in range(len(folded))] if len(folded) == end - start else None
        for run in RUN.finditer(folded):
            if run["unspaced"]:
                yield from _pairs(run[0], signs[run.start() : run.end()] if signs else [(start, end)] * len(run[0]))
            else:
                yield Word(run[0][:LONGEST_WORD], start, end)


def joined(text: str) -> str:
    """The words of a text as they are kept in the index."""
    return " ".join(word.text for word in cut(text))


def terms(question: str) -> tuple[Term, ...]:
    """What somebody looks for: quoted words side by side, all others anywhere; the last one may be unfinished."""
    line = question[:LONGEST_TEXT].translate(QUOTES)
    quoted = [_term(words, begins=False) for words in QUOTED.findall(line)]
    loose = QUOTED.sub(" ", line).replace('"', " ").split()
    unfinished = not line.rstrip().endswith('"')
    plain = [_term(word, begins=unfinished and at == len(loose)) for at, word in enumerate(loose, 1)]
    return tuple(dict.fromkeys(term for term in (*quoted, *plain) if term.words))[:MOST_TERMS]


def whole(question: str) -> Term:
    """All of it side by side, just so."""
    return _term(question[:LONGEST_TEXT].translate(QUOTES), begins=False)


def _term(text: str, *, begins: bool) -> Term:
    words = list(cut(text))[:MOST_WORDS]
    if not words:
        return Term(())
    last, alone = words[-1], len(words) == 1
    if last.open_end and not alone and words[-2].end == last.end and words[-2].text.endswith(last.text):
        # The sign that ends a run stands in its last pair, too; in what we look through, the run may go on.
        return Term(tuple(word.text for word in words[:-1]))
    return Term(tuple(word.text for word in words), last.open_end or (begins and len(last.text) > 1))


def _pairs(run: str, signs: Sequence[tuple[int, int]]) -> Iterator[Word]:
    """Each two signs that stand side by side, then the last sign alone: so every single sign begins some word."""
    last = len(run) - 1
    for at, (start, _) in enumerate(signs):
        yield Word(run[at : at + 2], start, signs[min(at + 1, last)][1], open_end=at == last)


def _folded(piece: str) -> str:
    if piece.isascii():
        return piece.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", piece).casefold())
    return unicodedata.normalize("NFKC", PASSED_OVER.sub("", apart)).translate(ALIKE)
