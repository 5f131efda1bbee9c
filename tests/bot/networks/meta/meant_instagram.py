"""What each payload of an Instagram account tells."""

from __future__ import annotations

from inbox.incoming import Incoming, MessageEdited, MessageRemoved, NewMessage, Reacted, Seen
from inbox.models import Contact, Media, RemoteId, Subject, Thread
from tests.bot.networks.meta.payloads import (
    ASHA_HERE,
    BHAVIN_HERE,
    CDN,
    TM,
    TOLD,
    below,
    medium,
    nameless,
    private,
    said,
)

POST = "00018172143295349192"
FIRST, SECOND = "00017919697626119712", "00017919697626119999"
UNDER = below(FIRST, POST)
ASKED = "What glaze is this?"


def asked(thread: Thread = UNDER, text: str = ASKED) -> NewMessage:
    """What Asha commented; the hook has no time of its own."""
    return said(thread, FIRST, ASHA_HERE, text, TOLD)


COMMENTS: dict[str, list[Incoming]] = {
    "comment": [asked()],
    "comment_reply": [said(UNDER, SECOND, BHAVIN_HERE, "Celadon, I think", TOLD, reply_to=RemoteId(FIRST))],
    "comment_on_reel": [asked()],
    "comment_on_story": [asked()],
    "comment_on_ad": [asked(below(FIRST, POST, "Spring bowls", ad=True))],
    "comment_on_album": [asked(Thread(RemoteId("c." + FIRST), "comments"))],
    "comment_by_us": [said(UNDER, SECOND, None, "Celadon.", TOLD, reply_to=RemoteId(FIRST))],
    "comment_without_from": [said(UNDER, FIRST, Contact(RemoteId("unknown.17919697626119712"), ""), ASKED, TOLD)],
    "comment_without_text": [asked(UNDER, "[a sticker, or something else that cannot be shown here]")],
    "comment_emoji_only": [asked(UNDER, "🔥")],
    "comment_object_page": [asked()],
    "comment_without_wrapper": [asked()],
    "live_comment": [asked(UNDER, "Hello from Goa")],
    "mention_in_comment": [],
    "mention_in_caption": [],
    "story_insights": [],
}

SOMEBODY = nameless(ASHA_HERE)
HERS = private(ASHA_HERE)
MID, OURS = "aWdfZAG1faXRlbToxOklH", "aWdfZAG1faXRlbToxOklI"
HELD = f"message:{MID}"
ASSET = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=17949487764033669&signature=Abx"
AD = Subject(
    RemoteId("ad.6045246247433"), "Spring bowls", media=(medium("image", CDN + "ad.jpg", "ad:6045246247433"),), ad=True
)


def wrote(text: str, *media: Media, thread: Thread = HERS, **more: object) -> NewMessage:
    """What Asha wrote in private."""
    return said(thread, MID, SOMEBODY, text, TM, *media, **more)


MESSAGES: dict[str, list[Incoming]] = {
    "message": [wrote("Are you open on Sunday?")],
    "message_object_page": [wrote("Are you open on Sunday?")],
    "message_in_reply": [wrote("And Monday?", reply_to=RemoteId("aWdfZAG1faXRlbToxOklZ"))],
    "message_image": [wrote("", medium("image", ASSET, HELD))],
    "message_video": [wrote("", medium("video", ASSET, HELD))],
    "message_audio": [wrote("", medium("audio", ASSET, HELD))],
    "message_file": [wrote("", medium("file", ASSET, HELD))],
    "message_share": [wrote("[shared a post]", medium("file", ASSET, HELD, name="post"))],
    "message_story_mention": [wrote("[mentioned you in their story]", medium("file", ASSET, HELD, name="story"))],
    "message_reel": [wrote("[shared a reel: Throwing]", medium("video", ASSET, HELD, name="reel"))],
    "message_ig_post": [wrote("[shared a post: Two bowls]", medium("file", ASSET, HELD, name="post"))],
    "message_ephemeral": [wrote("[a picture or video that can be seen once]")],
    "message_unsupported": [wrote("[a kind of message that cannot be shown here]")],
    "message_story_reply": [wrote("So good!\n[an answer to your story]", medium("file", ASSET, HELD, name="story"))],
    "message_from_ad": [wrote("Price?", thread=private(ASHA_HERE, AD))],
    "message_about_product": [wrote("Is it dishwasher safe?")],
    "message_to_ourselves": [],
    "postback_to_ourselves": [],
    "message_echo": [said(HERS, OURS, None, "Yes, ten to four.", TM)],
    "message_echo_of_ours": [said(HERS, OURS, None, "Yes.", TM, delivery="01HZX0000000000000000000AB")],
    "message_unsent": [MessageRemoved(HERS, RemoteId(MID), TM)],
    "message_unsent_by_us": [MessageRemoved(HERS, RemoteId(OURS), TM)],
    "message_edit": [MessageEdited(HERS, RemoteId(MID), SOMEBODY, "Are you open on Monday?", TM)],
    "message_edit_as_change": [MessageEdited(HERS, RemoteId(MID), SOMEBODY, "Are you open on Monday?", TM)],
    "message_edit_as_bare_change": [MessageEdited(HERS, RemoteId(MID), SOMEBODY, "Are you open on Monday?", TM)],
    "reaction": [Reacted(HERS, RemoteId(OURS), nameless(ASHA_HERE, ""), "❤️", TM)],
    "reaction_taken_back": [Reacted(HERS, RemoteId(OURS), nameless(ASHA_HERE, ""), "", TM)],
    "reaction_as_bare_change": [Reacted(HERS, RemoteId(OURS), nameless(ASHA_HERE, ""), "😮", TM)],
    "seen": [Seen(HERS, TM)],
    "postback": [said(HERS, "aWdfPB", SOMEBODY, "Opening hours", TM)],
    "referral_link": [],
    "handover": [],
    "standby": [wrote("Hello?")],
}
