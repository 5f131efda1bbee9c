"""What each payload of a Page tells."""

from __future__ import annotations

from inbox.incoming import (
    Incoming,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    Reacted,
    Seen,
    ThreadDescribed,
)
from inbox.models import Contact, Media, RemoteId, Subject, Thread
from tests.bot.networks.meta.payloads import (
    ASHA,
    BHAVIN,
    CDN,
    CHEN,
    DOLORES,
    TM,
    TOLD,
    T,
    below,
    medium,
    nameless,
    private,
    said,
)

POST = "00000206070979425408_00000712750021053074"
FIRST, SECOND = "00000712750021053074_00001063824911537852", "00000712750021053074_00001063824911537999"
OWN = "712750021053074_1063824911537852"
LINK = "https://www.facebook.com/nadipottery/posts/pfbid02wFArvUKS8HkiVApJX"
REEL = "https://www.facebook.com/reel/332032482914500"
VIDEO = "https://video.xx.fbcdn.net/v/"
UNDER = below(FIRST, POST, link=LINK)
BARE = below(FIRST, POST)
PHOTO = "00000332029742914774_00001735528193537632"
BY_THEM = Thread(RemoteId("c.00000206070979425408_00000812750021053111"), "comments")
THEIR_POST = "00000206070979425408_00000812750021053111"
STICKER = "[a sticker, or something else that cannot be shown here]"
ASKED = "Is the blue bowl still there?"


def asked(thread: Thread = UNDER, id: str = FIRST, text: str = ASKED, *media: Media) -> NewMessage:
    """What Asha commented."""
    return said(thread, id, ASHA, text, T, *media)


def posted(text: str, *media: Media) -> NewMessage:
    """What Dolores left on our Page."""
    return said(BY_THEM, THEIR_POST, DOLORES, text, T, *media)


def reacted(emoji: str) -> Reacted:
    """What Bhavin did to Asha's comment."""
    return Reacted(UNDER, RemoteId(FIRST), nameless(BHAVIN, ""), emoji, TOLD)


