"""What a click does: each verb of a form calls one use case; what it refuses is shown to the person as it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from bot.surfaces.desk import teaching
from bot.surfaces.desk.forms import LONGEST_MUTE, Form, Upload, whole, zone_of
from bot.surfaces.desk.kit import Blobs, Kit
from bot.surfaces.desk.moderation import deciding, measuring
from inbox import delivery, review, times
from inbox.actions import Action, ActionKind, Block, Edit, Hide, Mute, React, Remove, Unblock, Unhide
from inbox.errors import NotAllowed, NotFound
from inbox.models import Actor, ConversationId, DeliveryId, DraftId, Media, RemoteId
from inbox.views import ON_MESSAGES, ON_PEOPLE, reading

EDIT: ActionKind = "edit"
Deed = Callable[[Kit, Actor, Form], Awaitable[DeliveryId | None]]


async def approve(kit: Kit, by: Actor, form: Form) -> DeliveryId:
    """Send a draft, with another text where the form has one."""
    return await review.approve(kit.brand, DraftId(form["draft"]), by, form.given("text"))


async def reject(kit: Kit, by: Actor, form: Form) -> None:
    """End a draft, with the reason picked and the words added."""
    reason = ": ".join(word for word in (form["reason"], form["words"].strip()) if word)
    await review.reject(kit.brand, DraftId(form["draft"]), by, reason or "no reason given")


async def redraft(kit: Kit, by: Actor, form: Form) -> None:
    """End a draft and let the responders make another one, perhaps as wished."""
    await review.redraft(kit.brand, DraftId(form["draft"]), by, form["wish"])


async def recall(kit: Kit, by: Actor, form: Form) -> None:
    """Take back what has not left."""
    await review.recall(kit.brand, DeliveryId(form["delivery"]), by)


async def reply(kit: Kit, by: Actor, form: Form) -> DeliveryId:
    """Write, perhaps with files."""
    review.require(by, "reply")
    media = tuple([await _keep(kit.blobs, file, form["alt"]) for file in form.files])
    to = RemoteId(form["to"]) if form["to"] else None
    return await review.reply(kit.brand, _where(form), by, form["text"].strip(), media, to)


async def note(kit: Kit, by: Actor, form: Form) -> None:
    """Keep words for the team."""
    if not form["text"].strip():
        raise NotAllowed("The note is empty.")
    await review.note(kit.brand, _where(form), by, form["text"].strip())


async def assign(kit: Kit, by: Actor, form: Form) -> None:
    """Give the conversation to one of us, to oneself, or to nobody."""
    to = by.name if form["mine"] else form["to"]
    if to and await kit.brand.store.people.find(to) is None:
        raise NotFound(f"There is nobody called {to} here.")
    await review.assign(kit.brand, _where(form), by, to)


async def claim(kit: Kit, by: Actor, form: Form) -> None:
    """Say that one is writing here."""
    await review.claim(kit.brand, _where(form), by)


async def let_go(kit: Kit, by: Actor, form: Form) -> None:
    """End a claim."""
    await review.let_go(kit.brand, _where(form), by)


async def snooze(kit: Kit, by: Actor, form: Form) -> None:
    """Put the conversation away until a time in the person's own zone."""
    until = snoozed_until(form["until"], form["at"], form["zone"], kit.brand.now())
    await review.snooze(kit.brand, _where(form), by, until)


async def resolve(kit: Kit, by: Actor, form: Form) -> None:
    """Close the conversation."""
    await review.resolve(kit.brand, _where(form), by)


async def reopen(kit: Kit, by: Actor, form: Form) -> None:
    """Open it again."""
    await review.reopen(kit.brand, _where(form), by)


async def label(kit: Kit, by: Actor, form: Form) -> None:
    """Set the labels, written with commas between them."""
    await review.label(kit.brand, _where(form), by, form["labels"].split(","))


