"""Lists of words in files of their own, beside moderation.yaml: one word or phrase on a line, a # begins a remark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from config.document import Document, Loc, bytes_of, text_of
from config.problems import ConfigError, Problem
from responders.moderation.file import MOST_WORDS
from responders.text import spaced

ENDING = ".txt"
MOST_BYTES = 16 << 20  # 200,000 phrases in Gujarati are 8 million
LONGEST = 200  # characters of a word or phrase
MOST_TOLD = 5  # mistakes of one file; the others are most likely of the same sort
LISTS = "lists"
NOT_A_FILE = f"must be words, or the name of a file beside this one that ends in {ENDING}"

Keep = Callable[[str, bytes], None]
"""Takes note of a file that was read, by its name in the folder."""


def lists_of(document: Document, folder: Path, keep: Keep) -> tuple[dict[str, object], list[Problem]]:
    """The lists of a file, those in files of their own read in, and what is wrong with these."""
    listed = document.data.get(LISTS) if isinstance(document.data, dict) else None
    if not isinstance(listed, dict):
        return {}, []
    found: dict[str, object] = {}
    problems: list[Problem] = []
    for name, value in listed.items():
        loc: Loc = (LISTS, name)
        try:
            if isinstance(value, str):
                found[name] = words_in(_place(document, loc, value, folder), f"{folder.name}/{value}", value, keep)
            else:
                found[name] = value
                problems += _odd(document, loc, value)
        except ConfigError as wrong:
            problems += wrong.problems
    return found, problems


def words_in(path: Path, file: str, name: str, keep: Keep) -> tuple[str, ...]:
    """The words in a file that people call `file`, each once; ConfigError with what is wrong, by line."""
    raw = bytes_of(path, file, MOST_BYTES)
    text = text_of(raw, file)
    keep(name, raw)
    return _words(text, file)


def _words(text: str, file: str) -> tuple[str, ...]:
    words: dict[str, None] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        if wrong := _wrong(word):
            problems.append(Problem(file, number, "", wrong))
            if len(problems) == MOST_TOLD:
                break
        words[word] = None
    if not words and not problems:
        problems.append(Problem(file, 1, "", "there is no word in this file; write one on each line"))
    if len(words) > MOST_WORDS:
        said = f"a list has at most {MOST_WORDS:,} words; this file has {len(words):,}"
        problems.append(Problem(file, MOST_WORDS + 1, "", said))
    if problems:
        raise ConfigError(problems)
    return tuple(words)


def _wrong(word: str) -> str:
    if len(word) > LONGEST:
        return f"longer than {LONGEST} characters; one word or phrase stands on each line"
    if not spaced(word):
        return "needs at least one letter or digit; for other signs write a rule with pattern"
    return ""


def _odd(document: Document, loc: Loc, value: object) -> Iterator[Problem]:
    """What is wrong with words that stand in the file itself."""
    for at, word in enumerate(value if isinstance(value, list) else ()):
        if isinstance(word, str) and (wrong := _wrong(word.strip())):
            yield document.problem((*loc, at), wrong)


def _place(document: Document, loc: Loc, name: str, folder: Path) -> Path:
    """Where the file is, which must be in the folder; never one that a secret may stand in."""
    pure = PurePosixPath(name)
    if pure.suffix != ENDING or pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name:
        raise ConfigError([document.problem(loc, NOT_A_FILE)])
    path = folder / pure
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (RuntimeError, OSError):  # links that lead to each other, a name that is too long
        inside = False
    if not inside:
        raise ConfigError([document.problem(loc, NOT_A_FILE)])
    if not path.exists():
        raise ConfigError([document.problem(loc, f"there is no file {name} beside this one")])
    return path