COMMENTS: dict[str, list[Incoming]] = {
    "comment": [asked()],
    "comment_with_escapes": [asked(UNDER, FIRST, "Schön! 茶碗 🏺 / ₹500")],
    "comment_on_photo": [asked(below(PHOTO, "00000206070979425408_00000332029982914750", link=LINK), PHOTO)],
    "comment_on_video": [asked()],
    "comment_on_share": [asked()],
    "comment_on_reel": [asked(below(FIRST, POST, link=REEL))],
    "comment_on_ad": [asked(below(FIRST, POST, link=LINK, ad=True))],
    "comment_on_deleted_post": [asked(BARE)],
    "comment_without_post_id": [asked(BARE)],
    "comment_reply": [said(UNDER, SECOND, BHAVIN, "The big one?", T, reply_to=RemoteId(FIRST))],
    "comment_without_from": [said(UNDER, FIRST, Contact(RemoteId("unknown." + OWN), ""), ASKED, T)],
    "comment_with_photo": [
        asked(UNDER, FIRST, "", medium("image", CDN + "broken.jpg?_nc_cat=108&oh=00_AfB&oe=65723DB2", f"comment:{OWN}"))
    ],
    "comment_with_photo_and_text": [
        asked(UNDER, FIRST, "It came like this", medium("image", CDN + "broken.jpg?oe=65723DB2", f"comment:{OWN}"))
    ],
    "comment_with_video": [
        asked(UNDER, FIRST, "", medium("video", VIDEO + "t42.1790-2/dance.mp4?oe=6571C794", f"comment:{OWN}"))
    ],
    "comment_sticker_only": [asked(UNDER, FIRST, STICKER)],
    "comment_emoji_only": [asked(UNDER, FIRST, "😍😍")],
    "comment_by_us": [said(UNDER, SECOND, None, "Yes, two are left.", T, reply_to=RemoteId(FIRST))],
    "comment_by_another_page": [
        said(UNDER, FIRST, Contact(RemoteId("370873143344730"), "Clay Friends"), "Lovely work", T)
    ],
    "comment_already_hidden": [asked(UNDER, FIRST, "click-here.example"), MessageHidden(UNDER, RemoteId(FIRST), T)],
    "comment_edited": [MessageEdited(UNDER, RemoteId(FIRST), ASHA, "Is the blue bowl still there, and the jug?", TOLD)],
    "comment_edited_by_us": [MessageEdited(UNDER, RemoteId(SECOND), None, "Yes, three are left.", TOLD)],
    "comment_removed": [MessageRemoved(BARE, RemoteId(FIRST), TOLD)],
    "comment_reply_removed": [MessageRemoved(BARE, RemoteId(SECOND), TOLD)],
    "comment_hidden": [MessageHidden(UNDER, RemoteId(FIRST), TOLD)],
    "comment_unhidden": [MessageHidden(UNDER, RemoteId(FIRST), TOLD, hidden=False)],
    "comment_reaction": [reacted("❤️")],
    "comment_reaction_changed": [reacted("😮")],
    "comment_reaction_taken_back": [reacted("")],
    "comment_like": [reacted("👍")],
    "comment_like_by_us": [],
    "post_reaction": [],
    "page_liked": [],
    "post_added": [],
    "post_added_photo": [],
    "post_edited": [],
    "post_removed": [],
    "post_by_visitor": [posted("¿Hacen talleres?")],
    "post_by_visitor_photo": [
        posted("", medium("image", CDN + "jug.jpg?oe=6", "post:206070979425408_812750021053111"))
    ],
    "post_by_visitor_photos": [
        posted(
            "Mi colección",
            medium("image", CDN + "one.jpg", "post:206070979425408_812750021053111"),
            medium("image", CDN + "two.jpg", "post:206070979425408_812750021053111", 1),
        )
    ],
    "post_by_visitor_share": [posted("Mirad\nhttps://news.example/pottery")],
    "post_by_visitor_video": [posted("", medium("video", VIDEO + "kiln.mp4", "post:206070979425408_812750021053111"))],
    "post_by_visitor_edited": [
        MessageEdited(BY_THEM, RemoteId(THEIR_POST), DOLORES, "¿Hacen talleres de torno?", TOLD)
    ],
    "post_by_visitor_removed": [MessageRemoved(BY_THEM, RemoteId(THEIR_POST), TOLD)],
    "post_by_visitor_hidden": [MessageHidden(BY_THEM, RemoteId(THEIR_POST), TOLD)],
    "page_mentioned_in_comment": [
        said(
            below(
                "00000690891113073877_00000759878495960329",
                "00000370873143344730_00000690891113073877",
                link="https://www.facebook.com/clayfriends/posts/690891113073877",
            ),
            "00000690891113073877_00000759878495960329",
            CHEN,
            "Ask Nadi Pottery",
            T,
        )
    ],
    "page_mentioned_in_post": [
        said(
            Thread(RemoteId("c.00024266381753000103_00000690891113073877"), "comments"),
            "00024266381753000103_00000690891113073877",
            CHEN,
            "Thank you Nadi Pottery",
            T,
        )
    ],
    "unknown_item": [],
    "unknown_field": [],
    "batch": [
        said(BARE, FIRST, ASHA, "First", T),
        said(BARE, SECOND, BHAVIN, "Second", T + 2_000, reply_to=RemoteId(FIRST)),
        MessageEdited(BARE, RemoteId(FIRST), ASHA, "First, mended", TOLD),
        MessageHidden(BARE, RemoteId(FIRST), TOLD),
    ],
    "strange_time": [said(BARE, FIRST, ASHA, "When?", 1785312600_000)],
}

SOMEBODY = nameless(ASHA)
HERS = private(ASHA)
FILES = "https://cdn.fbsbx.com/v/t59.2708-21/"
HELD = "message:m_AbC"
LOOKASIDE = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=17&signature=Ab"
AD = Subject(
    RemoteId("00000712750021053999"),
    "Spring bowls",
    media=(medium("image", CDN + "ad.jpg", "ad:6045246247433"),),
    ad=True,
)


def wrote(text: str, *media: Media, thread: Thread = HERS, **more: object) -> NewMessage:
    """What Asha wrote in private."""
    return said(thread, "m_AbC", SOMEBODY, text, TM, *media, **more)


def we(text: str, **more: object) -> NewMessage:
    """What was said in our name."""
    return said(HERS, "m_Zy", None, text, TM, **more)


def felt(emoji: str) -> Reacted:
    """What Asha did to a message of ours."""
    return Reacted(HERS, RemoteId("m_Zy"), nameless(ASHA, ""), emoji, TM)


