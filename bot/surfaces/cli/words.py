"""What was done, in words: one sentence for each kind of line in the log. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from bot.surfaces.cli import safe
from inbox import wording
from inbox.actions import Action, ActionKind, kind_of
from inbox.models import Conversation, Media, Message
from inbox.times import stamp
from inbox.views import NOT_RENAMED

# {who} did it, {ref} is the draft or delivery, {detail} what came with it.
DEEDS: dict[str, str] = {
    "message.new": "they wrote",
    "message.ours": "we wrote in the network's own app",
    "message.edited": "a message was edited",
    "message.removed": "a message was removed",
    "conversation.described": "the post or the title became known",
    "contact.described": "the name of {ref} became known",
    "window.narrowed": "drafts are too late here; what a person writes still gets through",
    "window.closed": "it is too late to answer here",
    "message.hidden": "a message was hidden or shown again",
    "message.reacted": "somebody reacted",
    "message.read": "they read what we said",
    "message.delivered": "what we said reached them",
    "contact.left": "they blocked us or left",
    "contact.back": "they came back",
    "draft.new": "{who} drafted {ref}",
    "draft.approved": "{who} approved draft {ref}, {detail}",
    "draft.rejected": "{who} rejected draft {ref}: {detail}",
    "draft.outdated": "draft {ref} no longer fits: {detail}",
    "delivery.queued": "{ref} is on its way: {detail}",
    "delivery.sending": "{ref} is being sent",
    "delivery.sent": "{ref} is sent ({detail})",
    "delivery.parked": "{ref} needs a person: {detail}",
    "delivery.held": "{ref} was held back: {detail}",
    "delivery.recalled": "{who} took {ref} back: {detail}",
    "delivery.discarded": "{who} discarded {ref}",
    "note": "{who} noted: {detail}",
    "conversation.assigned": "{who} gave it to {detail}",
    "conversation.claimed": "{who} is writing",
    "conversation.let_go": "{who} let go",
    "conversation.snoozed": "{who} snoozed it until {detail}",
    "conversation.resolved": "{who} resolved it",
    "conversation.reopened": "{who} opened it again",
    "conversation.labelled": "{who} labelled it {detail}",
    "conversation.handed_off": "{who} asks for a person: {detail}",
    "conversation.moved": "the network moved it to {detail}",
    "responders.silenced": "{who} silenced the responders",
    "responders.back": "{who} switched the responders on again",
    "responders.silent": "no other draft: {detail}",
    "responders.skipped": "responders were skipped: {detail}",
    "responders.capped": "what would go out alone waits: {detail}",
    "draft.again": "draft {ref} waits again: {detail}",
    "autonomy.proposed": "answers earned to go out alone ({ref}): {detail}",
    "autonomy.declined": "{who} declined that they go out alone ({ref}): {detail}",
    "autonomy.granted": "{who} let answers go out alone ({ref}): {detail}",
    "autonomy.withdrawn": "{who} lets them go out alone no more ({ref}): {detail}",
    "case.new": "{who} opened case {ref}: {detail}",
    "case.done": "the network did what case {ref} is about: {detail}",
    "case.refused": "the network refused what case {ref} is about: {detail}",
    "case.undone": "{who} undid case {ref}: {detail}",
    "case.changed": "they changed what case {ref} is about",
    "case.edited": "{who} said why case {ref} was opened: {detail}",
    "appeal.new": "they appeal against case {ref}: {detail}",
    "appeal.granted": "{who} granted the appeal on case {ref}: {detail}",
    "appeal.declined": "{who} declined the appeal on case {ref}: {detail}",
    "appeal.overdue": "the appeal on case {ref} should have been decided by now",
    "rule.shadow": "{who} put the rule {ref} into shadow: {detail}",
    "rule.force": "{who} put the rule {ref} in force: {detail}",
    "rule.off": "{who} switched the rule {ref} off: {detail}",
    "rule.match": "{who} on match {ref} of a rule in shadow: {detail}",
    "rule.earned": "the rule {ref} has earned to act: {detail}",
    "moderation.tell": "{who} tells the team: {detail}",
    "moderation.flag": "a person has to judge {ref}: {detail}",
    "moderation.settled": "{who} judged {ref}: {detail}",
    "moderation.unknown": "not all could be asked about {ref}: {detail}",
    "measure.on": "{who} switched on, for a bad day: {detail}",
    "measure.off": "{who} ended what was on for a bad day: {detail}",
    "strikes": "case {ref} brought {who} strikes; they have so many points now: {detail}",
    "person.allow": "{who} lets no rule look at {ref}: {detail}",
    "person.disallow": "{who} lets rules look at {ref} again: {detail}",
    "person.label": "{who} labelled {ref}: {detail}",
    "person.merge": "{who} says that {ref} is the same person as {detail}",
    "person.unmerge": "{who} says that {ref} is somebody else after all",
    "account.ok": "the account {ref} works again",
    "account.recovered": "the account {ref} was away: {detail}",
    "account.paused": "the account {ref} pauses: {detail}",
    "account.stopped": "the account {ref} is stopped: {detail}",
    "unreadable": "{ref} could not be understood: {detail}",
    "mail": "a line for the adapter of the network",
}
NOBODY = {"conversation.assigned": "nobody", "conversation.labelled": "nothing"}
ACTIONS: dict[ActionKind, str] = {
    **{kind: said.lower() for kind, said in wording.ACTIONS.items()},
    "direct_message": "private message",
    "edit": "edit what we said",
}


def deed(what: str, ref: str, by: str, detail: str) -> str:
    """What was done, on one line and safe to print; an unknown kind is said as it stands in the log."""
    given = safe.line(_moment(detail)) or NOBODY.get(what, "")
    if what.startswith("mode."):
        sentence = "{who} set the mode to " + what.removeprefix("mode.") + ": {detail}"
    else:
        sentence = DEEDS.get(what) or f"{what} {{ref}} {{detail}}"
    said = sentence.format(who=safe.line(by) or "Sangam", ref=safe.line(ref), detail=given)
    return said.strip().rstrip(":,") if not given else said


def action(done: Action, called: Mapping[ActionKind, str] = NOT_RENAMED) -> str:
    """What an action does, as that is `called` on its network."""
    return called.get(kind_of(done)) or ACTIONS[kind_of(done)]


def who(conversation: Conversation, name: str) -> str:
    """What a conversation is called: a group by its title, anything else by the person."""
    return safe.line(wording.called(conversation, name)) or "somebody"


def body(message: Message) -> str:
    """A message as it is read: its text, what hangs on it, and what became of it."""
    said = safe.lines(message.text).rstrip()
    hanging = [medium(one) for one in message.media]
    marks = [word for word, true in _marks(message) if true]
    reactions = " ".join(safe.line(emoji) for emoji in message.reactions.values())
    return "\n".join(part for part in (said, *hanging, reactions, f"({', '.join(marks)})" if marks else "") if part)


def medium(one: Media) -> str:
    """A picture or file in words."""
    about = " ".join(part for part in (safe.line(one.name), size(one.size), safe.line(one.alt)) if part)
    return f"[{one.kind}{': ' if about else ''}{about}]"


def size(count: int) -> str:
    """Bytes for people; nothing where the size is not known."""
    if count < 1_000_000:
        return f"{max(1, count // 1000)} kB" if count else ""
    return f"{count / 1_000_000:.1f} MB"


def _marks(message: Message) -> tuple[tuple[str, bool], ...]:
    removed, edited = message.removed_at > 0, message.edited_at > 0
    private = "said in private" if message.ours else "written to in private"
    return (
        ("edited", edited),
        ("removed", removed),
        ("held for review: others do not see it", message.held),
        ("hidden", message.hidden and not message.held),
        (f"out of sight by case {message.case}", message.case > 0),
        (private, message.private),
        _ours(message),
    )


def _ours(message: Message) -> tuple[str, bool]:
    return f"we reacted {safe.line(message.reaction)}", bool(message.reaction)


def _moment(detail: str) -> str:
    """Some lines carry a time in unix milliseconds; people want a clock."""
    return stamp(int(detail)) if len(detail) == 13 and detail.isdigit() else detail
