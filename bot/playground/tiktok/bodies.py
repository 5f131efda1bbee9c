"""How the simulated TikTok writes what it knows: comments, posts and messages in lists and in events."""

from __future__ import annotations

from bot.playground.tiktok.records import (
    Account,
    Author,
    Comment,
    Conversation,
    JsonObject,
    Message,
    Person,
    Publication,
    Video,
)


def comment_in_list(comment: Comment) -> JsonObject:
    """A comment as the lists show it: ids are text there."""
    body = _comment(comment) | {
        "comment_id": comment.id,
        "video_id": comment.video.id,
        "replies": len(comment.replies),
        "pinned": comment.video.pinned == comment.id,
    }
    return body | ({"parent_comment_id": comment.parent.id} if comment.parent else {})


def reply_in_list(comment: Comment) -> JsonObject:
    """A reply below its comment, where the ids are numbers."""
    body = _comment(comment) | {"comment_id": int(comment.id), "video_id": int(comment.video.id)}
    return body | ({"parent_comment_id": comment.parent.id} if comment.parent else {})


def _comment(comment: Comment) -> JsonObject:
    who = comment.who
    return {
        "user_id": f"{hash_of(who)}",
        "unique_identifier": who.unique_identifier,
        "create_time": str(int(comment.at)),
        "text": comment.text,
        "likes": len(comment.likes) + comment.liked,
        "owner": comment.owner,
        "liked": comment.liked,
        "status": "HIDDEN" if comment.hidden else "PUBLIC",
        "username": who.username,
        "display_name": who.name,
        "profile_image": picture_of(who),
    }


def hash_of(who: Author) -> str:
    """The old identity of somebody, which the next version will not have any more."""
    return who.unique_identifier.encode().hex()[:32]


def picture_of(who: Author) -> str:
    """Where a picture of somebody would be."""
    return f"https://p16-sign-va.tiktokcdn.com/{hash_of(who)}~c5_168x168.jpeg?x-expires=1999999999"


def comment_told(comment: Comment, action: str, at: float) -> JsonObject:
    """The content of comment.update: ids are numbers, the time is in milliseconds."""
    body: JsonObject = {"comment_id": int(comment.id), "video_id": int(comment.video.id)}
    if comment.parent is not None:
        body["parent_comment_id"] = int(comment.parent.id)
    return body | {
        "comment_type": "reply" if comment.parent else "comment",
        "comment_action": action,
        "timestamp": round(at * 1000),
        "unique_identifier": comment.who.unique_identifier,
        "text": comment.text,
    }


def between(conversation: Conversation, *, ours: bool, upper: bool) -> JsonObject:
    """From whom to whom a message goes; lists write roles in capitals, events do not."""
    account, person = conversation.account, conversation.person
    business, personal = ("BUSINESS_ACCOUNT", "PERSONAL_ACCOUNT") if upper else ("business_account", "personal_account")
    we: JsonObject = {"id": account.open_id, "role": business}
    they: JsonObject = {"id": person.unique_identifier, "role": personal}
    names = ("sender", "recipient") if upper else ("from", "to")
    first, second = (account.username, person.username) if ours else (person.username, account.username)
    return {
        names[0]: first,
        "from_user": we if ours else they,
        names[1]: second,
        "to_user": they if ours else we,
    }


def message_told(message: Message) -> JsonObject:
    """The content of im_receive_msg and im_send_msg."""
    conversation = message.conversation
    body = between(conversation, ours=message.ours, upper=False) | {
        "unique_identifier": conversation.person.unique_identifier,
        "conversation_id": conversation.id,
        "message_id": message.id,
        "timestamp": round(message.at * 1000),
        "type": message.kind,
        "message_tag": {"source": message.source},
        "is_follower": conversation.person.follows,
    }
    return body | _inside(message)


def message_without_words(message: Message) -> JsonObject:
    """The content of im_receive_msg_eu: only to whom, and when."""
    told = message_told(message)
    return {name: told[name] for name in ("to", "to_user", "timestamp")}


def read_told(conversation: Conversation, at: float) -> JsonObject:
    """The content of im_mark_read_msg."""
    return between(conversation, ours=False, upper=False) | {
        "unique_identifier": conversation.person.unique_identifier,
        "conversation_id": conversation.id,
        "timestamp": round(at * 1000),
        "read": {"last_read_timestamp": round(at * 1000)},
    }


def message_in_list(message: Message) -> JsonObject:
    """A message as the list of a conversation shows it."""
    body = between(message.conversation, ours=message.ours, upper=True) | {
        "conversation_id": message.conversation.id,
        "message_id": message.id,
        "timestamp": round(message.at * 1000),
        "message_type": message.kind.upper(),
        "message_tag": {"source": message.source},
    }
    return body | _inside(message)


def _inside(message: Message) -> JsonObject:
    body: JsonObject = dict(message.details)
    if message.kind == "text":
        body["text"] = {"body": message.text}
    if message.kind in ("image", "video"):
        body[message.kind] = {"media_id": message.media_id}
    if message.video is not None:
        body["share_post"] = {"embed_url": embed_of(message.video)}
    if message.answers is not None:
        body["referenced_message_info"] = {"referenced_message_id": message.answers.id}
    return body


def participants(conversation: Conversation) -> list[JsonObject]:
    """Both sides of a conversation."""
    account, person = conversation.account, conversation.person
    return [
        _participant(account) | {"role": "BUSINESS_ACCOUNT"},
        _participant(person) | {"role": "PERSONAL_ACCOUNT", "is_follower": person.follows},
    ]


def _participant(who: Account | Person) -> JsonObject:
    return {"id": who.id, "display_name": who.name, "profile_image": picture_of(who)}


def embed_of(video: Video) -> str:
    """Where a post can be seen inside another page."""
    return f"https://www.tiktok.com/player/v1/{video.id}?music_info=1&description=1&autoplay=1&loop=1"


def share_of(video: Video) -> str:
    """Where a post can be seen."""
    path = "photo" if video.kind == "PHOTO" else "video"
    return f"https://www.tiktok.com/@{video.account.username}/{path}/{video.id}"


def publication_told(publication: Publication) -> JsonObject:
    """The content of the events of a post on its way."""
    way = "INBOX_SHARE" if publication.draft else "DIRECT_PUBLISH"
    body: JsonObject = {"publish_id": publication.id, "publish_type": way}
    if publication.reason:
        body["reason"] = publication.reason
    return body
