"""Whether something that we said is there: read where it would stand, as Meta gives no key back.

Told apart are messages of ours by their text or their file, and by when they were said. Where that names more of them
than we can have sent, or where nobody lets us look, nobody can tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.networks._meta.calls import Call, named, sayings
from bot.networks._meta.graph import Graph
from bot.networks._meta.ids import comment_of, is_mention, is_private, mentioned_in, own, padded, person_of
from bot.networks._meta.place import Place
from bot.networks._meta.said import Said
from bot.networks._meta.shapes import Raw, ident, moment, rows, table, table_or_none
from bot.networks._meta.words import NAMES
from bot.networks._payloads import MALFORMED
from inbox.actions import Action, DirectMessage, Reply
from inbox.errors import Rejected, Uncertain
from inbox.incoming import UNKNOWN
from inbox.models import RemoteId
from inbox.network import Receipt

CLOCKS_DIFFER: Final = 60_000  # ms between our clock and Meta's
BEFORE: Final = 600_000  # ms: so much earlier is looked; what is there may be another one, so that nobody can tell
MOST_PAGES: Final = 10
COMMENTS: Final = "id,from,message,created_time,attachment,parent{id}"
REPLIES: Final = "id,from,user,text,timestamp"
MESSAGES: Final = "id,created_time,from,message,attachments,sticker"


SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))  # of how an emoji is drawn
WORD: Final = re.compile(r"\w+")
MANY_WORDS: Final = 3
ALIKE: Final = 0.8  # of the words of the shorter text: so much of it in another one is no accident
Looks = tuple[str, bool]  # the text; of what has none, whether it is a file


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that we said there."""

    id: RemoteId
    looks: Looks
    at: int
    below: str = ""  # what it answers, where that is told