MESSAGES: dict[str, list[Incoming]] = {
    "message": [wrote("Do you ship to Goa?")],
    "message_in_reply": [wrote("And to Goa?", reply_to=RemoteId("m_x"))],
    "message_quick_reply": [wrote("Yes please")],
    "message_image": [wrote("", medium("image", CDN + "shard.jpg?oe=1", HELD))],
    "message_images": [
        wrote("Both sides", medium("image", CDN + "a.jpg", HELD), medium("image", CDN + "b.jpg", HELD, 1))
    ],
    "message_video": [wrote("", medium("video", VIDEO + "crack.mp4?oe=1", HELD))],
    "message_audio": [wrote("", medium("audio", FILES + "audioclip.mp4?oe=1", HELD))],
    "message_file": [
        wrote("", medium("file", FILES + "7.pdf/my%20invoice.pdf?_nc_cat=1&dl=1", HELD, name="my invoice.pdf"))
    ],
    "message_sticker": [wrote("", medium("sticker", CDN + "like.png", HELD, alt="👍"))],
    "message_sticker_twice": [wrote("", medium("sticker", CDN + "cat.png", HELD))],
    "message_link": [wrote("https://news.example/pottery\n[shared a link: A kiln of one's own]")],
    "message_fallback_empty": [wrote("[shared a link]")],
    "message_fallback_old": [wrote("[shared a link: A kiln] https://news.example/kiln")],
    "message_reel": [wrote(f"[shared a reel: Throwing a bowl] {REEL}")],
    "message_ig_reel": [wrote("[shared a reel: Glaze]", medium("video", LOOKASIDE, HELD, name="reel"))],
    "message_post": [wrote(f"[shared a post: Two bowls] {LINK}")],
    "message_product": [wrote("[a product: Blue bowl]")],
    "message_appointment": [wrote("[an appointment: Workshop, Saturday]")],
    "message_location": [wrote("📍 Asha's location 15.299300,74.124000", Media("location", "15.299300,74.124000"))],
    "message_unknown_attachment": [
        wrote("[a kind of message that cannot be shown here]", medium("file", CDN + "holo.bin", HELD))
    ],
    "message_empty": [wrote("[a kind of message that cannot be shown here]")],
    "message_from_ad": [wrote("Is this one left?", thread=private(ASHA, AD))],
    "message_from_ad_without_context": [
        wrote("Hi", thread=private(ASHA, Subject(RemoteId("ad.6045246247433"), "", ad=True)))
    ],
    "message_deleted": [MessageRemoved(HERS, RemoteId("m_AbC"), TM)],
    "message_standby": [wrote("Are you a robot?")],
    "message_as_change": [said(HERS, "m_AbC", SOMEBODY, "As a change", T)],
    "echo_of_ours": [we("Yes, we ship to Goa.", delivery="01HZX0000000000000000000AB")],
    "echo_of_another_app": [we("Yes!")],
    "echo_from_the_inbox": [we("Yes, Meera here.")],
    "echo_with_template": [we("[a card: Choose]")],
    "echo_standby": [we("A colleague will answer.")],
    "message_edit": [MessageEdited(HERS, RemoteId("m_AbC"), SOMEBODY, "Do you ship to Diu?", TM)],
    "reaction": [felt("❤️")],
    "reaction_by_name": [felt("😆")],
    "reaction_taken_back": [felt("")],
    "reaction_by_us": [],
    "read": [Seen(HERS, 1785311990_000)],
    "delivered": [Seen(HERS, 1785311980_000, read=False)],
    "delivered_without_watermark": [Seen(HERS, TM, read=False)],
    "postback": [said(HERS, "m_PB", SOMEBODY, "Opening hours", TM)],
    "postback_standby": [said(HERS, f"postback.{ASHA.remote}.{TM}", SOMEBODY, "Opening hours", TM)],
    "postback_from_ad": [said(private(ASHA, AD), "m_PB", SOMEBODY, "Get started", TM)],
    "postback_as_change": [said(HERS, "m_PB", SOMEBODY, "Opening hours", T)],
    "referral_ad": [ThreadDescribed(private(ASHA, AD), TM)],
    "referral_link": [],
    "optin": [],
    "account_linking": [],
    "pass_thread_control": [],
    "take_thread_control": [],
    "unknown_line": [],
}
