"""The responders one after the other: the first that proposes something wins, a broken or slow one is skipped."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

from inbox.actions import DirectMessage, Edit, Proposal, Publish, Reply
from responders import guard
from responders.turn import Answer, Responder, Turn

log = logging.getLogger(__name__)


class Chain:
    """All responders in their order; one object for the life of the process, its parts are swapped."""

    def __init__(self, responders: Sequence[Responder], timeout: float = 5.0) -> None:
        """Ask in this order; `timeout` is how many seconds each may think."""
        self._responders = tuple(responders)
        self._timeout = timeout
        self._down: set[str] = set()  # failed last time, and told once

    def swap(self, *fresh: Responder) -> None:
        """Put each in the place of the one with its name; a turn already being answered keeps the old ones."""
        by_name = {responder.name: responder for responder in fresh}
        self._responders = tuple(by_name.get(old.name, old) for old in self._responders)

    async def respond(self, turn: Turn) -> Answer:
        """What all of them make of the turn, every text checked; nothing when nobody wrote a word. Never raises."""
        so_far = Answer()
        if not turn.question.strip():
            return so_far
        for responder in self._responders:
            answer = await self._ask(responder, turn)
            so_far = _joined(so_far, answer)
            if so_far.proposals or (so_far.hand_off and not turn.declined):
                break
        if turn.declined:  # a person is there already, and wants another draft
            so_far = replace(so_far, hand_off="")
        return replace(so_far, proposals=tuple(_checked(proposal, turn) for proposal in so_far.proposals))

    async def _ask(self, responder: Responder, turn: Turn) -> Answer:
        try:
            async with asyncio.timeout(self._timeout):
                answer = await responder.propose(turn)
        # Whatever one responder does wrong, the others still answer and a person still sees the message.
        except Exception as broken:  # noqa: BLE001
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
        skipped=so_far.skipped + answer.skipped,
    )


def _checked(proposal: Proposal, turn: Turn) -> Proposal:
    match proposal.action:
        case Reply(text=text) | DirectMessage(text=text) | Edit(text=text) | Publish(text=text):
            known = "\n".join(source.quote for source in proposal.sources)
            return replace(proposal, checks=proposal.checks + guard.check(text, turn, known))
        case _:
            return proposal
