"""The table of X's refusals: what each means in our tree, and in words that say how to mend it.

X tells reasons in sentences for people: a row is known by a part of its sentence (in small letters), by the name of
its problem type, or by a code of the older API. `{said}` is X's own sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inbox.errors import LoginNeeded, NetworkError, Rejected, Unsupported

AGAIN: Final = "Run: .venv/bin/python run.py connect x"
CONSOLE: Final = "https://console.x.com"
HOUR: Final = 3_600.0

Row = tuple[str, type[NetworkError], str]  # our name for the reason, its place in the tree, words

NOT_SUMMONED: Final = (
    "X lets programs on this plan answer only those who mention or quote this account in the post that is answered. "
    "Open it in X and answer there."
)
SCOPE: Final = f"The login lacks a right that this needs, or this account may not do it. {AGAIN}"
GONE: Final = "This is gone from X, or its author shows it to few people only."

BY_PART: Final[Mapping[str, Row]] = {
    "have not been mentioned or otherwise engaged": ("not-summoned", Rejected, NOT_SUMMONED),
    "duplicate content": ("duplicate", Rejected, "X takes no text twice from one account. Change it a little."),
    "limited to 1 cashtag": (
        "cashtags",
        Rejected,
        "X takes one cashtag, such as $ABC, in a post. Take the others out.",
    ),
    "not allowed to reply to this conversation": (
        "restricted",
        Rejected,
        "The author of this conversation chose who may answer, and this account is not among them.",
    ),
    "deleted or not visible to you": ("gone", Rejected, GONE),
    "not allowed to edit": ("edit", Rejected, "X lets this post not be changed any more, or not by this account."),
    "not authorized to delete": ("not-ours", Rejected, "X lets an account delete only its own posts."),
    "hide or unhide replies": (
        "not-ours",
        Rejected,
        "X lets an account hide only answers in conversations that it began itself.",
    ),
    "permission to dm": (
        "closed",
        Rejected,
        "This person takes no private messages from this account: it is blocked, or their settings forbid it.",
    ),
    "text is too long": ("too-long", Rejected, "The text is too long for X."),
    "media ids are invalid": (
        "media",
        Rejected,
        "X does not know the files of this post any more. Retry to send them.",
    ),
    "oauth1 app permissions": (
        "permissions",
        Rejected,
        f"The app may only read. Give it “Read and write and Direct message” at {CONSOLE}, then connect again. {AGAIN}",
    ),
    "temporarily locked": ("locked", LoginNeeded, "X has locked this account. Log in at https://x.com to unlock it."),
    "is suspended": ("suspended", LoginNeeded, "X has suspended this account. Its owner can appeal at https://x.com."),
    "might be automated": ("automated", Rejected, "X took this for spam and refused it. Wait a while, or change it."),
    "not permitted to perform this action": ("scope", Rejected, SCOPE),
}
BY_TYPE: Final[Mapping[str, Row]] = {
    "client-forbidden": (
        "plan",
        Unsupported,
        f"The app's plan at X does not include this. What a plan includes stands at {CONSOLE}.",
    ),
    "unsupported-authentication": (
        "authentication",
        Unsupported,
        "X does not let this be done with this kind of token.",
    ),
    "oauth1-permissions": ("scope", Rejected, SCOPE),
    "resource-not-found": ("gone", Rejected, GONE),
    "not-authorized-for-resource": ("gone", Rejected, GONE),
    "resource-unavailable": ("gone", Rejected, GONE),
}
BY_CODE: Final[Mapping[int, Row]] = {
    34: ("gone", Rejected, GONE),
    50: ("gone", Rejected, "There is no such person on X any more."),
    63: ("gone", Rejected, "X has suspended this person."),
    64: BY_PART["is suspended"],
    144: ("gone", Rejected, GONE),
    150: BY_PART["permission to dm"],
    179: ("gone", Rejected, GONE),
    186: BY_PART["text is too long"],
    187: BY_PART["duplicate content"],
    226: BY_PART["might be automated"],
    326: BY_PART["temporarily locked"],
    349: BY_PART["permission to dm"],
    385: BY_PART["deleted or not visible to you"],
    433: BY_PART["not allowed to reply to this conversation"],
}

DEAD: Final = f"X does not accept the login of this account any more. {AGAIN}"
DEAD_APP: Final = (
    f"X does not accept the app's own token. Copy the Bearer Token anew from the app's Keys and tokens at {CONSOLE}."
)
CREDITS: Final = f"The app's credits at X are used up. Buy some at {CONSOLE}; Sangam tries again every hour."
CAPPED: Final = (
    f"The app has used up what X grants it for this month. Raise its limit at {CONSOLE}; Sangam tries again every hour."
)
SLOW: Final = "X asks to slow down."
CONNECTIONS: Final = "The app keeps as many streams open as X allows. Close the others: one account needs one."
TOO_LARGE: Final = "X does not take files of this size."
