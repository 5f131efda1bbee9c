"""A small recorded past: people ask, responders decide, some things wait and some go out, all of it in the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.drafting import draft_next
from bot.replay import Recording
from inbox import delivery, review
from inbox.actions import Proposal, Source
from inbox.brand import Brand
from inbox.decisions import Heard
from inbox.models import Actor, Contact, DraftId, Kind, RemoteId
from inbox.network import Receipt
from inbox.policy import LIMITS, Autonomy, Limits
from inbox.store.outbox import Sending
from inbox.store.queue import Idle
from responders.brain import BrandFile
from responders.brain.knowledge import knowledge_of
from responders.chain import Chain
from responders.faq import Faq, FaqFile
from responders.fields import version
from responders.llm.asking import Ask
from responders.llm.model import Model
from responders.llm.prompt import Prompt
from responders.reply import reply
from responders.rules import Rules, RulesFile
from responders.text import running
from responders.turn import Answer, Responder, Turn
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES, MEERA
from tests.world import LEASE, SECOND, World, at, said, thread_of

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


PEOPLE = ("Anya", "Badr", "Chloe", "Deniz", "Emeka", "Freya", "Goran", "Hana", "Ivo", "Jaya", "Farah")


async def scripted(prompt: Prompt) -> Heard:
    """A model that answers every question with a draft that says nothing which needs a source."""
    answer = {
        "reply": f"Good question, we will look into it. ({prompt.digest[:4]})",
        "language": "en", "intent": "a question", "sentiment": "neutral",
        "needs_person": False, "reason": "none", "sources": [],
    }  # fmt: skip
    return Heard("llm", prompt.digest, json.dumps(answer), 900, 40, 1_500)


class Clerk:
    """An FAQ that is sure of what is asked word for word and of nothing else; with `hears`, of all that has it in it.

    What the real one is sure of is for its own tests to say.
    """

    name, rewrites, patience = "faq", False, 5.0

    def __init__(self, faq: FaqFile, hears: str = "") -> None:
        """Know these entries."""
        self.version, self._hears, self._first = version(faq), hears, faq.entries[0] if faq.entries else None
        self._known = {running(q): entry for entry in faq.entries for texts in entry.questions.values() for q in texts}

    async def propose(self, turn: Turn) -> Answer:
        """The answer of the entry that is asked for."""
        loose = self._first if self._hears and self._hears in turn.question else None
        entry = self._known.get(running(turn.question)) or loose
        if entry is None or turn.declines(self.name, entry.id):
            return Answer()
        text = next(iter(entry.answer.values()))
        source = Source(entry.id, turn.question, text)
        return Answer((Proposal(reply(turn, text), Actor("responder", "faq"), "they ask for it", "faq", (source,)),))


def clerk() -> Chain:
    """A chain of a clerk alone who tells the hours to everybody who says "open"."""
    return Chain([Clerk(FaqFile(**FAQ), "open")], config="c1e4c")  # type: ignore[arg-type]


def responders(
    ask: Ask | None = None,
    *,
    faq: dict[str, object] | None = None,
    rules: dict[str, object] | None = None,
    real: bool = False,
) -> tuple[Responder, ...]:
    """Rules, a clerk or the real FAQ and, with somebody to ask, a model."""
    known, file = knowledge_of(BrandFile(), FaqFile()), FaqFile(**(faq or FAQ))  # type: ignore[arg-type]
    first = (Rules(RulesFile(**(rules or RULES))), Faq(file) if real else Clerk(file))  # type: ignore[arg-type]
    return (*first, Model(ask, "gemma", "Acme", known)) if ask else first


def chain(ask: Ask | None = None, config: str = "c0ffee", **files: Any) -> Chain:
    """The chain that talks to people."""
    return Chain(responders(ask, **files), config=config)


def again(config: str = "c0ffee", *, model: bool = True, **files: Any) -> tuple[Chain, Recording]:
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

    async def drafts(self, author: Contact = ASHA) -> list[DraftId]:
        """What waits for a decision in somebody's conversation."""
        read = await self.here.store.conversations.read(at(author), self.here.clock.at)
        return [draft.id for draft in read.drafts] if read else []

    async def approve(self, author: Contact = ASHA, text: str | None = None) -> None:
        """Meera sends the draft that waits, as it is or with another text."""
        (draft,) = await self.drafts(author)
        await review.approve(self.brand, draft, MEERA, text)
        await self.send()

    async def reject(self, author: Contact = ASHA, reason: str = "not what they ask") -> None:
        """Meera does not want the draft that waits."""
        (draft,) = await self.drafts(author)
        await review.reject(self.brand, draft, MEERA, reason)

    async def reply(self, text: str, author: Contact = ASHA) -> None:
        """Meera writes, and the responders go on afterwards."""
        await review.reply(self.brand, at(author), MEERA, text)
        await self.send()
        await review.silence(self.brand, at(author), MEERA, silent=False)

    async def send(self) -> None:
        """Everything that is decided leaves."""
        self.here.clock.at += self.brand.undo.automatic
        while isinstance(held := await self.here.store.outbox.claim(self.here.clock.at, LEASE, "t"), Sending):
            begun = await self.here.store.outbox.begin(held, self.here.clock.at)
            assert begun
            self.here.clock.at += 1
            receipt = Receipt(RemoteId(f"r{begun.delivery.id}"), self.here.clock.at)
            await delivery.sent(self.brand, begun, receipt)

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

    async def story(self) -> None:
        """What docs/replay.md tells: most goes well, one answer is wrong, and the FAQ lacks a few things."""
        people = [Contact(RemoteId(f"{number:010}"), name) for number, name in enumerate(PEOPLE, 201)]
        for person in people[:4]:
            await self.ask("When do you open?", person)
            await self.send()
        self.autonomy["faq"] = "draft"
        await self.ask("Can I return this?", people[4])
        await self.approve(people[4])
        await self.ask("Can I return this?", people[5])
        await self.approve(people[5], "Helmets cannot be returned, all else within two weeks.")
        await self.ask("What are your opening hours?", people[6])
        await self.reject(people[6], "closed for the holidays")
        for person in people[7:10]:
            await self.ask("is there parking near the shop", person)
            await self.reply(f"Hi {person.name}! Parking is free behind the house.", person)
        await self.ask("until when are you there today, it is Farah", people[10])
        await self.reply(HOURS, people[10])
        await self.ask("do you sell tandems", people[0])
        await self.ask("Do you sell tandems?", people[1])
        await self.ask("this is a scandal", people[2])

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
