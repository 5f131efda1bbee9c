"""The responder over one rules.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from inbox.actions import Proposal, Source
from inbox.models import Actor
from responders.fields import Written, covers, version
from responders.hours import Hours
from responders.reply import reply
from responders.rules.conditions import within
from responders.rules.file import UNTIL_OPEN, Rule, RulesFile
from responders.rules.matching import Place, Test, any_of, compiled
from responders.rules.seen import Seen
from responders.rules.texts import answer, said_before
from responders.turn import Answer, Turn

NAME = "rules"


@dataclass(frozen=True, slots=True)
class Matched:
    """A rule that matches a turn, and what it found, in words."""

    rule: Rule
    hit: str


class _MadeOf(Written):
    """All that decides what the rules answer."""

    file: RulesFile
    hours: Hours | None


class Rules:
    """The responder over one rules.yaml; made anew when the file changes."""

    name = NAME
    rewrites = False
    patience = 0.0

    def __init__(self, file: RulesFile, hours: Hours | None = None) -> None:
        """Compile every condition; `hours` are the opening hours that rules speak of."""
        self.version = version(_MadeOf(file=file, hours=hours) if hours else file)
        self.file = file
        self._hours = hours
        place = Place(file.zone or (hours.zone if hours else UTC), hours)
        self._rules: tuple[tuple[Rule, Test], ...] = tuple((rule, compiled(rule.when, place)) for rule in file.rules)
        self._any_pattern = any_of(
            one.pattern for rule in file.rules for one, _ in within(rule.when) if one.pattern is not None
        )

    async def propose(self, turn: Turn) -> Answer:
        """What the matching rules say together, up to the first that stops; of several texts the first counts."""
        return self.answer(self.matched(turn), turn)

    def matched(self, turn: Turn) -> list[Matched]:
        """The rules that match, in their order, up to the first that stops; without those that a person declined."""
        seen = Seen(turn, self._any_pattern)
        found = []
        for rule, test in self._rules:
            if not _concerns(rule, seen) or (turn.declined and turn.declines(self.name, rule.id)):
                continue
            hit = test(seen)
            if hit is not None:
                found.append(Matched(rule, hit))
                if rule.stop:
                    break
        return found

    def answer(self, matched: Sequence[Matched], turn: Turn) -> Answer:
        """What these rules do with the turn."""
        rules = [one.rule for one in matched]
        return Answer(
            proposals=self._proposals(matched, turn),
            labels=tuple(dict.fromkeys(label for rule in rules for label in rule.labels)),
            priority=max((rule.priority for rule in rules if rule.priority is not None), default=None),
            hand_off=next((rule.hand_off for rule in rules if rule.hand_off), ""),
            assign=next((rule.assign for rule in rules if rule.assign), ""),
            snooze=next((span for rule in rules if (span := self._snooze(rule, turn))), 0),
        )

    def _proposals(self, matched: Sequence[Matched], turn: Turn) -> tuple[Proposal, ...]:
        for one in matched:
            if one.rule.text and not said_before(one.rule, turn):
                return (self._proposal(one, one.rule.text, turn),)
        return ()

    def _proposal(self, one: Matched, texts: dict[str, str], turn: Turn) -> Proposal:
        said = answer(one.rule, texts, turn, self._hours)
        sure = one.rule.is_sure and not said.doubts
        return Proposal(
            reply(turn, said.text),
            Actor("responder", self.name),
            because="; ".join((f"the rule {one.rule.id} matches {one.hit}", *said.doubts)),
            evidence="rule" if sure else "none",
            sources=(Source(one.rule.id, f"matches {one.hit}", said.ours),),
            version=self.version,
            language=said.language,
        )

    def _snooze(self, rule: Rule, turn: Turn) -> int:
        """For how many milliseconds to put it away; "until open" is nothing while we are there."""
        if isinstance(rule.snooze, timedelta):
            return round(rule.snooze.total_seconds() * 1000)
        if rule.snooze != UNTIL_OPEN:
            return 0
        opens = self._hours.next_opening(turn.now) if self._hours and not self._hours.open_at(turn.now) else None
        return opens - turn.now if opens else 0


def _concerns(rule: Rule, seen: Seen) -> bool:
    """Whether a rule is about this account, network and kind of conversation at all."""
    return (
        (not rule.accounts or covers(rule.accounts, seen.turn.conversation.account))
        and (not rule.networks or covers(rule.networks, seen.network))
        and (not rule.kinds or seen.turn.conversation.thread.kind in rule.kinds)
    )
