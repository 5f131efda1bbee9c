"""The Send API: messages within their windows, private replies, and what is done besides (typing, seen, reactions).

Sources: developers.facebook.com, Messenger "Send API", "Private replies", "Error codes"; Instagram "Messaging API".
"""

from __future__ import annotations

from bot.playground.meta.calls import Call
from bot.playground.meta.nodes_owners import talking_owner
from bot.playground.meta.records import (
    LATE_WINDOW,
    WINDOW,
    Attachment,
    Comment,
    Conversation,
    Message,
    Owner,
    Page,
    Person,
    Post,
    Profile,
)
from bot.playground.meta.refusals import Refusal, invalid, missing
from bot.playground.meta.routes.talking import attached
from bot.playground.meta.wire import JsonObject

LONGEST = 2000  # characters on Messenger
LONGEST_ON_INSTAGRAM = 1000  # bytes
HUMAN_AGENT = "HUMAN_AGENT"
_REACTIONS = {"love": "❤", "smile": "😆", "wow": "😮", "sad": "😢", "angry": "😠", "like": "👍", "dislike": "👎"}
_ACTIONS = ("typing_on", "typing_off", "mark_seen", "react", "unreact")


async def send(call: Call, given: Page | Profile) -> JsonObject:
    """Send a message to somebody, a private reply to a comment, or an action such as typing_on."""
    recipient = call.mapping("recipient")
    owner = _owner(call, given, recipient)
    call.reading.demand("messages", owner, write=True)
    if owner.restricted:
        raise Refusal(10, 1893063)
    about = "comment_id" in recipient or "post_id" in recipient
    call.state.usage.take("private replies" if about else "sends", owner.id, call.now)
    if about:
        return await _reply_privately(call, owner, recipient)
    talk = _conversation(call, owner, str(recipient.get("id", "")))
    if call.text("sender_action"):
        return _act(call, talk)
    _check_window(call, talk)
    return await _say(call, talk)


def _owner(call: Call, given: Page | Profile, recipient: dict[str, object]) -> Owner:
    """A Page also writes for its profile: to whom only wrote to that, and about comments there."""
    owner = talking_owner(given, call.text("platform"))
    if not isinstance(owner, Page) or owner.profile is None:
        return owner
    about = call.state.things.get(str(recipient.get("comment_id") or recipient.get("post_id") or ""))
    if isinstance(about, Comment | Post):
        post = about.post if isinstance(about, Comment) else about
        return owner.profile if post.owner is owner.profile else owner
    person = str(recipient.get("id", ""))
    here, there = owner.conversations.get(person), owner.profile.conversations.get(person)
    return owner.profile if there is not None and (here is None or here.heard < there.heard) else owner


def _conversation(call: Call, owner: Owner, person_id: str) -> Conversation:
    talk = owner.conversations.get(person_id)
    if talk is None:
        raise Refusal(100, 2018001)
    if owner.id in talk.person.blocks or person_id in owner.muted:
        raise Refusal(551, 1545041)
    if talk.thread_owner and talk.thread_owner != call.app.id:
        raise Refusal(10, 2018300)
    return talk


def _check_window(call: Call, talk: Conversation) -> None:
    age = call.now - talk.heard if talk.heard else float("inf")
    tag = call.text("tag")
    if tag and tag != HUMAN_AGENT:
        raise invalid(f"Param tag must be one of {{HUMAN_AGENT}}, not {tag}")
    if tag and call.text("messaging_type") not in ("MESSAGE_TAG", ""):
        raise invalid("Param messaging_type must be MESSAGE_TAG when there is a tag")
    if tag and "Human Agent" not in call.app.features:
        raise Refusal(10, 0, "(#10) Application does not have permission for this action: Human Agent")
    if age > (LATE_WINDOW if tag else WINDOW):
        raise closed(talk.owner)


def closed(owner: Owner) -> Refusal:
    """The window for messages is closed."""
    return Refusal(10, 2018278) if isinstance(owner, Page) else Refusal(10, 2534022)


