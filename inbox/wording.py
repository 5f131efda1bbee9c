"""What networks, responders, sources, languages, actions and wishes are called in front of people, everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from inbox.actions import ActionKind, Draft, Evidence, Proposal, Source
from inbox.capabilities import Capabilities, TextLimit
from inbox.models import Actor, Contact, Conversation

NETWORKS: Final = {"webchat": "Web chat", "tiktok": "TikTok", "youtube": "YouTube", "linkedin": "LinkedIn", "x": "X"}
EVIDENCE: Final[dict[Evidence, str]] = {
    "rule": "a rule names this text",
    "faq": "a known question, clearly matched",
    "cited": "every claim cites a source",
    "none": "needs a person's judgement",
}
ACTIONS: Final[dict[ActionKind, str]] = {
    "reply": "Reply",
    "direct_message": "Write in private",
    "hide": "Hide the message",
    "unhide": "Show the message again",
    "remove": "Remove the message",
    "mute": "Mute the person",
    "block": "Block the person",
    "unblock": "Let the person back in",
    "react": "React",
    "edit": "Edit our message",
    "publish": "Publish",
    "slow": "Slow everybody down",
}
CANNOT: Final[dict[ActionKind, str]] = {
    "reply": "answer",
    "direct_message": "write in private",
    "hide": "hide anything",
    "unhide": "show anything again",
    "remove": "remove anything",
    "mute": "mute anybody",
    "block": "block anybody",
    "unblock": "let anybody back in",
    "react": "like or react to anything",
    "edit": "edit anything",
    "publish": "publish anything",
    "slow": "slow everybody down",
}
RESPONDERS: Final = {"rules": "a rule", "faq": "the FAQ", "llm": "the model"}
LANGUAGES: Final = {
    "ar": "Arabic", "bn": "Bengali", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian",
    "fil": "Filipino", "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "kn": "Kannada", "ko": "Korean", "ml": "Malayalam", "mr": "Marathi",
    "ms": "Malay", "nl": "Dutch", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# What somebody may want of another draft at one click: what stands on the button, and the wish that it makes.
WISHES: Final = {"Shorter": "shorter", "Friendlier": "friendlier", "More formal": "more formal"}
LESSONS: Final = {
    "phrasing": "Ways to ask that an entry answered and does not have yet",
    "entry": "Answers that people write again and again",
    "question": "Questions that nothing answers, the most frequent first",
    "nothing": "Questions that look like an entry's and are not, for `nothing` in faq.yaml",
}
# Why a draft waits, as it is kept, and as a card says it; empty where its evidence says so already.
WAITS: Final = {
    "it needs a person's judgement": "",
    "autonomy is draft here": "here a person sends whatever is drafted",
}
CITES: Final = "it cites "  # how a reason begins that only names the sources
_REASON = re.compile(r'((?:"[^"]*"|[^;"])+|"|;(?! ))+')


def network(account: str) -> str:
    """The name of an account's network, as people write it."""
    name = account.partition(":")[0]
    return NETWORKS.get(name, name.capitalize())


def called(conversation: Conversation, name: str) -> str:
    """What a conversation is called: a group by its title, anything else by the person, whose name may be empty.

    Whoever has said nothing yet, because we wrote first, is called as the thread is.
    """
    title = conversation.thread.title
    return title if title and (conversation.thread.kind == "group" or not name) else name


def window(left: int | None, own_words_left: int | None, span: Callable[[int], str]) -> str:
    """How long a network still lets us answer, in both of its phases; `span` writes a length of time (ms).

    Empty where there is no end. First everything gets through, then only what a person writes, then nothing.
    """
    if left is None:
        return ""
    if left:
        return f"{span(left)} left to answer"
    if own_words_left:
        return f"only what a person writes gets through, {span(own_words_left)} left"
    return "too late to answer here"


def messages(left: int | None, most: int) -> str:
    """How many messages of ours a network still lets through; empty where any number."""
    return "" if left is None else f"{left} of {most} messages left until they write again"


def cannot(capabilities: Capabilities, kind: ActionKind) -> str:
    """That a network has no way to do something in such a conversation; why, where it has none anywhere and says so."""
    anywhere = any(kind in offered for offered in capabilities.actions.values())
    remark = "" if anywhere else capabilities.remarks.get(kind, "")
    return remark or f"{network(capabilities.network)} does not let us {CANNOT[kind]} here."


def of_our_own(capabilities: Capabilities, kind: ActionKind) -> str:
    """That a network lets us do something to what we said ourselves only."""
    return (
        f"{network(capabilities.network)} lets us {CANNOT[kind].replace(' anything', '')} only what we said ourselves."
    )


def open_in(account: str) -> str:
    """What a link into the network's own pages is called: "Open in X"."""
    return f"Open in {network(account)}"


def sentence(words: str) -> str:
    """What is said within a line, as a sentence of its own."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def private_once(capabilities: Capabilities, span: Callable[[int], str]) -> str:
    """What somebody must know before they write in private about a comment."""
    rule = capabilities.windows.get(("comments", "direct_message"))
    if rule is None:
        return ""
    once = "once for each comment" if rule.once else "about each comment"
    return f"You can do this {once}, for {span(1000 * rule.seconds)} after it was written."


def as_parts(limit: TextLimit, text: str) -> str:
    """That a text leaves as several messages; empty when it leaves as one."""
    parts = -(-limit.length(text) // limit.part) if limit.part else 1
    return f"leaves as {parts} messages" if parts > 1 else ""


def drafter(by: Actor) -> str:
    """Who drafted something: "the FAQ", "the model", "a rule", or a person by their name."""
    return RESPONDERS.get(by.name, by.name) if by.kind == "responder" else by.name


def source(source: Source, by: Actor) -> str:
    """What kind of thing a draft rests on: "FAQ entry hours", "line hours of the brand", "document menu.pdf"."""
    kind, mark, rest = source.id.partition(":")
    match kind if mark else "":
        case "brand":
            return f"line {rest} of the brand"
        case "doc":
            return f"document {rest.rpartition('#')[0] or rest}"
        case _:
            return f"{'rule' if by.name == 'rules' else 'FAQ entry'} {source.id}"


def reasons(because: str) -> list[str]:
    """The single reasons of a responder; what it quotes is not taken apart."""
    parts = [match[0].strip().removeprefix("and ") for match in _REASON.finditer(because)]
    return [part for part in parts if part] or [because]


def grounds(proposal: Proposal) -> list[str]:
    """The reasons that a card tells: without the one that only names the sources, which stand below."""
    told = reasons(proposal.because)
    return [one for one in told if not (proposal.sources and one.startswith(CITES))] or told


def why_it_waits(draft: Draft) -> str:
    """Why a draft did not go out alone, where its evidence does not say that already."""
    return WAITS.get(draft.waits, draft.waits)


def language(code: str) -> str:
    """The name of a language: "Gujarati", "Gujarati in Latin letters"; the code itself where we have no name for it."""
    first, _, rest = code.replace("_", "-").partition("-")
    name = LANGUAGES.get(first.lower(), code)
    return f"{name} in Latin letters" if name != code and rest.lower() == "latn" else name


def other_language(written_in: str, contact: Contact | None) -> str:
    """That a draft is in another language than the one set for its reader; empty when it is not, or nobody knows."""
    theirs = contact.language if contact else ""
    if not written_in or not theirs or language(written_in) == language(theirs):
        return ""
    return f"It is in {language(written_in)}; they have set {language(theirs)}."


def in_language(code: str) -> str:
    """The wish for a draft in a language."""
    return f"in {language(code)}"
