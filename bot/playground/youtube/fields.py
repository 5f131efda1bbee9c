"""The parameter `fields`: only what a caller wants of an answer, such as `nextPageToken,items(id,snippet/title)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.playground.youtube.refusals import Refusal

Tree = dict[str, "Tree"]  # a leaf is an empty one: everything below it
_WORD = re.compile(r"[\w*$]+|[(),/]")


def selected(found: object, fields: str) -> object:
    """What of an answer is wanted; raises Refusal for a selection that cannot be read."""
    words = _WORD.findall(fields)
    if "".join(words) != fields.replace(" ", ""):
        raise Refusal("badRequest", f"Invalid field selection {fields}", location="fields")
    left = iter((*words, ""))
    tree, last = _list(left, fields)
    if last:
        raise Refusal("badRequest", f"Invalid field selection {fields}", location="fields")
    return _pick(found, tree)


def _list(left: Iterator[str], fields: str) -> tuple[Tree, str]:
    """Names with commas between them, and the word that ends the list: a bracket, or nothing at the end of all."""
    tree: Tree = {}
    while True:
        last = _one(tree, left, fields)
        if last != ",":
            return tree, last


def _one(tree: Tree, left: Iterator[str], fields: str) -> str:
    word = next(left)
    if not word or word in "(),/":
        raise Refusal("badRequest", f"Invalid field selection {fields}", location="fields")
    inner = tree.setdefault(word, {})
    follows = next(left)
    if follows == "/":
        return _one(inner, left, fields)
    if follows != "(":
        return follows
    below, last = _list(left, fields)
    if last != ")":
        raise Refusal("badRequest", f"Invalid field selection {fields}", location="fields")
    inner.update(below)
    return next(left)


def _pick(found: object, tree: Tree) -> object:
    if not tree or "*" in tree:
        return found
    if isinstance(found, list):
        return [_pick(one, tree) for one in found]
    if isinstance(found, dict):
        return {name: _pick(value, tree[name]) for name, value in found.items() if name in tree}
    return found
