"""Rules: if a message says this, answer that, label it, raise it or hand it to a person; in the order of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, Self

import re2
from pydantic import AfterValidator, Field, model_validator

from inbox.actions import Proposal, Source
from inbox.models import Actor, Kind
from responders.fields import Names, OneOrMany, Said, Slug, Written, covers, version
from responders.reply import reply
from responders.text import readable, spaced
from responders.turn import Answer, Turn

PATTERN_MEMORY = 1 << 20  # bytes one pattern may take; RE2 refuses what needs more, and never takes exponential time
SHOWN = 60  # characters of a match that are shown to a person


def _pattern_options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = PATTERN_MEMORY
    return options


PATTERN_OPTIONS = _pattern_options()


def _pattern(text: str) -> str:
    try:
        compiled = re2.compile(text, PATTERN_OPTIONS)
    except (re2.error, UnicodeEncodeError) as wrong:
        why = wrong.args[0].decode("utf-8", "replace") if isinstance(wrong.args[0], bytes) else str(wrong)
        raise ValueError(f"not a usable pattern: {why} (RE2: no look-around, no back-references)") from None
    if compiled.search(""):
        raise ValueError("this pattern matches every message, even an empty one")
    return text


def _phrase(text: str) -> str:
    if not spaced(text):
        raise ValueError("needs at least one letter or digit; for other signs use pattern")
    return text


Phrases = Annotated[tuple[Annotated[Said, AfterValidator(_phrase)], ...], OneOrMany]
Kinds = Annotated[tuple[Kind, ...], OneOrMany]


class Condition(Written):
    """What a message must say; of several keys in one condition, all must hold."""

    words: Phrases = ()  # any of these, whole, in any spelling of capitals and accents
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    any_: Annotated[tuple[Condition, ...], Field(alias="any")] = ()
    all_: Annotated[tuple[Condition, ...], Field(alias="all")] = ()
    not_: Annotated[Condition | None, Field(alias="not")] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.words or self.pattern or self.any_ or self.all_ or self.not_):
            raise ValueError("an empty condition; write words, pattern, any, all or not")
        return self


class Rule(Written):
    """One rule: `when` it matches, it does what else is written in it."""

    id: Slug
    when: Condition
    accounts: Names = ()
    networks: Names = ()
    kinds: Kinds = ()
    text: Said | None = None
    labels: Names = ()
    priority: Annotated[int, Field(ge=0, le=9)] | None = None
    hand_off: Said | None = None
    mode: Literal["auto", "draft"] = "auto"  # auto: may go out alone, if autonomy in bot.yaml says so too
    stop: bool = True

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.text is None and not self.labels and self.priority is None and self.hand_off is None:
            raise ValueError("this rule does nothing; write text, labels, priority or hand_off")
        return self


class RulesFile(Written):
    """What rules.yaml holds; the first rule is looked at first."""

    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as conditions look at it."""

    words: str  # spaced
    text: str  # readable

    @classmethod
    def of(cls, text: str) -> Self:
        """Bring a text into both forms, once for all rules."""
        return cls(spaced(text), readable(text))


Test = Callable[[Seen], str | None]  # what matched, in words; None when nothing did


def compile_condition(condition: Condition) -> Test:
    """A condition as one function; all its parts must match, and what matched is told together."""
    tests: list[Test] = []
    if condition.words:
        tests.append(_words_test(condition.words))
    if condition.pattern is not None:
        tests.append(_pattern_test(condition.pattern))
    if condition.any_:
        tests.append(_any_test([compile_condition(each) for each in condition.any_]))
    tests.extend(compile_condition(each) for each in condition.all_)
    if condition.not_:
        tests.append(_not_test(compile_condition(condition.not_)))
    return tests[0] if len(tests) == 1 else _all_test(tests)


def _words_test(phrases: tuple[str, ...]) -> Test:
    forms = [(phrase, spaced(phrase)) for phrase in phrases]
    return lambda seen: next((f'"{phrase}"' for phrase, form in forms if form in seen.words), None)


def _pattern_test(pattern: str) -> Test:
    search = re2.compile(pattern, PATTERN_OPTIONS).search

    def test(seen: Seen) -> str | None:
        hit = search(seen.text)
        return f'"{hit.group()[:SHOWN]}" (a pattern)' if hit else None

    return test


def _any_test(tests: list[Test]) -> Test:
    return lambda seen: next((hit for test in tests if (hit := test(seen)) is not None), None)


def _not_test(test: Test) -> Test:
    return lambda seen: "nothing it excludes" if test(seen) is None else None


def _all_test(tests: list[Test]) -> Test:
    def all_match(seen: Seen) -> str | None:
        hits = []
        for test in tests:
            hit = test(seen)
            if hit is None:
                return None
            hits.append(hit)
        return " and ".join(hits)

    return all_match


class Rules:
    """The responder over one rules.yaml; made anew when the file changes."""

    name = "rules"
    rewrites = False
    patience = 5.0

    def __init__(self, file: RulesFile) -> None:
        """Compile every condition."""
        self.version = version(file)
        self._rules = tuple((rule, compile_condition(rule.when)) for rule in file.rules)

    async def propose(self, turn: Turn) -> Answer:
        """What the matching rules say together, up to the first that stops; of several texts the first counts."""
        matched = self._matched(turn)
        priorities = [rule.priority for rule, _ in matched if rule.priority is not None]
        return Answer(
            proposals=tuple(self._proposal(turn, rule, text, hit) for rule, hit in matched if (text := rule.text))[:1],
            labels=tuple(dict.fromkeys(label for rule, _ in matched for label in rule.labels)),
            priority=max(priorities, default=None),
            hand_off=next((rule.hand_off for rule, _ in matched if rule.hand_off), ""),
        )

    def _matched(self, turn: Turn) -> list[tuple[Rule, str]]:
        seen = Seen.of(turn.question)
        matched = []
        for rule, test in self._rules:
            wanted = _concerns(rule, turn) and not turn.declines(self.name, rule.id)
            hit = test(seen) if wanted else None
            if hit is not None:
                matched.append((rule, hit))
                if rule.stop:
                    break
        return matched

    def _proposal(self, turn: Turn, rule: Rule, text: str, hit: str) -> Proposal:
        return Proposal(
            reply(turn, text),
            Actor("responder", self.name),
            because=f"the rule {rule.id} matches {hit}",
            evidence="rule" if rule.mode == "auto" else "none",
            sources=(Source(rule.id, f"matches {hit}", text),),
            version=self.version,
        )


def _concerns(rule: Rule, turn: Turn) -> bool:
    """Whether a rule is about this account, network and kind of conversation at all."""
    account = turn.conversation.account
    return (
        covers(rule.accounts, account)
        and covers(rule.networks, account.split(":")[0])
        and (not rule.kinds or turn.conversation.thread.kind in rule.kinds)
    )
