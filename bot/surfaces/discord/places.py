"""Which conversation, and which message of it, a click or a command is about: known by where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord
from discord.components import TextDisplay

from bot.surfaces.discord.asked import Asked, Interaction
from bot.surfaces.discord.shown import ELLIPSIS, quoted
from bot.surfaces.discord.topic import topic_id
from inbox import views
from inbox.errors import NotFound, Outdated
from inbox.models import Conversation, ConversationId, DraftId, Message, RemoteId
from inbox.views import Reading

BEGINS = 32  # characters of a message that a card shows of it at least
NOT_HERE = "This is no post of a conversation; go to one, or name the conversation."


@dataclass(frozen=True, slots=True)
class About:
    """The message that a card is about, and who said it."""

    conversation: Conversation
    message: RemoteId
    person: RemoteId | None
    name: str
    text: str


async def conversation(asked: Asked, named: str = "") -> ConversationId:
    """The conversation that was named, or the one whose post this is; raises NotFound."""
    if named:
        return ConversationId(named)
    for post in dict.fromkeys(_posts(asked.interaction)):
        if found := await asked.kit.cards.conversation_of(str(post)):
            return found
    raise NotFound(NOT_HERE)


async def about(asked: Asked) -> About:
    """The message that the card whose button was pressed is about; raises NotFound."""
    id = await conversation(asked)
    if of := await slot(asked, id, asked.interaction.message):
        card = await views.card(asked.kit.brand, asked.by, DraftId(of))
        return _about(card.conversation, card.about, card.contact.name if card.contact else "")
    reading = await views.reading(asked.kit.brand, asked.by, id, limit=20)
    message, name = _last(reading)
    if message and not _shows(asked.interaction.message, message.text):
        raise Outdated("They wrote again meanwhile; look at the newest card, then do it there.")
    return _about(reading.conversation, message, name)


def post_link(asked: Asked, post: str) -> str:
    """The address of a post."""
    return f"https://discord.com/channels/{asked.kit.options.server}/{post}"


async def answered(asked: Asked, id: ConversationId) -> RemoteId | None:
    """The message that an answer from this card answers; None: the newest one, as from a card that is gone."""
    message = asked.interaction.message
    posted = await asked.kit.cards.read(id)
    of = next((card.slot for card in posted.cards if message and card.message == str(message.id)), "")
    try:
        return (await views.card(asked.kit.brand, asked.by, DraftId(of))).draft.about if of else None
    except NotFound:  # the draft is not kept any more; what they wrote in the window still is
        return None


async def slot(asked: Asked, id: ConversationId, message: discord.Message | None) -> str:
    """What a card shows: a draft's id, or "" for the conversation itself; raises NotFound for no card of ours."""
    posted = await asked.kit.cards.read(id)
    found = next((card.slot for card in posted.cards if message and card.message == str(message.id)), None)
    if found is None:
        raise NotFound("This card is not known any more; use the newest card of this post.")
    return found


def _posts(interaction: Interaction) -> Iterator[int]:
    """What may be the id of the post: its channel; in a text channel the message that the thread hangs on.

    What only one person sees there says on which message the button stood that it answers.
    """
    if interaction.channel_id:
        yield interaction.channel_id
    message = interaction.message
    if message:
        yield message.id
    about = message.interaction_metadata if message else None
    while about:
        if about.interacted_message_id:
            yield about.interacted_message_id
        about = about.modal_interaction


def _last(reading: Reading) -> tuple[Message | None, str]:
    last = topic_id(reading, None)
    found = next((line for line in reading.lines if line.message and line.message.id == last), None)
    return (found.message, found.author) if found else (None, "")


def _shows(card: discord.Message | None, text: str) -> bool:
    """Whether a card, as it is on the screen of whoever pressed it, shows this text (or at least how it begins)."""
    begins = quoted(text, BEGINS).removesuffix(ELLIPSIS)
    return any(begins in words for words in texts(card.components if card else ()))


def texts(components: Sequence[discord.Component]) -> Iterator[str]:
    """Every text on a message, in order."""
    for one in components:
        if isinstance(one, TextDisplay):
            yield one.content
        yield from texts(getattr(one, "children", ()))


def _about(conversation: Conversation, message: Message | None, name: str) -> About:
    if message is None:
        raise NotFound("The message that this card is about is not there any more.")
    return About(conversation, message.id, message.person, name or "somebody", message.text)
