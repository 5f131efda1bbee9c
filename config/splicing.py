"""A line put into a YAML text, or changed in it, while every other sign of the text stays where it is."""

from __future__ import annotations

import json
from collections.abc import Mapping

import regex
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from inbox.errors import NotAllowed

BY_HAND = "Not saved: this part of the file is written in a way that only a person can change; change it by hand."
# What needs no quotes anywhere, not even in brackets, and cannot be taken for a number or a word with a meaning.
PLAIN = regex.compile(
    r"(?!(?:true|false|null|yes|no|on|off|y|n)\Z)\p{L}(?:[\p{L}\p{M}\p{N} .()/;€₹$%+'’-]*[\p{L}\p{M}\p{N}.)%])?",
    regex.I,
)
DAY = regex.compile(r"\d{4}-\d\d-\d\d")
ALONE = ("text", "name")  # keys of a line that stands alone in its section
Item = Mapping[str, str]  # what a line says, by key; the first is what it says if there is nothing else


def added(text: str, section: str, item: Item) -> str:
    """The text with one more line at the end of a section; NotAllowed when it is written too strangely for that."""
    root = _root(text)
    if root is None:
        return f"{_ended(text)}\n{section}:\n  - {_block(item, 4)}\n"
    if root.flow_style:
        raise NotAllowed(BY_HAND)
    found = _pair(root, section)
    if found is None:
        return f"{_ended(text)}\n{section}:\n  - {_block(item, 4)}\n"
    return _into(text, *found, item)


def changed(text: str, place: tuple[str | int, ...], key: str, item: Item) -> str:
    """The text with what `item` says in the line at `place`; what it does not say stays.

    A line that is only a text says that under `key`.
    """
    node: Node | None = _root(text)
    for step in place:
        if isinstance(node, MappingNode) and isinstance(step, str):
            pair = _pair(node, step)
            node = pair[1] if pair else node if step == "lines" else None
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.value[step]
    match node:
        case ScalarNode():
            begins, ends = node.start_mark.index, _end(text, node)
            said = {key: node.value, **item}
            return text[:begins] + (_flow(said) if len(said) > 1 else _scalar(said[key])) + text[ends:]
        case MappingNode():
            return _with_keys(text, node, item)
    raise NotAllowed(BY_HAND)


def _root(text: str) -> MappingNode | None:
    root = YAML(typ="safe", pure=True).compose(text)
    if root is not None and not isinstance(root, MappingNode):
        raise NotAllowed(BY_HAND)
    return root


def _pair(mapping: MappingNode, key: str) -> tuple[Node, Node] | None:
    pairs: list[tuple[Node, Node]] = mapping.value
    return next((pair for pair in pairs if isinstance(pair[0], ScalarNode) and pair[0].value == key), None)


def _into(text: str, key: Node, value: Node, item: Item) -> str:
    """The text with a line put behind those that stand under a key."""
    column = key.start_mark.column
    match value:
        case SequenceNode() if value.flow_style:
            at = value.end_mark.index - 1
            comma = ", " if value.value and not text[:at].rstrip().endswith(",") else ""
            return text[:at] + comma + (_flow(item) if len(item) > 1 else _scalar(_first(item))) + text[at:]
        case SequenceNode() if value.value:
            return _behind(
                text, value.value[-1], f"- {_block(item, value.start_mark.column + 2)}", value.start_mark.column
            )
        case MappingNode() if lines := _pair(value, "lines"):
            return _into(text, *lines, item)
        case MappingNode() if value.value and not value.flow_style and not any(_pair(value, one) for one in ALONE):
            inner = value.value[0][0].start_mark.column
            block = f"lines:\n{' ' * (inner + 2)}- {_block(item, inner + 4)}"
            return _behind(text, value.value[-1][1], block, inner)
        case ScalarNode() if value.start_mark.index == value.end_mark.index:
            return _behind(text, key, f"- {_block(item, column + 4)}", column + 2)
        case ScalarNode():
            return _listed(text, value, item, column + 2)
    raise NotAllowed(BY_HAND)


def _listed(text: str, only: ScalarNode, item: Item, column: int) -> str:
    """The one text of a section made into a list with a second line."""
    begins, ends, indent = only.start_mark.index, _end(text, only), " " * column
    written = text[begins:ends]
    kept = written if "\n" not in written and only.style not in {"|", ">"} else _scalar(only.value)
    line = _line_end(text, ends)
    more = f"\n{indent}- {_block(item, column + 2)}"
    return f"{text[:begins].rstrip(' ')}\n{indent}- {kept}{text[ends:line]}{more}{text[line:]}"


def _with_keys(text: str, node: MappingNode, item: Item) -> str:
    """The text with these values under the keys of one line; from the last to the first, so that places stay right."""
    news = {key: said for key, said in item.items() if not _pair(node, key)}
    if news and node.flow_style:
        at = node.end_mark.index - 1
        text = text[:at] + "".join(f", {key}: {_scalar(said)}" for key, said in news.items()) + text[at:]
    elif news:
        column = node.value[0][0].start_mark.column
        block = f"\n{' ' * column}".join(f"{key}: {_scalar(said)}" for key, said in news.items())
        text = _behind(text, node.value[-1][1], block, column)
    for key, value in reversed(node.value):
        if isinstance(key, ScalarNode) and key.value in item:
            if not isinstance(value, ScalarNode):
                raise NotAllowed(BY_HAND)
            begins, ends = value.start_mark.index, _end(text, value)
            space = " " if begins == key.end_mark.index + 1 else ""
            text = text[:begins] + space + _scalar(item[key.value]) + text[ends:]
    return text


def _behind(text: str, node: Node, more: str, column: int) -> str:
    """The text with something on lines of its own behind the line on which a node ends."""
    at = _line_end(text, _end(text, node))
    return f"{text[:at]}\n{' ' * column}{more}{text[at:]}"


def _end(text: str, node: Node) -> int:
    """Where the last sign of a node is; the marks of the parser lie behind the remarks and blank lines below it."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    begins, ends = int(node.start_mark.index), int(node.end_mark.index)
    return max(begins, len(text[:ends].rstrip())) if ends > begins else begins


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _first(item: Item) -> str:
    return next(iter(item.values()))


def _block(item: Item, column: int) -> str:
    if len(item) == 1:
        return _scalar(_first(item))
    return f"\n{' ' * column}".join(f"{key}: {_scalar(said)}" for key, said in item.items())


def _flow(item: Item) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(said)}" for key, said in item.items()) + "}"


def _scalar(said: str) -> str:
    return said if PLAIN.fullmatch(said) or DAY.fullmatch(said) else json.dumps(said, ensure_ascii=False)
