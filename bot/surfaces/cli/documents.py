"""The JSON that every command answers with `--json`; docs/cli.md describes the keys, and they stay.

Ids are strings, times ISO 8601 in UTC with milliseconds or null, lengths of time milliseconds under a name in `_ms`.
"""

from __future__ import annotations

from dataclasses import asdict

from inbox.actions import Action, Delivery, Draft, kind_of
from inbox.canned import CannedReply
from inbox.insights import Figures
from inbox.models import Contact, Conversation, Entry, Media, Message
from inbox.policy import Mode
from inbox.reasons import Reason
from inbox.search import Hit
from inbox.spending import AccountSpending
from inbox.store.conversations import Page, Row
from inbox.store.modes import AccountState
from inbox.times import iso
from inbox.views import Card, Overview, Parked, Reading, Said

Json = dict[str, object]


def page(shelf: str, found: Page) -> Json:
    """A page of the queue; `next` goes into --after."""
    return {
        "shelf": shelf,
        "total": found.total,
        "next": found.next,
        "conversations": [
            _row(row) | ({"closes": iso(int(row.score))} if shelf == "closing" else {}) for row in found.rows
        ],
    }


def reading(read: Reading) -> Json:
    """One conversation; `earlier` goes into --before."""
    return {
        "conversation": conversation(read.conversation),
        "contact": _contact(read.contact),
        "lines": [_line(said) for said in read.lines],
        "cards": [card(one) for one in read.cards],
        "leaving": [delivery(one) for one in read.leaving],
        "parked": [delivery(one) | {"opens": read.ways_out.get(one.id)} for one in read.parked],
        "verbs": list(read.verbs),
        "window_left_ms": read.window_left,
        "own_words_left_ms": read.own_words_left,
        "late": read.late or None,
        "messages_left": read.messages_left,
        "held": [said.id for said in read.held],
        "opens": read.opens or None,
        "called": dict(read.called),
        "earlier": iso(read.earlier or 0),
        "mode": read.mode,
    }


def card(one: Card) -> Json:
    """One draft with all there is to decide on."""
    return {
        "draft": draft(one.draft),
        "conversation": conversation(one.conversation),
        "contact": _contact(one.contact),
        "about": message(one.about) if one.about else None,
        "delivery": delivery(one.delivery) if one.delivery else None,
        "text": one.text,
        "waiting_ms": one.waiting,
        "window_left_ms": one.window_left,
        "own_words_left_ms": one.own_words_left,
        "late": one.late or None,
        "messages_left": one.messages_left,
        "price": one.price or None,
        "opens": one.opens or None,
        "called": dict(one.called),
        "undo_left_ms": one.undo_left,
        "buttons": list(one.buttons),
        "verbs": list(one.verbs),
        "mode": one.mode,
    }


def parked(found: Parked) -> Json:
    """What a person must look at; `next` goes into --after."""
    return {
        "next": found.next,
        "deliveries": [delivery(one) | {"opens": found.opens.get(one.id)} for one in found.deliveries],
        "unreadable": [{"id": id, "raw": raw, "why": why, "at": iso(at)} for id, raw, why, at in found.unreadable],
    }


def overview(found: Overview) -> Json:
    """How things stand."""
    return {
        "counts": found.counts,
        "accounts": [_account(state) for state in found.accounts],
        "spending": [_spending(one) for one in found.spending],
        "mode": mode(found.mode),
    }


def mode(now: Mode) -> Json:
    """How careful we are right now."""
    return {
        "level": now.level,
        "since": iso(now.since),
        "by": now.by or None,
        "why": now.why or None,
        "until": iso(now.until),
    }


def entry(line: Entry) -> Json:
    """One line of the log; `id` goes into --after."""
    return {
        "id": line.id,
        "at": iso(line.at),
        "what": line.what,
        "conversation": line.conversation,
        "ref": line.ref or None,
        "by": line.by or None,
        "detail": line.detail or None,
    }


def conversation(one: Conversation) -> Json:
    """How a conversation stands."""
    thread = one.thread
    about = thread.subject
    subject = {
        "id": about.remote, "text": about.text, "link": about.link or None, "ad": about.ad,
        "media": [_medium(medium) for medium in about.media],
    } if about else None  # fmt: skip
    return {
        "id": one.id,
        "account": one.account,
        "kind": thread.kind,
        "title": thread.title or None,
        "subject": subject,
        "state": one.state,
        "at": iso(one.at),
        "waiting_since": iso(one.waiting_since),
        "preview": one.preview,
        "assignee": one.assignee or None,
        "claimed_by": one.claimed_by or None,
        "quiet_by": one.quiet_by or None,
        "priority": one.priority,
        "labels": list(one.labels),
        "snoozed_until": iso(one.snoozed_until),
        "drafts": list(one.drafts),
        "left": one.left,
        "held": asdict(one.held) | {"since": iso(one.held.since)} if one.held else None,
    }


def message(said: Message) -> Json:
    """One thing said; `by` is set when it was us."""
    return {
        "id": said.id,
        "at": iso(said.at),
        "contact": said.contact,
        "by": said.by or None,
        "text": said.text,
        "media": [_medium(medium) for medium in said.media],
        "reply_to": said.reply_to,
        "edited_at": iso(said.edited_at),
        "removed_at": iso(said.removed_at),
        "hidden": said.hidden,
        "held": said.held,
        "private": said.private,
        "delivery": said.delivery,
        "reactions": dict(said.reactions),
        "reaction": said.reaction or None,
    }


