"""The card: everything to decide one draft on, in the same order on every surface."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.text import Text

from bot.surfaces.cli import safe, words
from bot.surfaces.cli.hung import named, quoted
from bot.surfaces.cli.screen import Picture
from inbox import wording
from inbox.actions import Delivery, Draft, Source
from inbox.models import Contact, Conversation
from inbox.policy import Verb
from inbox.times import span
from inbox.views import Card, decision

STATE_STYLES = {"pending": "bold yellow", "approved": "bold green", "rejected": "bold red", "outdated": "dim"}
EVIDENCE = {"rule": "a rule names this text", "faq": "a known question", "cited": "every claim cites a source"}
SOON = 3_600_000  # a window that closes within the hour is shown in red


def card(one: Card, *, fancy: bool, shown: Collection[str] = ()) -> Picture:
    """A draft as a person decides on it; `shown` are the ids of the messages that stand above it already."""
    draft, conversation = one.draft, one.conversation
    yield _title(draft)
    if not shown:
        yield asker(conversation, one.contact)
        if subject := under(conversation):
            yield subject
    if one.about and one.about.id not in shown:
        yield quoted(words.body(one.about), fancy=fancy)
    yield _suggestion(one)
    yield quoted(safe.lines(one.text), fancy=fancy, bar="┃", mark="bold cyan")
    yield from named(
        [
            ("because", _because(draft)),
            ("sources", "\n".join(_source(source, draft) for source in draft.proposal.sources)),
            ("version", safe.line(draft.proposal.version)),
            ("checks", _checks(draft.proposal.checks)),
            ("window", window(one.window_left, one.own_words_left)),
            *_cost(one),
            ("late", Text(safe.line(wording.sentence(one.late)), "red")),
            ("waits", safe.line(wording.why_it_waits(draft)) if draft.state == "pending" else ""),
            ("language", wording.other_language(draft.proposal.language, one.contact)),
            ("waiting", span(one.waiting) if one.waiting else ""),
            ("mode", Text(one.mode, "bold red") if one.mode != "normal" else ""),
            ("decided", safe.line(decision(draft))),
            ("delivery", _delivery(one.delivery, one.undo_left)),
            ("by hand", open_in(conversation, one.opens)),
        ]
    )
    if one.buttons:
        yield Text(" · ".join(_typed(button, one) for button in one.buttons), "cyan")


def asker(conversation: Conversation, contact: Contact | None) -> Text:
    """Who speaks, and where."""
    name, handle = _name(contact)
    parts = [(words.who(conversation, name), "bold"), (f" @{handle}" if handle else "", "dim")]
    where = f"  {safe.line(conversation.id)} · {conversation.thread.kind}"
    gone = "  they blocked us or left" if conversation.left else ""
    return Text.assemble(*parts, (where, "dim"), (gone, "red"))


def under(conversation: Conversation) -> Text | None:
    """The post that was commented on."""
    about = conversation.thread.subject
    if about is None:
        return None
    where = "from your ad " if about.ad else "under "
    files = "".join(f" {words.medium(one)}" for one in about.media)
    return Text.assemble(
        (where, "dim"), f"“{safe.line(about.text)}”{files}", (f" {safe.line(about.link)}" if about.link else "", "dim")
    )


def open_in(conversation: Conversation, address: str) -> str:
    """Where it stands in the network's own pages; nothing where it has no address there."""
    return f"{wording.open_in(conversation.account)}: {safe.line(address)}" if address else ""


def leaving(one: Delivery, now: int) -> Text:
    """A delivery on its way, with the way to stop it."""
    when = f"leaves in {span(one.due - now)}" if one.state == "queued" else "is being sent"
    stop = f"   recall {one.id}" if one.state == "queued" else ""
    return Text.assemble((f"{one.id} {when}", "yellow"), (f" by {safe.line(one.by.name)}", "dim"), (stop, "cyan"))


def stuck(one: Delivery, way_out: str) -> Picture:
    """A delivery that could not be sent: its text as it is to be copied, why, and what can be done about it."""
    yield Text.assemble((f"{one.id} not sent: ", "red"), safe.line(one.words or one.error))
    if said := str(getattr(one.action, "text", "")):
        yield safe.lines(said)
    if way_out:
        yield Text(f"{wording.open_in(one.account)}: {safe.line(way_out)}")
    yield Text(f"retry {one.id} sends it after all, discard {one.id} lets it be", "cyan")


def window(left: int | None, own_words_left: int | None) -> Text:
    """How long the network still lets us answer; nothing where it sets no end."""
    return Text(wording.window(left, own_words_left, span), "red" if left is not None and left < SOON else "")


def _title(draft: Draft) -> Text:
    state = Text(draft.state, STATE_STYLES[draft.state])
    return Text.assemble((f"Draft {draft.id}", "bold"), " · ", state, (f"  {draft.account}", "dim"))


def _name(contact: Contact | None) -> tuple[str, str]:
    if contact is None:
        return "", ""
    name, handle = safe.line(contact.name or contact.remote), safe.line(contact.username)
    return name, "" if name == f"@{handle}" else handle


def _suggestion(one: Card) -> Text:
    proposal = one.draft.proposal
    by = safe.line(wording.drafter(proposal.by))
    return Text.assemble(("by ", "dim"), by, (f": {words.action(proposal.action, one.called)}", "dim"))


def _cost(one: Card) -> Iterable[tuple[str, str]]:
    """What sending it costs: money, and one of the messages that the network still lets through."""
    yield "price", one.price
    yield "left", wording.messages(one.messages_left, one.messages_most) if one.draft.state == "pending" else ""


def _because(draft: Draft) -> str:
    evidence = EVIDENCE.get(draft.proposal.evidence, "")
    return "\n".join(map(safe.line, wording.grounds(draft.proposal))) + (f" ({evidence})" if evidence else "")


def _source(source: Source, draft: Draft) -> str:
    title, quote = (f": {safe.line(source.title)}" if source.title else ""), safe.line(source.quote)
    return safe.line(wording.source(source, draft.proposal.by)) + title + (f": “{quote}”" if quote else "")


def _checks(failed: Sequence[str]) -> Text:
    return Text("\n").join(Text(f"failed: {safe.line(check)}", "red") for check in failed)


def _delivery(one: Delivery | None, undo_left: int) -> str:
    if one is None:
        return ""
    when = f", leaves in {span(undo_left)}" if undo_left else ""
    return f"{one.id} {one.state}{when}" + (f": {safe.line(one.words)}" if one.words else "")


def _typed(button: Verb, one: Card) -> str:
    """What to type for a button."""
    draft, delivery = one.draft.id, one.draft.delivery
    match button:
        case "edit":
            return f"approve {draft} --text …"
        case "reject":
            return f"reject {draft} --reason …"
        case "recall" | "retry" | "discard":
            return f"{button} {delivery}"
        case _:
            return f"{button} {draft}"
