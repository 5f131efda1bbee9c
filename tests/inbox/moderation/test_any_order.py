"""Rules, people, authors, a network that fails and processes that die, in any order: in the end all of them agree."""

from __future__ import annotations

import contextlib
import json
import random
from dataclasses import dataclass, field, replace

import pytest

from bot.judging import judge_next
from bot.sending import send_next
from inbox import delivery, review
from inbox.actions import Action, Hide, Unhide
from inbox.cases import NOTHING_FOUND, CaseNumber, Judgement
from inbox.errors import AlreadyDecided, Refused, Rejected, Unavailable, Uncertain
from inbox.incoming import MessageEdited, MessageHidden
from inbox.models import RemoteId
from inbox.moderation import undoing
from inbox.moderation.judged import judged
from inbox.network import Receipt
from inbox.store.judging import Unjudged
from inbox.store.queue import Idle
from tests.cast import ASHA, MEERA, OLGA
from tests.judging import HIDE, MODERATED, POST, Moderated, Rules, moderated
from tests.postbox import Postbox
from tests.world import ACCOUNT, LEASE, Clock, at, thread_of, world

STEPS = 60
WHERE = thread_of(ASHA, "comments", subject=POST)
RULES = {"scam": replace(HIDE, points=2, labels=("scam",)), "both": replace(HIDE, mute=600)}
TEXTS = ("fine words", "scam", "both", "scam both", "hello you")
FAULTS = (Rejected, Unavailable, Uncertain)


class Shaky(Postbox):
    """A network that fails now and then, until it is `calm`; it shows what is not `hidden`."""

    def __init__(self, chance: random.Random, clock: Clock) -> None:
        """All is shown."""
        super().__init__(capabilities=MODERATED)
        self.chance, self.hidden, self.calm = chance, set[str](), False
        self.since, self.clock = dict[str, int](), clock

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it, or fail; where nobody knows, it may be done."""
        fails = self.chance.choice(FAULTS) if not self.calm and self.chance.random() < 0.2 else None
        if fails is None or (fails is Uncertain and self.chance.random() < 0.5):
            if isinstance(action, Hide):
                self.hidden.add(action.message)
                self.since[action.message] = self.clock()
            elif isinstance(action, Unhide):
                self.hidden.discard(action.message)
        if fails:
            raise fails("as the test says")
        return self.receipt(key)


@dataclass(slots=True)
class Chaos:
    """One run: what there is, and what processes held when they died."""

    it: Moderated
    chance: random.Random
    shaky: Shaky
    messages: list[str] = field(default_factory=list)
    held: list[Unjudged] = field(default_factory=list)

    async def step(self) -> None:
        """Something happens."""
        self.it.here.clock.at += self.chance.choice((0, 500, 3_000, 70_000))
        things = (
            self.say,
            self.change,
            self.judge,
            self.die,
            self.wake,
            self.send,
            self.undo,
            self.by_hand,
            self.recall,
            self.in_the_app,
        )
        with contextlib.suppress(Refused):
            await self.chance.choice(things)()

    async def say(self) -> None:
        self.messages.append(f"m{len(self.messages)}")
        await self.it.comment(self.chance.choice(TEXTS), id=self.messages[-1])

    async def change(self) -> None:
        id, text = self.chance.choice(self.messages or ["m0"]), self.chance.choice(TEXTS)
        if self.messages:
            await self.it.here.receive(MessageEdited(WHERE, RemoteId(id), ASHA, text, self.it.here.clock.at))

    async def judge(self) -> None:
        await self.it.judge()

    async def die(self) -> None:
        found = await self.it.here.store.judging.claim(self.it.here.clock.at, LEASE, f"t{len(self.held)}", LEASE)
        self.held += [found] if isinstance(found, Unjudged) else []

    async def wake(self) -> None:
        """A process that was taken for dead goes on with what it held."""
        if self.held:
            turn = self.chance.choice(self.held)
            words = [(one.message, [w for w in RULES if w in one.message.text]) for one in turn.waiting]
            found = [(m, Judgement(tuple(map(self.it.rules.finding, w))) if w else NOTHING_FOUND) for m, w in words]
            await judged(self.it.here.brand, turn, found)

    async def send(self) -> None:
        for _ in range(self.chance.choice((1, 100))):
            if isinstance(await send_next(self.it.here.brand, {ACCOUNT: self.shaky}), Idle):
                break

    async def undo(self) -> None:
        number = CaseNumber(self.chance.randint(1, max(1, await self.it.cases())))
        await undoing.undo(self.it.here.brand, number, self.chance.choice((MEERA, OLGA)))

    async def by_hand(self) -> None:
        action = self.chance.choice((Hide, Unhide))(ASHA.remote, RemoteId(self.chance.choice(self.messages or ["m0"])))
        await review.act(self.it.here.brand, at(ASHA), OLGA, action)

    async def recall(self) -> None:
        line = await self.it.here.store.client.call("LRANGE", f"{{{self.it.here.name}}}:ob:{at(ASHA)}", 0, -1)
        if isinstance(line, list) and line:
            await review.recall(self.it.here.brand, self.chance.choice(line), OLGA)

    async def in_the_app(self) -> None:
        """Somebody shows a message again in the network's own app, some time after we took it out of sight."""
        now, since = self.it.here.clock.at, self.shaky.since
        away = sorted(id for id in self.shaky.hidden if now - since[id] > 30_000)
        if away:
            id = RemoteId(self.chance.choice(away))
            self.shaky.hidden.discard(id)
            await self.it.here.receive(MessageHidden(WHERE, id, now, hidden=False))

    async def settle(self) -> None:
        """The network works, everything is judged and leaves, and what was refused is tried once more."""
        self.shaky.calm = True
        for _ in range(4):
            self.it.here.clock.at += 2 * LEASE
            while not isinstance(await judge_next(self.it.here.brand, lambda: self.it.rules), Idle):
                pass
            while not isinstance(await send_next(self.it.here.brand, {ACCOUNT: self.shaky}), Idle):
                pass
            for parked in (await self.it.here.store.outbox.parked())[0]:
                with contextlib.suppress(AlreadyDecided):  # another one that was tried again took its place
                    await delivery.retry(self.it.here.brand, parked.id, OLGA)


