"""Why a text looks like spam, in words that a moderator would use."""

from __future__ import annotations

from responders.moderation.spam.model import model
from responders.moderation.spam.traces import traces

MOST, LEAST = 3, 0.15  # how many are said, and what a figure must add to the score to be one
# The first of those that speak for one thing is said, the others are not.
REASONS: dict[str, str] = {
    "visit": "asks to visit a channel or page",
    "subscribe": "asks to subscribe or follow",
    "like": "asks for likes or shares",
    "contact_number": "asks to call or write to a number",
    "contact": "asks to be contacted in private",
    "win": "promises a prize",
    "invest": "speaks of crypto or trading with money",
    "money": "promises money",
    "adult": "advertises sex or dating",
    "support": "speaks like a support desk that is not yours",
    "job": "offers a job or work from home",
    "offer": "is written like a bulk offer",
    "grow": "sells views or followers",
    "healer": "advertises a healer or spells",
    "click": "asks to follow a link or download something",
    "link_s": "a link that hides where it leads",
    "link_i": "an invitation to a chat or group",
    "link_o": "a link to an unusual ending",
    "link_r": "a link that pays for who follows it",
    "link_d": "a link to a shop, fund or survey",
    "link_h": "a link written so as not to look like one",
    "link_only": "nothing but a link",
    "link": "a link",
    "phone_money": "money and a phone number",
    "phone": "a phone number",
    "code": "a code or short number",
    "amount": "an amount of money",
    "money_sign": "signs of money",
    "lures": "signs that point at something",
    "shouted": "written in capitals",
    "repeated": "says the same again and again",
}
KINDS_OF_LINK = frozenset({"link_s", "link_i", "link_o", "link_r", "link_d", "link_h", "link_only"})
SAME = (
    {"link", *KINDS_OF_LINK},
    {"phone", "phone_money", "contact_number"},
    {"invest", "money", "amount", "money_sign"},
    {"visit", "subscribe"},
)
WORDING = "its wording is that of known spam"


def because(text: str) -> str:
    """The two or three strongest reasons, the strongest first; for a person, so it says nothing of numbers."""
    weighed = model().evidence(traces(text))
    for name in KINDS_OF_LINK & weighed.keys():
        weighed[name] += weighed["link"]  # the kind is what makes the link worth naming
    found: list[str] = []
    for name in sorted(REASONS.keys() & weighed.keys(), key=lambda name: (-weighed[name], name)):
        if weighed[name] > LEAST and not any(name in alike and alike.intersection(found) for alike in SAME):
            found.append(name)
    return "; ".join([REASONS[name] for name in found[:MOST]] or [WORDING])