async def silence(kit: Kit, by: Actor, form: Form) -> None:
    """Switch the responders off here, or on again."""
    await review.silence(kit.brand, _where(form), by, silent=form["silent"] == "1")


async def act(verb: ActionKind, kit: Kit, by: Actor, form: Form) -> DeliveryId:
    """Do something to a message or a person where the network offers it."""
    found = await reading(kit.brand, by, _where(form), limit=1)
    return await review.act(kit.brand, _where(form), by, _action(verb, form, found.conversation.thread.remote))


async def direct_message(kit: Kit, by: Actor, form: Form) -> DeliveryId:
    """Write in private to whoever wrote a comment."""
    about = RemoteId(form["message"]) if form["message"] else None
    return await review.write_private(kit.brand, _where(form), by, form["text"].strip(), about)


async def teach(kit: Kit, by: Actor, form: Form) -> None:
    """Let the FAQ know one more way to ask: that which was just answered."""
    await teaching.accept(kit.school, kit.brand, by, DraftId(form["draft"]))


async def teach_not(kit: Kit, by: Actor, form: Form) -> None:
    """Offer that way to ask no more."""
    await teaching.dismiss(kit.school, kit.brand, by, DraftId(form["draft"]))


async def retry(kit: Kit, by: Actor, form: Form) -> None:
    """Send a parked delivery after all."""
    await delivery.retry(kit.brand, DeliveryId(form["delivery"]), by)


async def discard(kit: Kit, by: Actor, form: Form) -> None:
    """Let a parked delivery be."""
    await delivery.discard(kit.brand, DeliveryId(form["delivery"]), by)


async def by_hand(kit: Kit, by: Actor, form: Form) -> None:
    """Somebody did in the network's own pages what could not be sent from here."""
    review.require(by, "resolve")
    await delivery.discard(kit.brand, DeliveryId(form["delivery"]), by)
    await review.resolve(kit.brand, _where(form), by)


VERBS: Mapping[str, Deed] = {
    "approve": approve,
    "reject": reject,
    "redraft": redraft,
    "recall": recall,
    "reply": reply,
    "direct_message": direct_message,
    "note": note,
    "assign": assign,
    "claim": claim,
    "let_go": let_go,
    "snooze": snooze,
    "resolve": resolve,
    "reopen": reopen,
    "label": label,
    "silence": silence,
    "teach": teach,
    "teach_not": teach_not,
    "retry": retry,
    "discard": discard,
    "by_hand": by_hand,
    "undo_case": deciding.undo,
    "measure": measuring.switch_on_here,
    "end_measure": measuring.end,
    **{verb: partial(act, verb) for verb in (*ON_MESSAGES, *ON_PEOPLE, EDIT)},
}


def snoozed_until(preset: str, at: str, zone: str, now: int) -> int:
    """When a snooze ends, in unix milliseconds, by the clocks of `zone`. Raises NotAllowed for no time at all."""
    try:
        return times.moment(at if preset == "at" else preset, now, zone_of(zone))
    except ValueError:
        raise NotAllowed("Pick a day and a time until which this is put away.") from None


def _where(form: Form) -> ConversationId:
    return ConversationId(form["c"])


async def _keep(blobs: Blobs, file: Upload, alt: str) -> Media:
    return Media(file.kind, await blobs.put(file.data), file.mime, file.name, len(file.data), alt.strip())


def _action(verb: ActionKind, form: Form, thread: RemoteId) -> Action:
    message, person = RemoteId(form["message"]), RemoteId(form["person"])
    match verb:
        case "hide":
            return Hide(thread, message)
        case "unhide":
            return Unhide(thread, message)
        case "remove":
            return Remove(thread, message)
        case "react":
            return React(thread, message, form["emoji"])
        case "edit":
            return Edit(thread, message, form["text"].strip())
        case "mute":
            return Mute(thread, person, min(whole(form["seconds"], 3600), LONGEST_MUTE))
        case "block":
            return Block(thread, person, message or None)
        case _:
            return Unblock(thread, person)
