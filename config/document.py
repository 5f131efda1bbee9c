"""One YAML 1.2 file as plain data that remembers on which line each value stands.

Not here on purpose: anchors, aliases, merge keys and custom tags. Nobody who edits these files needs them, and they
are how a small file becomes an endless one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from config.problems import ConfigError, Problem
from config.shape import secret_keys
from config.syntax import explain

MOST_BYTES = 2 << 20  # a thousand FAQ entries with ten phrasings each, in Gujarati, are 1.2 million
TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = frozenset({"null", "bool", "int", "float", "str", "timestamp", "value", "merge"})
Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file: its bytes, its data, where everything stands, and mistakes that do not keep it from being read."""

    file: str
    raw: bytes
    data: object
    lines: Mapping[Loc, int]
    problems: tuple[Problem, ...] = ()

    def problem(self, loc: Loc, message: str) -> Problem:
        """A mistake at the place nearest to `loc`; the steps of `loc` that are in no file are passed over."""
        at, missing = self._nearest(loc)
        return Problem(self.file, self.lines[at], self._key((*at, *missing)), message)

    def line(self, loc: Loc) -> int:
        """The line on which the place nearest to `loc` begins."""
        return self.lines[self._nearest(loc)[0]]

    def _nearest(self, loc: Loc) -> tuple[Loc, Loc]:
        at: Loc = ()
        passed: Loc = ()
        for step in loc:
            written = next((form for form in _forms(step) if (*at, form) in self.lines), None)
            at, passed = (at, (*passed, step)) if written is None else ((*at, written), ())
        return at, passed if all(isinstance(step, str) and step.isidentifier() for step in passed) else ()

    def _key(self, loc: Loc) -> str:
        """Dotted, with the id or name of a list's item in place of its number where it has one."""
        parts, here = [], self.data
        for step in loc:
            here = _inside(here, step)
            parts.append(str(step) if isinstance(step, str) else _title(here) or str(step + 1))
        return ".".join(parts)


def read(path: Path, file: str, most: int = MOST_BYTES) -> Document:
    """Read a file of at most `most` bytes that people call `file`; ConfigError when it cannot be read at all."""
    raw = bytes_of(path, file, most)
    text = text_of(raw, file)
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        building = _Building(file)
        data = building.value(node, ()) if node else {}
    except YAMLError as wrong:
        line, words = explain(wrong, text)
        raise ConfigError([Problem(file, line, "", words)]) from None
    except RecursionError:
        raise ConfigError([Problem(file, 1, "", "brackets or lists are nested too deeply")]) from None
    return Document(file, raw, data, {(): 1} | building.lines, tuple(building.problems))


def bytes_of(path: Path, file: str, most: int) -> bytes:
    """What is in a file of at most `most` bytes that people call `file`; ConfigError when it cannot be read."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # what is a pipe or a device would be read for ever
            raise ConfigError([Problem(file, 1, "", "this is no file")])
        size = path.stat().st_size
        raw = path.read_bytes() if size <= most else b""
    except FileNotFoundError:
        raise ConfigError([Problem(file, 1, "", "this file is missing")]) from None
    except OSError as wrong:
        raise ConfigError([Problem(file, 1, "", f"this file cannot be read: {wrong.strerror}")]) from None
    if size > most:
        raise ConfigError([Problem(file, 1, "", f"this file is too big: {size} of {most} bytes")])
    return raw


def text_of(raw: bytes, file: str) -> str:
    """The same as text; ConfigError when it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise ConfigError([Problem(file, line, "", "this file is not UTF-8; save it again as UTF-8")]) from None


@dataclass(slots=True)
class _Building:
    """The walk over the parsed nodes."""

    file: str
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def value(self, node: Node, loc: Loc) -> object:
        self.lines.setdefault(loc, node.start_mark.line + 1)
        if id(node) in self.seen:
            self._refuse(node, loc, "anchors and aliases (& and *) are not read here; write it out")
            return None
        self.seen.add(id(node))
        match node:
            case MappingNode():
                return self._mapping(node, loc)
            case SequenceNode():
                return [self.value(item, (*loc, number)) for number, item in enumerate(node.value)]
            case ScalarNode() if (tag := str(node.tag).removeprefix(TAG)) in PLAIN_TAGS:
                return _scalar(tag, node.value)
            case _:
                self._refuse(node, loc, "a value that begins with ! needs quotes around it")
                return None

    def _mapping(self, node: MappingNode, loc: Loc) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            if name in data:
                first = self.lines[(*loc, name)]
                self._refuse(key, (*loc, name), f"this key stands here twice; the first is on line {first}")
                continue
            self.lines[(*loc, name)] = key.start_mark.line + 1
            data[name] = self.value(value, (*loc, name))
        return data

    def _refuse(self, node: Node, loc: Loc, message: str) -> None:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, ".".join(map(str, loc)), message))


def _scalar(tag: str, text: str) -> object:
    """What a plain value means; dates and everything odd stay text, as does a number too long to be one."""
    try:
        match tag:
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int":
                digits = text.replace("_", "").lower()
                return int(digits, 0 if digits.lstrip("+-")[:2] in {"0x", "0o", "0b"} else 10)
            case "float":
                return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
            case _:
                return text
    except ValueError:
        return text


def _forms(step: str | int) -> tuple[str | int, ...]:
    return (step, *secret_keys(step)) if isinstance(step, str) else (step,)


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _title(item: object) -> str:
    """How people call an item of a list: by its id, else its name; an account's id is the network's."""
    if not isinstance(item, dict):
        return ""
    for key in ("name",) if "network" in item else ("id", "name"):
        if isinstance(title := _inside(item, key), str) and 0 < len(title) <= 48:
            return title
    return ""
