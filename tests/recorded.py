"""A small recorded past: people ask, responders decide, some things wait and some go out, all of it in the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.drafting import draft_next
from bot.replay import Recording
from inbox.brand import Brand
from inbox.decisions import Heard
from inbox.models import Contact, Kind, RemoteId
from inbox.policy import LIMITS, Autonomy, Limits
from inbox.store.queue import Idle
from responders.brain import BrandFile, knowledge_of
from responders.chain import Chain
from responders.faq import Faq, FaqFile
from responders.llm.asking import Ask
from responders.llm.model import Model
from responders.llm.prompt import Prompt
from responders.rules import Rules, RulesFile
from responders.turn import Responder
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES
from tests.world import SECOND, World, said, thread_of

HOURS = "We are open from nine to six, Monday to Saturday."
FAQ = {
    "entries": [
        {
            "id": "hours",
            "questions": ["When do you open?", "What are your opening hours?", "Are you open on Saturday?"],
            "answer": HOURS,
        },
        {
            "id": "returns",
            "questions": ["Can I return this?", "How do returns work?"],
            "answer": "Within two weeks, yes.",
        },
    ]
}
RULES = {
    "rules": [
        {
            "id": "angry",
            "when": {"words": ["scandal", "lawyer"]},
            "hand_off": "they are angry",
            "labels": ["upset"],
            "priority": 5,
        },
        {"id": "thanks", "when": {"words": ["thanks", "thank you"]}, "text": "You are welcome!", "labels": ["kind"]},
    ]
}


async def scripted(prompt: Prompt) -> Heard:
    """A model that answers every question with a draft that says nothing which needs a source."""
    answer = {
        "reply": f"Good question, we will look into it. ({prompt.digest[:4]})",
        "language": "en", "intent": "a question", "sentiment": "neutral",
        "needs_person": False, "reason": "none", "sources": [],
    }  # fmt: skip
    return Heard("llm", prompt.digest, json.dumps(answer), 900, 40, 1_500)


def responders(
    ask: Ask | None = None, *, faq: dict[str, object] | None = None, rules: dict[str, object] | None = None
) -> tuple[Responder, ...]:
    """Rules, FAQ and, with somebody to ask, a model."""
    known = knowledge_of(BrandFile(), FaqFile())
    first = (Rules(RulesFile(**(rules or RULES))), Faq(FaqFile(**(faq or FAQ))))  # type: ignore[arg-type]
    return (*first, Model(ask, "gemma", "Acme", known)) if ask else first


def chain(ask: Ask | None = None, config: str = "c0ffee", **files: dict[str, object]) -> Chain:
    """The chain that talks to people."""
    return Chain(responders(ask, **files), config=config)


def again(config: str = "c0ffee", *, model: bool = True, **files: dict[str, object]) -> tuple[Chain, Recording]:
    """The chain that does it again, and what it stands over."""
    recording = Recording()
    made = responders(recording.ask if model else None, **files)
    return Chain(recording.over(made), config=config), recording


@dataclass(slots=True)
class Past:
    """A brand whose past is being made; every message has an id of its own."""

    here: World
    chain: Chain
    autonomy: dict[str, Autonomy]
    heard: int = 0
    limits: Limits = LIMITS

    @property
    def brand(self) -> Brand:
        """The brand, with what each responder may do."""
        allowed = self.autonomy
        return replace(
            self.here.brand, autonomy=lambda responder, *_: allowed.get(responder, "draft"), limits=self.limits
        )

    async def ask(
        self, text: str, author: Contact = ASHA, *, kind: Kind = "direct", place: Contact | None = None
    ) -> str:
        """Somebody writes, in their own thread or in another's, and all turns that are due are drafted for."""
        self.heard += 1
        self.here.clock.at += SECOND
        id, thread = f"m{self.heard:05}", thread_of(place or author, kind)
        await self.here.receive(said(text, author, id=id, at=self.here.clock.at, thread=thread))
        await self.draft()
        return id

    async def draft(self) -> None:
        """Draft for every conversation that waits."""
        self.here.clock.at += self.brand.debounce
        while not isinstance(await draft_next(self.brand, self.chain), Idle):
            pass

    async def mix(self) -> None:
        """A rule that answers, a hand-off, FAQ answers sure and unsure, a model, several people at once, no words."""
        await self.ask("When do you open?")
        await self.ask("thank you so much", BHAVIN)
        await self.ask("this is a scandal, I call my lawyer", CHEN)
        await self.ask("wen do u opn on saturdays pls", DOLORES)
        await self.ask("do you also repair unicycles made of bamboo")
        await self.ask("તમે ક્યારે ખોલો છો?", BHAVIN)
        await self.ask("❤️", CHEN)
        await self.group(("When do you open?", ASHA), ("Can I return this?", BHAVIN), ("and my unicycle?", CHEN))

    async def group(self, *lines: tuple[str, Contact]) -> None:
        """Several people write in one group before anybody looks."""
        for text, author in lines:
            self.heard += 1
            self.here.clock.at += 1
            thread = replace(thread_of(author, "group", "Riders"), remote=RemoteId("riders"))
            await self.here.receive(said(text, author, id=f"m{self.heard:05}", at=self.here.clock.at, thread=thread))
        await self.draft()


def past(here: World, speaker: Chain | None = None, **autonomy: Autonomy) -> Past:
    """A past that begins now."""
    return Past(here, speaker or chain(scripted), {"rules": "auto", "faq": "auto", **autonomy})


def digest_of(texts: Sequence[bytes]) -> str:
    """One line for many."""
    return hashlib.sha256(b"\n".join(texts)).hexdigest()