@pytest.mark.parametrize("seed", [1, 13, 88, 216, 289, 349, 388])
async def test_in_the_end_the_network_the_cases_and_the_person_agree(redis_url: str, brand: str, seed: int) -> None:
    chance = random.Random(seed)
    async with world(redis_url, brand) as here:
        it = moderated(here, Rules(RULES))
        await it.force()
        run = Chaos(it, chance, Shaky(chance, here.clock))
        for _ in range(STEPS):
            await run.step()
        await run.settle()

        cases = [await it.case(number) for number in range(1, await it.cases() + 1)]
        seen = {id: await it.message(id) for id in run.messages}
        assert {id for id, one in seen.items() if one.case} == run.shaky.hidden
        assert {id for id, one in seen.items() if one.hidden} == run.shaky.hidden
        assert all(cases[one.case - 1].stands for one in seen.values() if one.case)
        for one in await here.store.cases.noted([case.person for case in cases if case.person][:1]):
            standing = [case for case in cases if case.stands]
            assert (one.cases, sum(s[1] for s in one.strikes)) == (len(standing), sum(c.points for c in standing))
        assert await here.store.judging.left(at(ASHA)) == 0
        kept = [
            await here.store.client.call("HGET", f"{{{here.name}}}:k:{one.number}", "ls") for one in cases if one.stands
        ]
        labels = await it.labels(ASHA) if run.messages else ()  # by chance nobody may say anything
        assert set(labels) == {label for text in kept if text for label in json.loads(str(text))}