def draft(one: Draft) -> Json:
    """A proposal that waits or was decided."""
    proposal = one.proposal
    return {
        "id": one.id,
        "conversation": one.conversation,
        "account": one.account,
        "about": one.about,
        "at": iso(one.at),
        "state": one.state,
        "action": _action(proposal.action),
        "by": {"kind": proposal.by.kind, "name": proposal.by.name},
        "because": proposal.because,
        "evidence": proposal.evidence,
        "sources": [{"id": source.id, "title": source.title, "quote": source.quote} for source in proposal.sources],
        "version": proposal.version or None,
        "checks": list(proposal.checks),
        "waits": one.waits or None,
        "decided_by": one.decided_by or None,
        "decided_at": iso(one.decided_at),
        "reason": one.reason or None,
        "mode": one.mode,
        "delivery": one.delivery,
    }


def delivery(one: Delivery) -> Json:
    """A decided action on its way out."""
    return {
        "id": one.id,
        "draft": one.draft,
        "conversation": one.conversation,
        "account": one.account,
        "state": one.state,
        "action": _action(one.action),
        "decided_by": one.by.name,
        "author": one.author,
        "due": iso(one.due),
        "tries": one.tries,
        "begun_at": iso(one.begun_at),
        "error": one.error or None,
        "words": one.words or None,
        "message": one.message,
        "sent_at": iso(one.sent_at),
        "edited": one.edited,
    }


def figures(since: int, it: Figures) -> Json:
    """How things stand, and what happened since a time."""
    return {
        "now": {name: getattr(it, name) for name in ("open", "waiting", "overdue", "drafted", "parked")},
        "since": iso(since),
        "complete": it.complete,
        "heard": it.heard,
        "answered": it.answered,
        "by_itself": it.by_itself,
        "recovered": [{"account": name, "count": count} for name, count in it.recovered],
        "decided": it.decided,
        "unchanged": it.unchanged,
        "edited": it.edited,
        "rejected": it.rejected,
        "median_first_answer_ms": it.median_first_answer_ms,
        "topics": [{"topic": name, "count": count} for name, count in it.topics],
        "by_person": [{"name": name, "count": count} for name, count in it.by_person],
        "longest_waiting": [_row(row) for row in it.longest_waiting],
        "spent": {name: asdict(one) for name, one in it.spent},
        "spending": [_spending(one) for one in it.costs],
    }


def reason(one: Reason) -> Json:
    """One thing that happened or did not, and what it rests on."""
    return {
        "at": iso(one.at),
        "what": one.what,
        "words": one.words,
        "by": one.by or None,
        "source": one.source or None,
        "version": one.version or None,
        "message": one.message,
    }


def hit(found: Hit) -> Json:
    """One place where what was looked for stands."""
    return {
        "conversation": found.conversation,
        "message": found.message or None,
        "kind": found.kind,
        "author": found.author or None,
        "snippet": found.snippet,
        "at": iso(found.at),
    }


def canned(reply: CannedReply) -> Json:
    """A reply that was written beforehand; the text for all languages stands under an empty one."""
    return {
        "name": reply.name,
        "title": reply.title or None,
        "texts": dict(reply.texts),
        "accounts": list(reply.accounts),
    }


def _spending(one: AccountSpending) -> Json:
    """Amounts are in millionths of the currency."""
    return {
        "account": one.account,
        "currency": one.currency,
        "day_micros": one.today,
        "month_micros": one.month,
        "most_micros": one.most or None,
        "left_micros": one.left,
        "plan": one.words or None,
        "next_at": iso(one.next_at),
        "things": dict(one.things),
    }


def _row(row: Row) -> Json:
    return {**conversation(row.conversation), "contact": _contact(row.contact)}


def _line(said: Said) -> Json:
    body: Json = {"at": iso(said.at)}
    if said.message:
        body |= {"author": said.author, "message": message(said.message), "opens": said.opens or None}
    if said.did:
        did = said.did
        body |= {"what": did.what, "ref": did.ref or None, "by": did.by or None, "detail": did.detail or None}
    return body


def _action(action: Action) -> Json:
    body: Json = {"kind": kind_of(action)}
    for name in type(action).__slots__:
        value = getattr(action, name)
        body[name] = [_medium(medium) for medium in value] if name == "media" else value
    return body


def _contact(contact: Contact | None) -> Json | None:
    if contact is None:
        return None
    return {
        "id": contact.remote,
        "name": contact.name,
        "username": contact.username or None,
        "language": contact.language or None,
    }


def _medium(medium: Media) -> Json:
    return {
        "kind": medium.kind,
        "name": medium.name or None,
        "mime": medium.mime or None,
        "size": medium.size or None,
        "alt": medium.alt or None,
    }


def _account(state: AccountState) -> Json:
    return {
        "account": state.account,
        "state": state.state,
        "until": iso(state.until),
        "why": state.why or None,
        "heard_at": iso(state.heard_at),
        "recovered": state.recovered or None,
        "recovered_at": iso(state.recovered_at),
    }
