"""By what a rule judges, as a few signs: they change when the rule does, or anything that it refers to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from responders.moderation.conditions import within
from responders.moderation.file import ModerationFile, Rule

LENGTH = 8


def versions_of(file: ModerationFile, classifier: str = "") -> Mapping[str, str]:
    """The version of every rule, in the order of the file; `classifier` names the one that is asked."""
    lists = {name: digest_of(words) for name, words in file.lists.items()}
    return {rule.id: digest_of([rule.model_dump_json(), *_referred(rule, lists, classifier)]) for rule in file.rules}


def digest_of(parts: Sequence[str]) -> str:
    """Eight signs for some texts in their order."""
    made = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass"))
    return made.hexdigest()[:LENGTH]


def _referred(rule: Rule, lists: Mapping[str, str], classifier: str) -> Iterator[str]:
    """What is behind the names in a rule."""
    for condition in within(rule.when):
        yield from (f"{name} {lists.get(name, '')}" for name in condition.lists)
        if condition.spam:
            yield f"spam {_learned('spam')}"
        if condition.toxic:
            yield f"toxic {_learned('toxicity')}"
        if condition.scores:
            yield f"classifier {classifier}"


@cache
def _learned(package: str) -> str:
    """The digest of the files, other than code, that come with one of our packages: weights, words."""
    found = find_spec(f"responders.moderation.{package}")
    folders = found.submodule_search_locations if found else None
    made = hashlib.sha256()
    for folder in folders or ():
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and path.suffix not in {".py", ".pyc"}:
                made.update(path.name.encode() + path.read_bytes())
    return made.hexdigest()[:LENGTH]
