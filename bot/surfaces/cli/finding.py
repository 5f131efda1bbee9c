"""The commands about what was said and what is said again and again: search, canned, faq-add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import documents, lists, safe
from bot.surfaces.cli.call import Call
from bot.surfaces.cli.deciding import on_its_way
from bot.surfaces.cli.screen import Picture
from inbox import review, views
from inbox.canned import CannedReply
from inbox.errors import NotAllowed, NotFound
from inbox.models import AccountId, ConversationId
from inbox.search import Hit, Unsearchable, catch_up
from inbox.search import search as look_for
from inbox.times import stamp
from inbox.warnings import warnings

KINDS = {"message": "", "note": "a note: ", "heading": "title or label: "}

Sought = Annotated[list[str], typer.Argument(metavar="WORDS…", help='Words; "some words" keeps them together.')]
Account = Annotated[str, typer.Option("--account", help="Only this account, such as telegram:main.")]


async def search(
    call: Call,
    words: Sought,
    account: Account = "",
    conversation: Annotated[str, typer.Option("--in", metavar="CONVERSATION", help="Only this conversation.")] = "",
    limit: given.Limit = 20,
) -> None:
    """Find what was said, noted or labelled, in any script; the last word may be unfinished."""
    review.require(call.by, "look")
    index, sought = call.parts.index(), " ".join(words)
    try:
        await catch_up(call.brand.store, index)
    except Unsearchable:  # what it had before can still be found
        if not index.path.exists():
            raise
    hits = await look_for(call.brand, call.by, index, sought, limit, account=account, conversation=conversation)
    call.screen.answer(
        lambda: {"words": sought, "hits": [documents.hit(hit) for hit in hits]},
        lambda: _hits(hits, fancy=call.screen.fancy),
    )
    if not hits:
        call.screen.hint("Nothing was found.")


async def canned(
    call: Call,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Which reply; left out: all of them.")] = None,
    conversation: Annotated[
        str | None, typer.Argument(metavar="CONVERSATION", help="For whom to fill it in, as the queue shows it.")
    ] = None,
    account: Account = "",
    send: Annotated[bool, typer.Option("--send", help="Send it there, as your own words.")] = False,
) -> None:
    """Show the replies that were written beforehand, fill one in for somebody, or send it."""
    review.require(call.by, "look")
    replies = call.parts.canned()
    if name is None:
        _list(call, [reply for reply in replies.values() if not account or reply.fits(AccountId(account))])
        return
    if name not in replies:
        raise NotFound(f"There is no canned reply {name}; there are {', '.join(replies) or 'none'}.")
    if conversation is None:
        if send:
            raise NotAllowed("Name the conversation to send it to.")
        call.screen.answer(lambda: documents.canned(replies[name]), lambda: [safe.lines(replies[name].text())])
        return
    id = ConversationId(conversation)
    text = await _filled(call, replies[name], id)
    if send:
        told = await warnings(call.brand, call.by, id, text)
        on_its_way(call, await review.reply(call.brand, id, call.by, text), "Your reply is on its way", told)
        return
    call.screen.answer(lambda: {"name": name, "conversation": id, "text": text}, lambda: [safe.lines(text)])
    call.screen.hint("Nothing was sent; --send does that.")


async def faq_add(
    call: Call,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="How they ask.")],
    answer: given.Words,
    id: Annotated[str, typer.Option("--id", help="The entry to add it to, or the name of a new one.")] = "",
    language: Annotated[str, typer.Option("--language", help="In which language both are, such as en or gu.")] = "",
) -> None:
    """Add a question and its answer to the FAQ; a running Sangam takes it over at once."""
    review.require(call.by, "faq")
    where, is_new = await call.parts.add_faq(id, question, answer, language)
    call.screen.answer(
        lambda: {"entry": where, "new": is_new},
        lambda: [f"Added to the FAQ as the entry {where}." if is_new else f"Added to the entry {where} of the FAQ."],
    )


async def _filled(call: Call, reply: CannedReply, id: ConversationId) -> str:
    """The text for whoever is there: in their language, with their name where they are alone with us."""
    read = await views.reading(call.brand, call.by, id, limit=1)
    if not reply.fits(read.conversation.account):
        raise NotAllowed(f"{reply.name} is not for {read.conversation.account}.")
    contact = read.contact
    return reply.text(contact.language, contact.name) if contact else reply.text()


def _list(call: Call, replies: Sequence[CannedReply]) -> None:
    rows = [
        (reply.name, Text(", ".join(filter(None, reply.texts)) or "-", "dim"), safe.line(reply.title or reply.text()))
        for reply in replies
    ]
    call.screen.answer(
        lambda: {"replies": [documents.canned(reply) for reply in replies]},
        lambda: lists.table(("name", "languages", "what for"), rows, fancy=call.screen.fancy) if rows else (),
    )
    if not rows:
        call.screen.hint("There are none; config/canned.yaml holds them.")


def _hits(hits: Sequence[Hit], *, fancy: bool) -> Picture:
    rows = [
        (
            stamp(hit.at),
            Text(safe.line(hit.conversation)),
            Text(safe.line(hit.author) or ("we" if hit.kind == "message" else "-"), "bold"),
            Text.assemble((KINDS[hit.kind], "dim"), safe.line(hit.snippet)),
        )
        for hit in hits
    ]
    return lists.table(("when", "conversation", "who", "said"), rows, fancy=fancy) if rows else ()
