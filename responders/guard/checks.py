"""The checks on every text before a person or the network sees it; each finding is a sentence for the card.

Pure and offline. A finding never blocks a person, it keeps a text of a responder from going out without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from inbox.capabilities import UNITS
from inbox.models import Conversation, Message
from responders.guard.artefacts import artefacts, variables
from responders.guard.figures import figures_in
from responders.guard.links import handles, tricky, unknown, unlisted
from responders.guard.numbers import numbers
from responders.guard.private import digits_of, private
from responders.guard.promises import forbidden, gist, unfounded
from responders.guard.said import NO_GROUND, Ground, Said, Terms, normal
from responders.guard.secrets import SHORTEST, internal, secrets
from responders.guard.signs import disguised, invisible
from responders.guard.tongue import wrong_language
from responders.guard.wording import banned, ready, repeats, shouting, wanted
from responders.language import language_of
from responders.links import host_of, same
from responders.options import GuardOptions
from responders.turn import Turn

Check = Callable[[Said], str]
LONGEST = 20_000  # signs of our sources and messages each that are looked at; no answer rests on more


class Guard:
    """All checks by what bot.yaml and the brand say; never changed, made anew when a file does."""

    def __init__(
        self, options: GuardOptions | None = None, ground: Ground = NO_GROUND, secrets: Iterable[str] = ()
    ) -> None:
        """Make everything ready that is the same for every text; `secrets` are the values that must never leave."""
        self._terms = _terms(options or GuardOptions(), ground, secrets)

    def check(self, said: str, turn: Turn, known: str) -> tuple[str, ...]:
        """What is wrong with a drafted text, one sentence for each check; `known` is what its sources say, joined."""
        text = Said(
            said,
            known,
            _said_by(turn.messages, turn.asker),
            _ours(turn.messages),
            turn.language,
            turn.limit,
            self._terms,
            turn.contact.username if turn.contact else "",
            public=turn.conversation.thread.kind != "direct",
        )
        return _findings(CHECKS, text)

    def warn(self, conversation: Conversation, messages: Sequence[Message], said: str) -> tuple[str, ...]:
        """What one of our people should know before they say this; nothing of it keeps them from it.

        `messages` are the newest of the conversation, oldest first. What a person knows better than we (numbers,
        commitments, what was said before) is left to them, and links are only judged when any are listed.
        """
        asker = conversation.contact or next((m.contact for m in reversed(messages) if m.contact), None)
        theirs = _said_by(messages, asker)
        language = language_of([message.text for message in messages if message.contact == asker and message.text])
        public = conversation.thread.kind != "direct"
        text = Said(said, "", theirs, _ours(messages), language, None, self._terms, public=public)
        return _findings(WARNINGS, text)


def _terms(options: GuardOptions, ground: Ground, secrets: Iterable[str]) -> Terms:
    words = ready((*options.banned, *ground.banned))
    return Terms(
        hosts=frozenset(host_of(host) for host in options.links),
        addresses=frozenset(map(same, ground.links)),
        banned=words,
        promises=tuple((line, needed) for line in ground.promises if (needed := gist(line))),
        region=options.region,
        figures=figures_in(ground.text),
        open=(told := normal(ground.text)),
        digits=digits_of(told),
        wanted=wanted(words),
        internal=tuple(filter(None, map(normal, ground.internal))),
        secrets=tuple(sorted({secret for secret in secrets if len(secret) >= SHORTEST})),
    )


def _findings(checks: Sequence[Check], text: Said) -> tuple[str, ...]:
    return tuple(finding for finds in checks if (finding := finds(text)))


def _said_by(messages: Sequence[Message], asker: str | None) -> str:
    texts = [m.text for m in messages if m.contact == asker and m.text and not m.ours and not m.removed_at]
    return "\n".join(texts)[-LONGEST:]


def _ours(messages: Sequence[Message]) -> tuple[str, ...]:
    return tuple(m.text[:LONGEST] for m in messages if m.ours and not m.removed_at and m.text)


def _empty(said: Said) -> str:
    return "" if said.text.strip() else "The text is empty."


def _too_long(said: Said) -> str:
    limit = said.limit
    if limit is None or (over := limit.over(said.text)) is None:
        return ""
    length, most, unit = over
    return f"Too long: {length} of {most} {UNITS[unit]} allowed."


def _links_of_people(said: Said) -> str:
    return unlisted(said) if said.terms.hosts else tricky(said)


CHECKS: tuple[Check, ...] = (
    _empty, _too_long, unknown, handles, numbers, unfounded, forbidden, private, secrets, internal, banned,
    wrong_language, repeats, shouting, variables, artefacts, invisible, disguised,
)  # fmt: skip
WARNINGS: tuple[Check, ...] = (
    _links_of_people, forbidden, private, secrets, internal, banned, wrong_language, shouting, variables, artefacts,
    invisible, disguised,
)  # fmt: skip
