"""The tables of Meta's codes: what each means in our tree, and in words that say how to mend it.

A row stands under its subcode where that alone is telling, under its code elsewhere. `{network}` is the network's name,
`{name}` what it is called in bot.yaml, `{said}` Meta's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inbox.errors import LoginNeeded, NetworkError, Rejected, Unavailable, Uncertain, WindowClosed

NAMES: Final[Mapping[str, str]] = {"facebook": "Facebook", "instagram": "Instagram"}
AGAIN: Final = "run `.venv/bin/python run.py connect {name}`"

CLOSED: Final = "{network} lets us answer for 24 hours after a message and 7 days after a comment; that is over."

Row = tuple[type[NetworkError], str]

THROTTLED: Final[Mapping[int, float]] = {  # seconds to wait where Meta does not say; its windows slide over one hour
    4: 600.0,  # calls of the app
    17: 600.0,  # calls of the person behind the token
    32: 600.0,  # calls of the Page
    341: 600.0,
    613: 60.0,  # calls of one kind, such as sends
    **dict.fromkeys(range(80_000, 80_015), 600.0),  # business use cases: 80001 Pages, 80002 Instagram, 80006 Messenger
}

DEAD: Final[Mapping[int, Row]] = {  # subcodes of 190
    458: (LoginNeeded, "The app was taken out of the account at {network}; " + AGAIN + " and let it in again."),
    459: (
        LoginNeeded,
        "{network} wants the owner to log in there and answer what it asks; then " + AGAIN + ".",
    ),
    460: (LoginNeeded, "The password was changed, which ended the access token; " + AGAIN + "."),
    463: (LoginNeeded, "The access token has expired; " + AGAIN + "."),
    464: (LoginNeeded, "The account's owner has not confirmed the account at {network}; do that, then " + AGAIN + "."),
    467: (
        LoginNeeded,
        "The access token was withdrawn, or its owner logged out; " + AGAIN + ".",
    ),
    492: (
        LoginNeeded,
        "Whose access token it is has no role on the Page any more; give them one and " + AGAIN + ".",
    ),
    2069032: (LoginNeeded, "The access token is a person's, and a Page's is needed; " + AGAIN + "."),
}

BY_CODE: Final[Mapping[int, Row]] = {
    21: (Rejected, "This Page has been merged into another one: {said}."),
    100: (Rejected, "{network} refused: {said}"),
    102: (LoginNeeded, "The access token is not valid any more; " + AGAIN + "."),
    190: (LoginNeeded, "{network} does not accept the access token any more ({said}); " + AGAIN + "."),
    230: (Rejected, "This person has not agreed to talk to the app; they have to write first."),
    368: (Rejected, "{network} has blocked this for now, for going against its rules: {said}"),
    506: (Rejected, "{network} takes no text twice in a row; change it a little."),
    551: (Rejected, "This person cannot be written to right now: they blocked us, or left."),
    803: (Rejected, "This is gone, or the app may not see it."),
    10900: (Rejected, "This comment has been answered in private already; {network} lets that happen once."),
    10902: (Rejected, "{network} does not let this comment be answered in private."),
    10903: (Rejected, "This person cannot be answered in private: their settings, or a block, forbid it."),
}

BY_SUBCODE: Final[Mapping[tuple[int | None, int], Row]] = {
    **{(190, subcode): row for subcode, row in DEAD.items()},
    (100, 33): (Rejected, "This is gone, or the app may not see it."),
    (None, 2018278): (WindowClosed, CLOSED),
    (None, 2534022): (WindowClosed, CLOSED),
    (None, 2018065): (WindowClosed, CLOSED),
    (None, 2534023): (Rejected, "This comment has been answered in private already; {network} lets that happen once."),
    # Not in Meta's own tables, but told of by several public clients (2026).
    (100, 2534014): (
        Rejected,
        "Instagram finds nobody to write to: they never wrote, or the comment is gone or answered.",
    ),
    (100, 2534025): (Rejected, "Instagram does not let this comment be answered in private."),
    (200, 2534041): (Rejected, "The account's owner took the app's access away; " + AGAIN + "."),
    (None, 2018292): (Rejected, "{network} knows no such comment; it is gone, or cannot be answered in private."),
    (None, 1545041): (Rejected, "This person cannot be written to right now: they blocked us, or left."),
    (None, 2018001): (Rejected, "{network} knows nobody by this id who could be written to; they have to write first."),
    (None, 2018108): (Rejected, "This person takes no messages from us: they blocked us, or switched them off."),
    (10, 2018300): (Rejected, "Another app has taken over this conversation; answer in {network}'s own inbox."),
    (10, 1893063): (
        Rejected,
        "{network} has restricted the Page for a time; its page for quality says why.",
    ),
    # Publishing on Instagram: docs/instagram-platform/instagram-api-with-facebook-login/error-codes
    (None, 2207001): (Uncertain, "Instagram failed for a moment: {said}"),
    (None, 2207003): (
        Rejected,
        "Instagram took too long to fetch the file; check web.public_url.",
    ),
    (None, 2207004): (Rejected, "The picture is too large; Instagram takes at most 8 MB."),
    (None, 2207005): (Rejected, "Instagram does not take pictures of this format; make it a JPEG."),
    (None, 2207006): (Rejected, "Instagram does not find this media any more."),
    (None, 2207008): (Rejected, "What was prepared for Instagram is gone; retry, and it is prepared anew."),
    (None, 2207009): (Rejected, "The picture is too tall or too wide; Instagram takes 4:5 to 1.91:1."),
    (None, 2207010): (Rejected, "The caption is too long; Instagram takes at most 2,200 characters."),
    (None, 2207020): (Rejected, "What was prepared for Instagram has expired; retry, and it is prepared anew."),
    (None, 2207023): (Rejected, "Instagram does not know this kind of media."),
    (None, 2207026): (Rejected, "Instagram does not take videos of this format; make it an MP4 with H.264 and AAC."),
    (None, 2207027): (Unavailable, "Instagram is not done with the files of this post yet."),
    (None, 2207028): (Rejected, "Instagram cannot make a carousel of these files: it takes 2 to 10, all ready."),
    (None, 2207042): (Rejected, "Instagram takes no more posts of this account today."),
    (None, 2207050): (
        Rejected,
        "Instagram has restricted this account; answer what its app asks.",
    ),
    (None, 2207051): (Rejected, "Instagram took this for spam and blocked it; wait, and post less of the same."),
    (None, 2207052): (
        Rejected,
        "Instagram could not fetch the file; check web.public_url.",
    ),
    (None, 2207081): (Rejected, "This account cannot post trial reels."),
}