@dataclass(frozen=True, slots=True)
class Looking:
    """The eyes of one account."""

    place: Place
    graph: Graph
    said: Said

    async def find(self, action: Action, key: str, since: int, now: int) -> Receipt | None:
        """The receipt if all of it is there, None if something certainly is not; `since` and `now` in unix ms.

        Of a message in several parts, those that are there are written down, so that only the others are sent.
        Raises Uncertain when nobody can tell.
        """
        if not isinstance(action, Reply | DirectMessage):
            raise Uncertain("what changes a message is not looked for; it is done again")
        calls = sayings(action, self.place, key)
        keys = [named(key, number, len(calls)) for number in range(1, len(calls) + 1)]
        known = {part: receipt for part in keys if (receipt := await self.said.found(part))}
        missing = [(part, call) for part, call in zip(keys, calls, strict=True) if part not in known]
        if missing:
            lines = await self._lines(action, since - BEFORE, now)
            taken = {receipt.id for receipt in known.values()}
            free = [line for line in lines if line.id not in taken and not self.said.elsewhere(line.id, key)]
            known |= await self._match(missing, free, since - CLOCKS_DIFFER, alone=len(calls) == 1)
        if len(known) < len(calls):
            return None
        self.said.done(key, known[keys[0]])
        return replace(known[keys[0]], further=tuple(known[part].id for part in keys[1:]))

    async def _match(
        self, missing: Sequence[tuple[str, Call]], lines: Sequence[Line], begun: int, *, alone: bool
    ) -> dict[str, Receipt]:
        """Which of the lines are these parts, each in its turn; what was said before `begun` is none of them."""
        wanted = Counter(_looks(call) for _, call in missing)
        there = Counter(line.looks for line in lines if line.at >= begun)
        before = Counter(line.looks for line in lines if line.at < begun)
        if any(there[looks] > count for looks, count in wanted.items()):
            raise Uncertain("several messages of ours there look like this one")
        if any(there[looks] < count and before[looks] for looks, count in wanted.items()):
            raise Uncertain("a message of ours there looks like this one, and is a little older")
        lost, strange = wanted - there, (there - wanted).keys()
        if any(_alike(one, other) for one in lost for other in strange):
            raise Uncertain("a message of ours there says nearly the same as this one")
        found: dict[str, Receipt] = {}
        free = sorted((line for line in lines if line.at >= begun), key=lambda line: line.at)
        for part, call in missing:
            line = next((line for line in free if line.looks == _looks(call)), None)
            if line is not None:
                free.remove(line)
                # Meta tells seconds only, and an answer must not stand before what it answers.
                found[part] = Receipt(line.id, max(line.at, begun + CLOCKS_DIFFER))
                if not alone:
                    await self.said.keep(part, found[part])
        return found

    # ------------------------------------------------------------------------------------------------ where to look

    async def _lines(self, action: Reply | DirectMessage, after: int, now: int) -> list[Line]:
        """What we said since `after` where this would stand."""
        try:
            if isinstance(action, DirectMessage):
                return await self._in_private(action.person, after, now)
            if is_private(action.thread):
                return await self._in_private(person_of(action.thread), after, now)
            return await self._in_public(action, after, now)
        except Rejected as error:
            raise Uncertain(f"{NAMES[self.place.network]} does not show what was said there: {error}") from None
        except MALFORMED:
            raise Uncertain(f"{NAMES[self.place.network]} answered in words that could not be read.") from None

    async def _in_public(self, action: Reply, after: int, now: int) -> list[Line]:
        facebook = self.place.network == "facebook"
        if is_mention(action.thread):
            media, comment = mentioned_in(action.thread)
            if not facebook:
                raise Uncertain("Instagram does not show what is said below the posts of others")
            above = comment or media
        else:
            above = comment_of(action.thread)
        answered = {above, own(action.to)} if action.to else {above}
        if facebook:
            page = await self.graph.get(
                f"/{above}/comments", fields=COMMENTS, filter="stream", order="reverse_chronological", limit=100
            )
        else:
            page = await self.graph.get(f"/{above}/replies", fields=REPLIES, limit=50)
        lines = await self._ours(page, after, now, private=False)
        return [line for line in lines if not line.below or line.below in answered]

    async def _in_private(self, person: str, after: int, now: int) -> list[Line]:
        if person.startswith(UNKNOWN):
            raise Uncertain(f"{NAMES[self.place.network]} does not tell who this is, so nobody can look there")
        platform = "messenger" if self.place.network == "facebook" else "instagram"
        page = await self.graph.get(
            f"/{self.place.node}/conversations",
            platform=platform,
            user_id=person,
            fields=f"id,messages.limit(20){{{MESSAGES}}}",
        )
        lines: list[Line] = []
        for talk in rows(page):
            lines += await self._ours(table_or_none(table(talk).get("messages")), after, now, private=True)
        return lines

    async def _ours(self, first: Raw, after: int, now: int, *, private: bool) -> list[Line]:
        """What is ours on these pages; Uncertain when there is more than anybody would read."""
        newest_first = private or self.place.network == "facebook"
        lines: list[Line] = []
        page: Raw | None = first
        for _ in range(MOST_PAGES):
            raws = [table(one) for one in rows(page)]
            lines += [
                line for raw in raws if self._is_ours(raw) and (line := _line(raw, now, private=private)).at >= after
            ]
            if newest_first and raws and moment(now, raws[-1].get("created_time")) < after:
                return lines
            page = await self.graph.follow(dict(page or {}))
            if page is None:
                return lines
        raise Uncertain("too much has been said there since")

    def _is_ours(self, raw: Raw) -> bool:
        """Instagram names the professional account that wrote in `user`, and only when it is ours."""
        sender = table_or_none(raw.get("from")).get("id")
        return (sender is not None and str(sender) in {self.place.id, self.place.page} - {""}) or bool(raw.get("user"))


def _line(raw: Raw, now: int, *, private: bool) -> Line:
    id, text = ident(raw.get("id")), _even(str(raw.get("message") or raw.get("text") or ""))
    files = bool(rows(raw.get("attachments")) or raw.get("attachment") or raw.get("sticker"))
    at = moment(now, raw.get("created_time"), raw.get("timestamp"))
    below = str(table_or_none(raw.get("parent")).get("id") or "")
    return Line(RemoteId(id) if private else padded(id), (text, files and not text), at, below)


def _looks(call: Call) -> Looks:
    """How it looks when it is there; a text with a link in it gets an attachment that nobody asked for."""
    text = _even(call.text)
    return text, call.medium is not None and not text


def _even(text: str) -> str:
    """A text without what is changed on its way: blanks, ways to write the same letter, and what nobody sees."""
    seen = (sign for sign in text if unicodedata.category(sign) != "Cf" and sign not in SELECTORS)
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def _alike(one: Looks, other: Looks) -> bool:
    """Whether two texts say nearly the same: signs were changed, a part was cut off, or somebody mended it by hand."""
    words, others = (Counter(WORD.findall(looks[0].casefold())) for looks in (one, other))
    fewer = min(words.total(), others.total())
    if fewer < MANY_WORDS:
        return bool(fewer) and words == others
    return (words & others).total() >= ALIKE * fewer
