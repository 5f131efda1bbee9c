"""The commands that decide what leaves: approve, reject, redraft, reply, recall, retry, discard."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import documents, safe
from bot.surfaces.cli.call import Call
from bot.surfaces.cli.card import asker, card
from bot.surfaces.cli.hung import quoted
from inbox import delivery, review, views
from inbox.models import ConversationId, DeliveryId, DraftId, Media, MediaKind, RemoteId
from inbox.store.outbox import draft_of
from inbox.times import iso, span
from inbox.views import Card
from inbox.warnings import warnings
from inbox.wording import WISHES, in_language

if TYPE_CHECKING:  # heavy; only a reply that was approved needs it
    from responders.mining import Lesson

EXAMPLES = ", ".join([*WISHES.values(), in_language("gu"), "or in your own words"])
MEDIA_KINDS: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}


async def approve(call: Call, draft: given.Draft, text: given.NewText = None, dry_run: given.DryRun = False) -> None:
    """Send a draft on its way, as it is or with another text; it can be recalled for some seconds."""
    id = await call.draft(draft)
    one = await views.card(call.brand, call.by, id)
    told = await _warnings(call, one.conversation.id, text)
    if dry_run:
        _would(call, one if text is None else replace(one, text=text), told)
        return
    sent = await review.approve(call.brand, id, call.by, text)
    sentence = f"Approved draft {id} for {asker(one.conversation, one.contact).plain.split('  ')[0]}"
    on_its_way(call, sent, sentence, told, await teaches(call, id))


async def reject(
    call: Call,
    draft: given.Draft,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept and can be learned from.")],
) -> None:
    """End a draft; nothing leaves."""
    id = await call.draft(draft)
    await review.reject(call.brand, id, call.by, reason)
    call.screen.answer(lambda: {"draft": id, "state": "rejected"}, lambda: [f"Rejected draft {id}."])


async def redraft(
    call: Call,
    draft: given.Draft,
    wish: Annotated[str, typer.Option("--wish", metavar="WORDS", help=f"What it shall be: {EXAMPLES}.")] = "",
) -> None:
    """End a draft and let the responders make another one, perhaps as you wish it."""
    id = await call.draft(draft)
    await review.redraft(call.brand, id, call.by, wish)
    if_ = "there is a model that can write it so; else this one comes back" if wish.strip() else "anything else fits"
    call.screen.answer(
        lambda: {"draft": id, "state": "rejected", "wish": wish or None},
        lambda: [f"Draft {id} is ended; another one is on its way if {if_}."],
    )


async def reply(
    call: Call,
    conversation: given.Conversation,
    text: given.Words,
    attach: given.Files = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="MESSAGE", help="The message it answers; else the newest.")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="In private, to whoever wrote that comment; nobody else reads it.")
    ] = False,
    dry_run: given.DryRun = False,
) -> None:
    """Write in a conversation yourself; responders fall silent there."""
    id, files = ConversationId(conversation), attach or []
    parts = await views.leaves_as(call.brand, id, text, "direct_message" if private else "reply")
    told = await warnings(call.brand, call.by, id, text)
    if dry_run:
        read = await views.reading(call.brand, call.by, id, limit=1)
        call.screen.answer(
            lambda: {
                "conversation": id, "text": text, "files": [str(file) for file in files], "sent": False,
                "warnings": told, "private": private,
            },
            lambda: [
                asker(read.conversation, read.contact),
                quoted(safe.lines(text), fancy=call.screen.fancy, bar="┃", mark="bold cyan"),
                *(f"with {safe.line(file.name)}" for file in files),
                *(["in private"] if private else []),
                *([parts] if parts else []),
                *warned(told),
            ],
        )  # fmt: skip
        call.screen.hint("Nothing was sent.")
        return
    media = tuple([await _kept(call, file) for file in files])
    about = RemoteId(to) if to else None
    if private:
        sent = await review.write_private(call.brand, id, call.by, text, about, media)
        sentence = "Your private message is on its way"
    else:
        sent = await review.reply(call.brand, id, call.by, text, media, about)
        sentence = "Your reply is on its way"
    on_its_way(call, sent, sentence + (f" and {parts}" if parts else ""), told, await teaches(call, draft_of(sent)))


async def recall(call: Call, id: given.Delivery) -> None:
    """Take a reply back before it leaves; its draft waits again."""
    found = await call.delivery(id)
    draft = await review.recall(call.brand, found, call.by)
    state = (await views.card(call.brand, call.by, draft)).draft.state
    rest = "waits again" if state == "pending" else "no longer fits, they wrote meanwhile"
    call.screen.answer(
        lambda: {"delivery": found, "draft": draft, "state": "recalled", "draft_state": state},
        lambda: [f"Taken back; draft {draft} {rest}."],
    )


async def retry(call: Call, id: given.Delivery) -> None:
    """Send a parked delivery after all."""
    found = await call.delivery(id)
    await delivery.retry(call.brand, found, call.by)
    call.screen.answer(lambda: {"delivery": found, "state": "queued"}, lambda: [f"{found} is on its way again."])


async def discard(call: Call, id: given.Delivery) -> None:
    """Let a parked delivery be; it is not sent."""
    found = await call.delivery(id)
    await delivery.discard(call.brand, found, call.by)
    call.screen.answer(lambda: {"delivery": found, "state": "discarded"}, lambda: [f"{found} will not be sent."])


def _would(call: Call, one: Card, told: Sequence[str]) -> None:
    call.screen.answer(
        lambda: {**documents.card(one), "sent": False, "warnings": told},
        lambda: [*card(one, fancy=call.screen.fancy), *warned(told)],
    )
    call.screen.hint("Nothing was sent.")


def on_its_way(
    call: Call, id: DeliveryId, sentence: str, told: Sequence[str] = (), lesson: Lesson | None = None
) -> None:
    """Say that something leaves, when, what should be looked at again, how to stop it, and what it would teach."""
    wait = call.brand.undo.people
    due = iso(call.brand.now() + wait)
    taught = {"id": lesson.id, "question": lesson.question, "entry": lesson.entry} if lesson else None
    call.screen.answer(
        lambda: {
            "delivery": id, "state": "queued", "due": due, "undo_ms": wait, "warnings": told, "lesson": taught,
        },
        lambda: [*warned(told), f"{sentence}; it leaves in {span(wait)}. To stop it: recall {id}"],
    )  # fmt: skip
    if lesson:
        asks = f"“{safe.line(lesson.question)}” asks for {safe.line(lesson.entry)}"
        call.screen.hint(f"To teach the FAQ that {asks}, once it has left: learn accept {lesson.id}")


async def teaches(call: Call, draft: DraftId) -> Lesson | None:
    """What a reply that is on its way would teach the FAQ."""
    from bot.learning import book_of, offered

    faq = call.parts.faq()
    return await offered(call.brand, call.by, book_of(faq), draft) if faq.entries else None


def warned(told: Sequence[str]) -> list[Text]:
    """What whoever wrote it should look at again."""
    return [Text(f"Look again: {safe.line(words)}", "yellow") for words in told]


async def _warnings(call: Call, id: ConversationId, text: str | None) -> tuple[str, ...]:
    """What is wrong with a text of one's own; a draft that stays as it is has its findings on its card."""
    return () if text is None else await warnings(call.brand, call.by, id, text)


async def _kept(call: Call, file: Path) -> Media:
    data = file.read_bytes()
    mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kind = MEDIA_KINDS.get(mime.partition("/")[0], "file")
    return Media(kind, await call.parts.keep(data), mime, file.name, len(data))