async def _say(call: Call, talk: Conversation, about: Comment | Post | None = None) -> JsonObject:
    body = call.mapping("message")
    text = _text(body, talk.owner)
    attachments = await _attachments(call, talk.owner, body)
    if not text and not attachments:
        raise invalid("Empty message: text or an attachment is required")
    if text and attachments:
        raise invalid("A message carries either text or an attachment")
    message = call.state.keep_message(
        talk,
        talk.owner,
        text,
        attachments,
        _answered(call, talk),
        app_id=call.app.id,
        metadata=str(body.get("metadata", "")),
        tag=call.text("tag"),
        about=about,
    )
    target = about.id if about is not None else talk.person.id
    call.record(
        target, message.id, text, talk.owner, tag=message.tag, metadata=message.metadata, files=len(attachments)
    )
    answer: JsonObject = {"recipient_id": talk.person.id, "message_id": message.id}
    return answer | ({"attachment_id": attachments[0].id} if attachments and attachments[0].id else {})


async def _attachments(call: Call, owner: Owner, body: dict[str, object]) -> list[Attachment]:
    given = body.get("attachments") or ([body["attachment"]] if body.get("attachment") else [])
    if not isinstance(given, list):
        raise invalid("Param message[attachments] must be an array")
    return [await attached(call, owner, one) for one in given]


def _text(body: dict[str, object], owner: Owner) -> str:
    text = str(body.get("text", ""))
    on_page = isinstance(owner, Page)
    size, longest = (len(text), LONGEST) if on_page else (len(text.encode()), LONGEST_ON_INSTAGRAM)
    if size > longest:
        raise invalid(f"Length of param message[text] must be less than or equal to {longest}")
    if len(str(body.get("metadata", ""))) > 1000:
        raise invalid("Length of param message[metadata] must be less than or equal to 1000")
    return text


def _answered(call: Call, talk: Conversation) -> Message | None:
    reply_to = call.mapping("reply_to") or call.mapping("message").get("reply_to") or {}
    mid = str(reply_to.get("mid", ""))
    if not mid:
        return None
    if mid not in talk.messages:
        raise invalid("Param reply_to[mid] is no message of this conversation")
    return talk.messages[mid]


async def _reply_privately(call: Call, owner: Owner, recipient: dict[str, object]) -> JsonObject:
    about_id = str(recipient.get("comment_id") or recipient.get("post_id"))
    about = call.state.things.get(about_id)
    if not isinstance(about, Comment | Post) or about.removed:
        gone = Refusal(100, 2018292, "(#100) Invalid comment_id parameter")
        raise gone if isinstance(owner, Page) else missing(about_id, "post")
    who = about.who if isinstance(about, Comment) else about.author
    post = about.post if isinstance(about, Comment) else about
    if post.owner is not owner or not isinstance(who, Person):
        raise Refusal(10903) if isinstance(owner, Page) else missing(about_id, "post")
    replies = about.privately if isinstance(about, Comment) else about.private_replies
    if replies:
        raise Refusal(10900) if isinstance(owner, Page) else Refusal(-1, 2534023)
    if call.now > about.created + LATE_WINDOW:
        raise closed(owner)
    if owner.id in who.blocks:
        raise Refusal(551, 1545041)
    answer = await _say(call, call.state.conversation(owner, who), about)
    replies.append(str(answer["message_id"]))
    return answer


def _act(call: Call, talk: Conversation) -> JsonObject:
    action = call.text("sender_action").lower()
    if action not in _ACTIONS:
        raise invalid(f"Param sender_action must be one of {', '.join(_ACTIONS)}")
    if action == "mark_seen":
        talk.unread = 0
    if action in ("react", "unreact"):
        _react(call, talk, action)
    call.record(talk.person.id, "", "", talk.owner, action=action)
    return {"recipient_id": talk.person.id}


def _react(call: Call, talk: Conversation, action: str) -> None:
    payload = call.mapping("payload")
    message = talk.messages.get(str(payload.get("message_id", "")))
    if message is None:
        raise invalid("Param payload[message_id] is no message of this conversation")
    if action == "unreact":
        message.reactions.pop(talk.owner.id, None)
        return
    reaction = str(payload.get("reaction", ""))
    message.reactions[talk.owner.id] = _REACTIONS.get(reaction, reaction)
