"""What apps are told when something happens: the values of changes and the elements of `messaging`, as Meta has them.

Sources: developers.facebook.com, Graph API Webhooks reference "Page" (field feed), Messenger Platform webhook
reference, Instagram Platform webhook examples.
"""

from __future__ import annotations

from bot.playground.meta.files import FileStore
from bot.playground.meta.records import Attachment, Author, Comment, Conversation, Message, Page, Person, Post, Profile
from bot.playground.meta.wire import JsonObject, written

FEELINGS = {"❤": "love", "😆": "smile", "😮": "wow", "😢": "sad", "😠": "angry", "👍": "like", "👎": "dislike"}
FACEBOOK = "https://www.facebook.com"
INSTAGRAM = "https://www.instagram.com"


def permalink(thing: Post | Comment) -> str:
    """Where people see it."""
    if isinstance(thing, Comment):
        return f"{permalink(thing.post)}?comment_id={thing.id.rpartition('_')[2]}"
    if isinstance(thing.owner, Page):
        return f"{FACEBOOK}/{thing.owner.id}/posts/{thing.number}"
    kind = "reel" if thing.product == "REELS" else "p"
    return f"{INSTAGRAM}/{kind}/{shortcode(thing)}/"


def shortcode(post: Post) -> str:
    """The short name of a piece of Instagram media."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    number, code = int(post.id) % 64**8, ""
    while number:
        number, digit = divmod(number, 64)
        code = letters[digit] + code
    return f"D{code}"


def feed_value(comment: Comment, verb: str, files: FileStore) -> JsonObject:
    """The value of a `feed` change about a comment under a Page's post."""
    post = comment.post
    value: JsonObject = {}
    if not isinstance(comment.who, Person) or (isinstance(post.owner, Page) and post.owner.shows_names):
        value["from"] = named(comment.who)
    value["post"] = {
        "status_type": status_type(post),
        "is_published": post.published,
        "updated_time": written(post.updated or post.created),
        "permalink_url": permalink(post),
        "promotion_status": "active" if post.ad else "inactive",
        "id": post.id,
    }
    if verb != "remove":
        value["message"] = comment.text
        if comment.picture is not None:
            value["photo"] = files.link(comment.picture)
    return value | {
        "post_id": post.id,
        "comment_id": comment.id,
        "created_time": int(comment.created),
        "item": "comment",
        "parent_id": comment.under.id if comment.under is not None else post.id,
        "verb": verb,
    }


def post_value(post: Post, verb: str) -> JsonObject:
    """The value of a `feed` change about a post."""
    value: JsonObject = {"from": named(post.author or post.owner)}
    if post.text and verb != "remove":
        value["message"] = post.text
    item = {"added_photos": "photo", "added_video": "video", "shared_story": "share"}.get(status_type(post), "status")
    published = {"published": int(post.published)} if verb == "add" else {}
    return value | {"post_id": post.id, "created_time": int(post.created), "item": item, "verb": verb} | published


def reaction_value(person: Person, post: Post, verb: str, now: float) -> JsonObject:
    """The value of a `feed` change about a reaction to a post."""
    return {
        "from": named(person),
        "post_id": post.id,
        "parent_id": post.owner.id,
        "created_time": int(now),
        "item": "reaction",
        "reaction_type": "like",
        "verb": verb,
    }


def status_type(post: Post) -> str:
    """What kind of post it is, as Pages call it."""
    if post.video is not None:
        return "added_video"
    if post.pictures:
        return "added_photos"
    return "shared_story" if post.link else "mobile_status_update"


def comment_value(comment: Comment) -> JsonObject:
    """The value of a `comments` change about a comment on Instagram."""
    post = comment.post
    media: JsonObject = {"id": post.id, "media_product_type": post.product}
    if post.ad:
        media |= {"ad_id": str(post.figures.get("ad_id", "")), "ad_title": post.text[:40], "original_media_id": post.id}
    value: JsonObject = {"from": handled(comment.who), "media": media, "id": comment.id}
    if comment.under is not None:
        value["parent_id"] = comment.under.id
    return value | {"text": comment.text}


def named(who: Author) -> JsonObject:
    """Somebody on Facebook."""
    return {"id": who.id, "name": who.name}


def handled(who: Author) -> JsonObject:
    """Somebody on Instagram."""
    body: JsonObject = {"id": who.id, "username": who.username}
    return body | ({"self_ig_scoped_id": who.scoped_id} if isinstance(who, Profile) else {})


def between(conversation: Conversation, *, ours: bool, at: float) -> JsonObject:
    """The envelope of an element of `messaging`."""
    owner, person = {"id": conversation.owner.id}, {"id": conversation.person.id}
    return {
        "sender": owner if ours else person,
        "recipient": person if ours else owner,
        "timestamp": round(at * 1000),
    }


def message_value(message: Message, files: FileStore) -> JsonObject:
    """The element of `messaging` that carries a message; an echo when it is ours."""
    body: JsonObject = {"mid": message.id}
    if message.ours:
        body["is_echo"] = True
        if message.app_id:
            body["app_id"] = int(message.app_id)
        if message.metadata:
            body["metadata"] = message.metadata
    if message.unsupported:
        body["is_unsupported"] = True
    if message.text:
        body["text"] = message.text
    if message.attachments:
        body["attachments"] = [_attached(one, files) for one in message.attachments]
    if message.story:
        body["reply_to"] = {"story": message.story}
    elif message.reply_to is not None:
        body["reply_to"] = {"mid": message.reply_to.id}
    if message.referral:
        body["referral"] = message.referral
    return between(message.conversation, ours=message.ours, at=message.created) | {"message": body}


def unsent_value(message: Message, at: float) -> JsonObject:
    """The element that tells that a message was taken back."""
    body = {"mid": message.id, "is_deleted": True}
    return between(message.conversation, ours=message.ours, at=at) | {"message": body}


def edited_value(message: Message, at: float) -> JsonObject:
    """The element that tells a message's new text."""
    edit = {"mid": message.id, "text": message.text, "num_edit": message.edits}
    return between(message.conversation, ours=message.ours, at=at) | {"message_edit": edit}


def felt_value(message: Message, emoji: str, at: float) -> JsonObject:
    """The element that tells a reaction to a message; an empty emoji takes it back."""
    reaction: JsonObject = {"mid": message.id, "action": "react" if emoji else "unreact"}
    if emoji:
        reaction |= {"reaction": FEELINGS.get(emoji.rstrip("\ufe0f"), "other"), "emoji": emoji}
    return between(message.conversation, ours=False, at=at) | {"reaction": reaction}


def _attached(attachment: Attachment, files: FileStore) -> JsonObject:
    payload = dict(attachment.payload)
    if attachment.file is not None:
        payload = {"url": files.link(attachment.file)} | payload
    return {"type": attachment.kind, "payload": payload}
