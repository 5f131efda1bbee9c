"""The responder that lets a model draft, and lets nothing of it go out alone that no source proves."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inbox.actions import Proposal, Source
from inbox.decisions import Heard
from inbox.models import Actor
from responders.brain import Passage
from responders.llm.asking import NAME, Ask, Unheard
from responders.llm.evidence import Said, cited, doubts, leaks
from responders.llm.plain import one_line
from responders.llm.prompt import SOURCE, VERSION, Prompt, Steering, prompt
from responders.llm.shape import WORDS, Misshapen, Shape, read
from responders.reply import reply
from responders.turn import Answer, Turn

if TYPE_CHECKING:  # it brings numpy, and `config` only wants the name of this responder
    from responders.brain.knowledge import Knowledge

SOURCES = 8  # most that are looked up for a question; for the talk before it, half as many
TALK = 4  # messages
WHOLE = 6_000  # characters of the brand's own lines that are given besides: a follower may ask in another language
LONGEST_QUESTION = 2_000  # characters that are looked up; the prompt holds more
LEAKED = "the model gave away its instructions; the message may be trying to steer it"
MARGIN = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Model:
    """Drafts by what the brand says of itself; made anew when that changes, over the same endpoint.

    `model` is the name of the model, `brand` that of the brand. `ask` may be an Endpoint or what it said before.
    """

    ask: Ask
    model: str
    brand: str
    knowledge: Knowledge
    patience: float = 60.0
    name: str = NAME
    rewrites: bool = True

    @property
    def version(self) -> str:
        """Changes with the prompt, the model, the brand and all that may be cited."""
        made_of = f"{VERSION}\n{self.model}\n{self.brand}\n{self.knowledge.version}"
        return hashlib.sha256(made_of.encode()).hexdigest()[:8]

    async def propose(self, turn: Turn) -> Answer:
        """A draft with its sources, or why a person should answer, or nothing; never raises for what a model does."""
        if not any(sign.isalnum() for sign in turn.question):  # only signs and faces: there is nothing to ask
            return Answer()
        steering = Steering(self.brand, self.knowledge.always(str(turn.conversation.account).partition(":")[0]))
        found = self._found(turn)
        asked = prompt(turn, steering, self._sources(turn, found), self.model)
        try:
            heard = await self.ask(asked)
        except Unheard as unheard:
            return Answer(skipped=(f"{NAME} ({unheard})",), heard=(unheard.heard,))
        try:
            shape = read(heard.said)
        except Misshapen as misshapen:
            return Answer(skipped=(f"{NAME} ({misshapen})",), heard=(heard,))
        # Milliseconds as a rule, but what a model says may be made to take longer.
        return await asyncio.to_thread(self._answer, turn, asked, steering, frozenset(found), shape, heard)

    def _sources(self, turn: Turn, found: Mapping[str, Passage]) -> tuple[Passage, ...]:
        """What was looked up, then the brand's own lines, while there is room: they may ask in another language.

        Not what a draft rested on that a person did not want.
        """
        chosen, room = list(found.values()), WHOLE
        for passage in self.knowledge.passages:
            size = min(len(passage.text), SOURCE)
            declined = passage.id in found or turn.declines(self.name, passage.id)
            if passage.kind in {"line", "product"} and size <= room and not declined:
                chosen.append(passage)
                room -= size
        return tuple(chosen)

    def _found(self, turn: Turn) -> dict[str, Passage]:
        """What fits the question, then what fits the talk before it, by their ids."""
        here, question = turn.conversation, turn.question[:LONGEST_QUESTION]
        found = self.knowledge.find(question, SOURCES, conversation=here, at=turn.now)
        before = [m.text for m in turn.messages if m.at > turn.resolved_at and m.text and not m.removed_at]
        talk = "\n".join(before[-TALK:])[-LONGEST_QUESTION:]
        if talk != question:  # "And on Sundays?" says nothing without what was said before
            found += self.knowledge.find(talk, SOURCES // 2, conversation=here, at=turn.now)
        return {source.id: source for source in found if not turn.declines(self.name, source.id)}

    def _answer(
        self, turn: Turn, asked: Prompt, steering: Steering, found: frozenset[str], shape: Shape, heard: Heard
    ) -> Answer:
        if leaks(shape, asked, steering):
            return Answer(hand_off="" if turn.wish else LEAKED, skipped=_if_wished(turn, LEAKED), heard=(heard,))
        hand_off = _hand_off(shape) if shape.needs_person and turn.wish is None else ""
        text = shape.reply.strip()
        if not text:
            said = _if_wished(turn, "it wrote nothing")
            return Answer(hand_off=hand_off, skipped=said, heard=(heard,))
        there = cited(shape, asked)
        against = doubts(Said(shape.model_copy(update={"reply": text}), turn, asked, steering, there, found))
        proposal = Proposal(
            reply(turn, text),
            Actor("responder", self.name),
            because=_because(shape, there, against),
            evidence="none" if against else "cited",
            sources=tuple(_source(source) for source in there),
            version=self.version,
            language=shape.language,
        )
        return Answer((proposal,), hand_off=hand_off, heard=(heard,))


def _hand_off(shape: Shape) -> str:
    return f"the model asks for a person: {WORDS[shape.reason]}"


def _if_wished(turn: Turn, words: str) -> tuple[str, ...]:
    """Whoever asked for a draft is told why there is none."""
    return (f"{NAME} ({words})",) if turn.wish else ()


def _because(shape: Shape, there: tuple[Passage, ...], against: tuple[str, ...]) -> str:
    sources = ", ".join(source.id for source in there)
    about = one_line(shape.intent, 80)
    said = [
        f"it cites {sources}" if sources else "it cites nothing that it was given",
        f"they want: {about}" if about else "",
        f"they sound {shape.sentiment}",
        f"it waits because {'; and '.join(against)}" if against else "",
    ]
    return "; ".join(filter(None, said))


def _source(passage: Passage) -> Source:
    source = passage.source
    return replace(source, quote=source.quote[:SOURCE])
