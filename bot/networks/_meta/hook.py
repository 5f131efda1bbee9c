"""The one hook of an app: proves that it is Meta who calls, gives each account its part, and has all of it stored.

It asks Meta nothing. What is not told (posts, names, what a mention says) is left on a list, or in the mailbox where
the list must outlive this process, and is looked up by who listens.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from bot.networks._meta.ids import own
from bot.networks._meta.mentions import TO_DO, Mention
from bot.networks._meta.parse import mentions, parse
from bot.networks._meta.place import Known, Place
from bot.networks._meta.reading import pieces
from bot.networks._meta.shapes import ident, unreadable
from bot.networks._meta.signature import HEADER, known_token, signed
from bot.networks._meta.subjects import PIECE
from bot.networks._meta.tops import learn, told_answers
from bot.networks._payloads import MALFORMED, clean
from inbox.incoming import ContactDescribed, Incoming, NewMessage, Receive, ThreadDescribed
from inbox.models import RemoteId
from inbox.network import Hook, HookAnswer, Mailbox

OBJECTS: Final = ("page", "instagram")
TEST: Final = "0"  # whose entry it is when somebody presses "Test" on the app's page
FORGED: Final = (
    "This is not signed with the secret of our app. If you are the operator: compare app_secret in bot.yaml with "
    "Settings > Basic of the app."
)
OTHER_TOKEN: Final = "The verify token is another one. `.venv/bin/python run.py connect` shows the one to enter."
UNUSED_METHOD: Final = "Meta calls this address with GET and POST only."


class Taker(Protocol):
    """One account as the hook sees it."""

    @property
    def place(self) -> Place:
        """Who it is on Meta."""
        ...

    @property
    def known(self) -> Known:
        """What it knows, and what it wants to know."""
        ...

    @property
    def mailbox(self) -> Mailbox:
        """Where it keeps what must be looked up even if this process ends."""
        ...

    def wanted(self) -> None:
        """Told when there is something to look up."""
        ...


Party = Sequence[tuple[Taker, Receive]]


@dataclass(slots=True)
class _Sorted:
    """What one body tells, by the account's place in the party."""

    events: defaultdict[int, list[Incoming]] = field(default_factory=lambda: defaultdict(list))
    mentions: defaultdict[int, list[Mention]] = field(default_factory=lambda: defaultdict(list))


async def answer(hook: Hook, secret: str, party: Party, now: int) -> HookAnswer:
    """Answer a hook of the app that all of `party` (never empty) belong to; `now` in unix ms.

    200 only when everything is stored. Raises StoreAway when it cannot be.
    """
    if hook.method == "GET":
        return _handshake(hook, secret)
    if hook.method != "POST":
        return HookAnswer(405, UNUSED_METHOD)
    if not signed(secret, hook.body, hook.headers.get(HEADER)):
        return HookAnswer(401, FORGED)
    await _store(await _sort(hook.body, [taker for taker, _ in party], now), party, now)
    return HookAnswer(200, "stored")


def _handshake(hook: Hook, secret: str) -> HookAnswer:
    challenge = hook.query.get("hub.challenge", "")
    if hook.query.get("hub.mode") != "subscribe" or not known_token(secret, hook.query.get("hub.verify_token")):
        return HookAnswer(403, OTHER_TOKEN)
    return HookAnswer(200, challenge)


async def _store(told: _Sorted, party: Party, now: int) -> None:
    for number, (taker, receive) in enumerate(party):
        for mention in told.mentions[number]:
            await taker.mailbox.append(TO_DO, mention.key, mention.body)
        for piece in pieces(told.events[number], PIECE):  # so that a body of 1,000 keeps nobody else waiting
            await receive(piece, None)
        if late := _looked_up_meanwhile(taker.known, told.events[number], now):
            await receive(late, None)
    for number, (taker, _) in enumerate(party):
        if told.mentions[number] or taker.known.wanted_posts or taker.known.wanted_people:
            taker.wanted()


def _looked_up_meanwhile(known: Known, events: Sequence[Incoming], now: int) -> list[Incoming]:
    """Names and posts that were found while what speaks of them was being stored: nobody knew whom they were about."""
    told: dict[RemoteId, Incoming] = {}
    for event in events:
        if not isinstance(event, NewMessage):
            continue
        if event.author and not event.author.name and (contact := known.people.get(event.author.remote)):
            told[contact.remote] = ContactDescribed(contact, now)
        if (bare := event.thread.subject) and not bare.text and (post := known.posts.get(own(bare.remote))):
            thread = replace(event.thread, subject=replace(post, ad=post.ad or bare.ad))
            if thread != event.thread:
                told[thread.remote] = ThreadDescribed(thread, now)
    return list(told.values())


async def _sort(body: bytes, takers: Sequence[Taker], now: int) -> _Sorted:
    """Give each entry to whom it belongs; what belongs to nobody is shown once, by the first account."""
    told = _Sorted()
    try:
        whole = json.loads(body)
        kind, entries = whole["object"], whole["entry"]
        if not isinstance(kind, str) or not isinstance(entries, list):
            raise TypeError("`object` is no text, or `entry` no list")
    except MALFORMED as error:
        told.events[0].append(unreadable(body.decode("utf-8", "replace"), error, now))
        return told
    if kind not in OBJECTS:
        told.events[0].append(unreadable(whole, _of_another_kind(clean(kind)), now, f"object.{clean(kind)[:40]}"))
        return told
    for entry in entries:
        await _sort_entry(entry, kind, takers, now, told)
    return told


async def _sort_entry(entry: Any, kind: str, takers: Sequence[Taker], now: int, told: _Sorted) -> None:
    try:
        id = ident(entry["id"])
    except MALFORMED as error:
        told.events[0].append(unreadable(entry, error, now))
        return
    theirs = [number for number, taker in enumerate(takers) if id in (taker.place.id, taker.place.page)]
    for number in theirs:
        taker = takers[number]
        if answers := told_answers(entry, taker.place):
            await learn(answers, taker.known, taker.mailbox)
        told.events[number] += parse(entry, taker.place, taker.known, now)
        told.mentions[number] += mentions(entry, taker.place, now)
    if not theirs and id != TEST:
        told.events[0].append(unreadable(entry, _of_nobody(id, kind), now, f"entry.{id}"))


def _of_nobody(id: str, kind: str) -> str:
    key, what = ("page", "the Page") if kind == "page" else ("id", "the Instagram account")
    network = "facebook" if kind == "page" else "instagram"
    return (
        f"Meta sends us what happens on {what} {id}, and no account in bot.yaml has it. Add an account "
        f'(network: {network}, {key}: "{id}"), or take the app off there. This is said once.'
    )


def _of_another_kind(kind: str) -> str:
    return (
        f"Meta sends us changes of `{kind}`, which Sangam does not read. Switch that off under Webhooks on the app's "
        "page. This is said once."
    )
