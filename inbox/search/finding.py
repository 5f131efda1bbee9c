"""Looking for what was said: the words of a question, in what may be seen, as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inbox.brand import Brand
from inbox.models import Actor, ConversationId, RemoteId
from inbox.review import require
from inbox.search.index import Index
from inbox.search.words import Term, cut, terms, whole
from inbox.store import Store
from inbox.store.passages import Passage, PassageKind

MOST = 200
BEFORE, LENGTH = 30, 140  # characters of an excerpt: before what was found, and in all


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where it stands; `message` is empty for a note and for what a conversation is called (a heading)."""

    conversation: ConversationId
    message: RemoteId
    author: str
    snippet: str
    at: int
    kind: PassageKind = "message"


async def search(
    brand: Brand,
    by: Actor,
    index: Index,
    words: str,
    limit: int = 20,
    *,
    account: str = "",
    conversation: str = "",
) -> list[Hit]:
    """What was said, noted or labelled with all these words; first where they stand just so, each newest first.

    Only as it stands now: what was removed or changed a moment ago is left out even if the index has not heard of it.
    Raises NotAllowed, and Unsearchable when there is no index or it cannot be read.
    """
    require(by, "look")
    limit = max(1, min(limit, MOST))
    passages = await index.find(words, limit, account=account, conversation=conversation)
    wanted = (whole(words), *terms(words))
    return [
        Hit(
            passage.conversation,
            RemoteId(passage.ref if passage.kind == "message" else ""),
            passage.author,
            excerpt(passage.text, wanted),
            passage.at,
            passage.kind,
        )
        for passage in await _standing(brand.store, passages)
    ]


def excerpt(text: str, wanted: Sequence[Term]) -> str:
    """The part of a text where what was looked for stands, on one line."""
    start = max(0, _first(text, wanted) - BEFORE)
    if start:
        space = text.find(" ", start, start + BEFORE)
        start = start if space < 0 else space + 1
    piece = text[start : start + LENGTH]
    cut_off = start + LENGTH < len(text)
    if cut_off and " " in piece[LENGTH // 2 :]:
        piece = piece.rpartition(" ")[0]
    return ("…" if start else "") + " ".join(piece.split()) + ("…" if cut_off else "")


def _first(text: str, wanted: Sequence[Term]) -> int:
    """Where the first of the terms that stand in the text begins; 0 when none does (it was the name that fitted)."""
    words = list(cut(text))
    for term in wanted:
        size = len(term.words)
        for at in range(len(words) - size + 1) if size else ():
            if _fits(term, [word.text for word in words[at : at + size]]):
                return words[at].start
    return 0


def _fits(term: Term, words: Sequence[str]) -> bool:
    if term.begins:
        return words[-1].startswith(term.words[-1]) and tuple(words[:-1]) == term.words[:-1]
    return tuple(words) == term.words


async def _standing(store: Store, passages: Sequence[Passage]) -> list[Passage]:
    """Those of the passages that still stand so. A note is never changed, so it stands as long as its conversation."""
    messages = [passage for passage in passages if passage.kind == "message"]
    others = [passage for passage in passages if passage.kind != "message"]
    now = await store.passages.messages([(passage.conversation, RemoteId(passage.ref)) for passage in messages])
    headings = await store.passages.headings([passage.conversation for passage in others])
    stand = {before for before, after in zip(messages, now, strict=True) if before.text == after.text}
    for passage, heading in zip(others, headings, strict=True):
        if heading and (passage.kind == "note" or passage.text == heading.text):
            stand.add(passage)
    return [passage for passage in passages if passage in stand]
