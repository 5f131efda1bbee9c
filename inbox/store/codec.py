"""Between records and what stands in Redis: short field names, nothing that is empty.

Conversation: a account, th thread, st state, who contact, last newest inbound message, lat when that was said, at last
activity, w waiting since, pv preview, as assignee, cl claimed by|until, q quiet by, pr priority, lb labels, sn snoozed
until, left gone, rev counts what they changed, snd delivery being sent, ans when we last spoke, dec:<person> what the
drafts rest on that nobody wanted for them, wi:<person> what is wished of the next one: words, by, draft; off responders
that had an answer last time and may not draft here, may:<person> which message of theirs has an answer that the
network told nothing of, rs when it was last resolved, dis an answer said who wrote it, wd and wp until when drafts and
people's own words may answer what they said last, who by whom that was, to where the network moved the thread,
delivered and read until when they got and saw what we said, pj a turn came before all was judged.
Contact: remote id, name, username, language, where a network tells more "followers joined follows", then since when
they write to us and how many messages that are.
Message: x text, t at, a contact, b by, m media, r reply to, e edited, d removed, h hidden (2: held for our review),
c case that it is out of sight by, ok by what its text is recognised that a person let stand, rp a rule answered it, pr
answered in private (of ours: said in private), o delivery, `re` their reactions, `or` ours, al an album's first part,
with the others' media.
Instead of all that, a further part of an album or of what we said has `of`, the message that it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from functools import lru_cache
from typing import Any

from inbox.actions import TYPE_OF, Action, Delivery, Draft, Poll, Preview, Proposal, Source, kind_of
from inbox.decisions import Past, Wish
from inbox.models import (
    AccountId,
    Actor,
    Contact,
    ContactId,
    Conversation,
    ConversationId,
    DeliveryId,
    DraftId,
    Held,
    Media,
    Message,
    RemoteId,
    Subject,
    Thread,
)

HIDDEN, HELD = 1, 2  # what `h` of a message says, as in _shared.lua
FIELDS_OF_A_CONTACT = 4  # always there; what a network tells besides follows, as one text, and then receive.lua counts
NOT_TOLD = (None, 0, None)
MEDIA_FIELDS = tuple(f.name for f in fields(Media))
PREVIEW = 120
SOMEBODY = "Somebody"

dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def preview(text: str, media: tuple[Media, ...] = ()) -> str:
    """The one line that a queue shows of a message."""
    line = " ".join(text[: 4 * PREVIEW].split())[:PREVIEW]
    return line or (f"[{media[0].kind}]" if media else "")


# ------------------------------------------------------------------------------------------------------------ outside


def media_list(items: tuple[Media, ...]) -> list[list[str | int]]:
    """Media as they stand in a record: the values of their fields, in order."""
    return [[getattr(item, name) for name in MEDIA_FIELDS] for item in items]


def _media_of(items: list[list[Any]] | None) -> tuple[Media, ...]:
    return tuple(Media(*item) for item in items or ())


@lru_cache(maxsize=4096)
def thread_text(thread: Thread) -> str:
    """A thread as JSON."""
    about = thread.subject
    body: dict[str, object] = {"i": thread.remote, "k": thread.kind}
    if thread.title:
        body["n"] = thread.title
    if about:
        body["s"] = [about.remote, about.text, about.link, media_list(about.media), *([1] if about.ad else [])]
    return dumps(body)


@lru_cache(maxsize=4096)
def thread_of(text: str) -> Thread:
    """The thread behind its JSON."""
    body = json.loads(text)
    about = body.get("s")
    subject = Subject(about[0], about[1], about[2], _media_of(about[3]), ad=len(about) > 4) if about else None
    return Thread(body["i"], body["k"], body.get("n", ""), subject)


@lru_cache(maxsize=4096)
def contact_text(contact: Contact) -> str:
    """A contact as JSON."""
    told = (contact.followers, contact.joined, contact.follows)
    facts = () if told == NOT_TOLD else (" ".join("" if one is None else str(int(one)) for one in told),)
    return dumps([contact.remote, contact.name, contact.username, contact.language, *facts])


def contact_of(text: str) -> Contact | None:
    """The contact behind its JSON, "Somebody" whose name was not told yet; None for an empty text."""
    if not text:
        return None
    remote, name, username, language, *rest = json.loads(text)
    contact = Contact(remote, name or SOMEBODY, username, language)
    return _with_facts(contact, rest[0]) if rest and isinstance(rest[0], str) else contact


def _with_facts(contact: Contact, facts: str) -> Contact:
    followers, joined, follows = facts.split(" ")
    return replace(
        contact,
        followers=int(followers) if followers else None,
        joined=int(joined or 0),
        follows=follows == "1" if follows else None,
    )


def past_of(text: str) -> Past:
    """Since when a contact writes to us and how often they did, behind its JSON; not known of those of old."""
    since, messages = [one for one in json.loads(text)[FIELDS_OF_A_CONTACT:] if isinstance(one, int)] or (0, 0)
    return Past(messages, since)


def message_text(message: Message) -> str:
    """A message of ours as JSON, without its id."""
    body: dict[str, object] = {"x": message.text, "t": message.at}
    if message.by:
        body["b"] = message.by
    if message.media:
        body["m"] = media_list(message.media)
    if message.reply_to:
        body["r"] = message.reply_to
    if message.private:
        body["pr"] = 1
    if message.delivery:
        body["o"] = message.delivery
    return dumps(body)


def message_of(id: str, text: str, account: str) -> Message:
    """The message behind its JSON; contacts stand there without the account."""
    body = json.loads(text)
    contact = body.get("a")
    return Message(
        id=RemoteId(id),
        text=body["x"],
        at=int(body["t"]),
        contact=ContactId(f"{account}/{contact}") if contact else None,
        by=body.get("b", ""),
        media=_media_of(body.get("m")),
        reply_to=body.get("r"),
        edited_at=int(body.get("e", 0)),
        removed_at=int(body.get("d", 0)),
        hidden=bool(body.get("h", 0)),
        held=body.get("h") == HELD and not body.get("d"),
        case=int(body.get("c", 0)),
        private=bool(body.get("pr", 0)),
        delivery=body.get("o"),
        reactions=body.get("re") or {},
        reaction=body.get("or", ""),
    )


def conversation_of(
    id: str, c: Mapping[str, str], now: int, drafts: tuple[str, ...] = (), held: Sequence[Any] = ()
) -> Conversation:
    """The conversation behind its hash."""
    who, (claimed, _, until) = c.get("who"), c.get("cl", "").rpartition("|")
    return Conversation(
        id=ConversationId(id),
        account=AccountId(c["a"]),
        thread=thread_of(c["th"]),
        state=c["st"],  # type: ignore[arg-type]  # written by our own scripts only
        contact=ContactId(f"{c['a']}/{who}") if who else None,
        last=RemoteId(c["last"]) if c.get("last") else None,
        heard_at=int(c.get("lat", 0)),
        at=int(c.get("at", 0)),
        waiting_since=int(c.get("w", 0)),
        preview=c.get("pv", ""),
        assignee=c.get("as", ""),
        claimed_by=claimed if claimed and int(until) > now else "",
        quiet_by=c.get("q", ""),
        priority=int(c.get("pr") or 0),
        labels=tuple(json.loads(c.get("lb", "[]"))),
        snoozed_until=int(c.get("sn") or 0),
        drafts=tuple(DraftId(d) for d in drafts),
        left=c.get("left") == "1",
        held=_held_of(held, c["a"]),
    )


def _held_of(held: Sequence[Any], account: str) -> Held | None:
    """What waits for our review, as `held_of` of the scripts tells it."""
    if not held:
        return None
    count, since, text, contact = held
    oldest, author = message_of("", text, account), contact_of(contact)
    name = author.name if author else str(oldest.person or "")
    return Held(int(count), int(float(since)), name, preview(oldest.text, oldest.media))


def declined_of(c: Mapping[str, str]) -> dict[ContactId, frozenset[str]]:
    """What drafts rest on that somebody did not want ("<responder>:<source>"), for each person they answered."""
    fields = ((field.removeprefix("dec:"), text) for field, text in c.items() if field.startswith("dec:"))
    return {ContactId(f"{c['a']}/{person}"): frozenset(json.loads(text)) for person, text in fields}


def wishes_of(c: Mapping[str, str], proposals: Mapping[str, str]) -> dict[ContactId, Wish]:
    """What is wished of the next draft for each person; `proposals` are those that it starts from, as JSON."""
    wishes = {}
    for person, proposal in proposals.items():
        words, by, draft = json.loads(c[f"wi:{person}"])
        text: str = getattr(proposal_of(proposal).action, "text", "") if proposal else ""
        wishes[ContactId(f"{c['a']}/{person}")] = Wish(words, text, by, DraftId(draft))
    return wishes


# ------------------------------------------------------------------------------------------------------------ inside


def actor_text(actor: Actor) -> str:
    """An actor as JSON."""
    return dumps(asdict(actor))


def actor_of(text: str) -> Actor:
    """The actor behind its JSON."""
    return Actor(**json.loads(text))


def action_text(action: Action) -> str:
    """An action as JSON, with its kind; what is as usual is left out."""
    values = {field.name: getattr(action, field.name) for field in fields(action)}
    body = {field.name: _plain(values[field.name]) for field in fields(action) if values[field.name] != field.default}
    return dumps({"kind": kind_of(action), **body})


def _plain(value: object) -> object:
    """A field of an action as JSON takes it: records as the list of their values."""
    match value:
        case Media():
            return media_list((value,))[0]
        case Preview(title, text, link, image):
            return [title, text, link, media_list((image,) if image else ())]
        case Poll(options, minutes):
            return [options, minutes]
        case tuple():
            return [_plain(part) for part in value]
    return value


def action_of(text: str) -> Action:
    """The action behind its JSON."""
    body = json.loads(text)
    for name in body.keys() & _RECORDS.keys():
        body[name] = _RECORDS[name](body[name])
    return TYPE_OF[body.pop("kind")](**body)


def _preview_of(preview: list[Any]) -> Preview:
    title, text, link, image = preview
    return Preview(title, text, link, next(iter(_media_of(image)), None))


_RECORDS: Mapping[str, Callable[[Any], object]] = {
    "media": _media_of,
    "previews": lambda said: tuple(map(_preview_of, said)),
    "cover": lambda said: _media_of([said])[0],
    "poll": lambda said: Poll(tuple(said[0]), said[1]),
    "tags": tuple,
    "further": tuple,
}


def proposal_text(proposal: Proposal) -> str:
    """A proposal as JSON; its action is a text within, because it is carried on as it stands."""
    return dumps(
        {
            "x": action_text(proposal.action),
            "by": asdict(proposal.by),
            "because": proposal.because,
            "evidence": proposal.evidence,
            "sources": [[s.id, s.title, s.quote] for s in proposal.sources],
            "checks": list(proposal.checks),
            **({"version": proposal.version} if proposal.version else {}),
            **({"language": proposal.language} if proposal.language else {}),
            **({"discloses": True} if proposal.discloses else {}),
        }
    )


def proposal_of(text: str) -> Proposal:
    """The proposal behind its JSON."""
    body = json.loads(text)
    return Proposal(
        action=action_of(body["x"]),
        by=Actor(**body["by"]),
        because=body["because"],
        evidence=body["evidence"],
        sources=tuple(Source(*s) for s in body["sources"]),
        checks=tuple(body["checks"]),
        version=body.get("version", ""),
        language=body.get("language", ""),
        discloses=body.get("discloses", False),
    )


def draft_of(id: str, d: Mapping[str, str]) -> Draft:
    """The draft behind its hash."""
    return Draft(
        id=DraftId(id),
        conversation=ConversationId(d["c"]),
        account=AccountId(d["a"]),
        proposal=proposal_of(d["b"]),
        about=RemoteId(d["ab"]) if d.get("ab") else None,
        at=int(d["at"]),
        state=d["st"],  # type: ignore[arg-type]  # written by our own scripts only
        decided_by=d.get("by", ""),
        decided_at=int(d.get("dat", 0)),
        reason=d.get("why", ""),
        delivery=DeliveryId(d["o"]) if d.get("o") else None,
        waits=d.get("wt", ""),
        mode=d.get("md", "normal"),
    )


def delivery_of(id: str, o: Mapping[str, str]) -> Delivery:
    """The delivery behind its hash."""
    return Delivery(
        id=DeliveryId(id),
        draft=DraftId(o["d"]),
        conversation=ConversationId(o["c"]),
        account=AccountId(o["a"]),
        action=action_of(o["x"]),
        by=actor_of(o["by"]),
        author=o["au"],
        due=int(o["due"]),
        state=o["st"],  # type: ignore[arg-type]  # written by our own scripts only
        tries=int(o["n"]),
        begun_at=int(o.get("beg", 0)),
        begun_first=int(o.get("fst", 0)),
        error=o.get("err", ""),
        words=o.get("words", ""),
        message=RemoteId(o["m"]) if o.get("m") else None,
        sent_at=int(o.get("sent", 0)),
        edited=o.get("ed") == "1",
        unsure=bool(o.get("pd")),
    )
