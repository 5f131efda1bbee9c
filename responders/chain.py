"""The responders one after the other: the first that proposes something wins, a broken or slow one is skipped."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from inbox.actions import DirectMessage, Edit, Proposal, Publish, Reply
from inbox.decisions import SIGNS
from responders import guard
from responders.turn import Answer, Responder, Turn

log = logging.getLogger(__name__)

Check = Callable[[str, Turn, str], tuple[str, ...]]
"""What is wrong with a text that would answer a turn; the last argument is what its sources say."""


class Chain:
    """All responders in their order; one object for the life of the process, its parts are swapped."""

    def __init__(self, responders: Sequence[Responder], check: Check = guard.check, config: str = "") -> None:
        """Ask in this order; every text goes through `check`. `config` is a digest of what they were made of."""
        self._responders = tuple(responders)
        self._check = check
        self.config = config[:SIGNS]
        self._down: set[str] = set()  # failed last time, and told once

    def swap(self, *fresh: Responder, check: Check | None = None, config: str | None = None) -> None:
        """Put each in the place of the one with its name; a turn already being answered keeps the old ones."""
        by_name = {responder.name: responder for responder in fresh}
        self._responders = tuple(by_name.get(old.name, old) for old in self._responders)
        self._check = check or self._check
        self.config = self.config if config is None else config[:SIGNS]

    @property
    def versions(self) -> dict[str, str]:
        """What each responder is made of right now, in their order."""
        return {responder.name: responder.version for responder in self._responders}

    @property
    def patience(self) -> float:
        """How many seconds a turn may take at most."""
        return sum(responder.patience for responder in self._responders)

    async def respond(self, turn: Turn) -> Answer:
        """What all of them make of the turn, every text checked; nothing when nobody wrote a word. Never raises."""
        so_far, kept, check = Answer(), Answer(), self._check
        if not turn.question.strip():
            return so_far
        for responder in self._responders:
            if turn.wish and not responder.rewrites:
                continue
            answer = await self._ask(responder, turn)
            if answer.tentative and not kept.proposals:
                kept, answer = answer, replace(answer, proposals=())
            so_far = _joined(so_far, answer)
            if so_far.proposals or (so_far.hand_off and not turn.declined):
                break
        if kept.proposals and not any(proposal.sources for proposal in so_far.proposals):
            so_far = replace(so_far, proposals=kept.proposals)
        if turn.declined:  # a person is there already, and wants another draft
            so_far = replace(so_far, hand_off="")
        return replace(
            so_far, proposals=tuple(_checked(_disclosed(each, turn), turn, check) for each in so_far.proposals)
        )

    async def _ask(self, responder: Responder, turn: Turn) -> Answer:
        try:
            if responder.patience:
                async with asyncio.timeout(responder.patience):
                    answer = await responder.propose(turn)
            else:  # nothing to interrupt, and a timer costs as much as ten rules
                answer = await responder.propose(turn)
        except Exception as broken:  # noqa: BLE001 - whatever one does wrong, the others answer and a person sees it
            self._tell_once(responder.name, broken)
            return Answer(skipped=(responder.name,))
        self._down.discard(responder.name)
        return answer

    def _tell_once(self, name: str, broken: Exception) -> None:
        """Log with its traceback; further failures are silent until it has answered again."""
        if name not in self._down:
            self._down.add(name)
            log.error("responder %s is skipped until it answers again", name, exc_info=broken)


def together(answers: Iterable[Answer]) -> Answer:
    """The answers to several turns of one conversation as one."""
    return functools.reduce(_joined, answers, Answer())


def _joined(so_far: Answer, answer: Answer) -> Answer:
    priorities = [each.priority for each in (so_far, answer) if each.priority is not None]
    return Answer(
        proposals=so_far.proposals + answer.proposals,
        labels=tuple(dict.fromkeys(so_far.labels + answer.labels)),
        priority=max(priorities, default=None),
        hand_off=so_far.hand_off or answer.hand_off,
        assign=so_far.assign or answer.assign,
        snooze=so_far.snooze or answer.snooze,
        skipped=so_far.skipped + answer.skipped,
        heard=so_far.heard + answer.heard,
    )


def _disclosed(proposal: Proposal, turn: Turn) -> Proposal:
    """With the line that says a program wrote it, where the conversation needs that once."""
    match proposal.action:
        case Reply(text=text) | DirectMessage(text=text) if turn.disclosure:
            said = replace(proposal.action, text=f"{text}\n\n{turn.disclosure}")
            return replace(proposal, action=said, discloses=True)
        case _:
            return proposal


def _checked(proposal: Proposal, turn: Turn, check: Check) -> Proposal:
    match proposal.action:
        case Reply(text=text) | DirectMessage(text=text) | Edit(text=text) | Publish(text=text):
            known = "\n".join((*(source.quote for source in proposal.sources), turn.disclosure))
            return replace(proposal, checks=proposal.checks + check(text, turn, known))
        case _:
            return proposal
