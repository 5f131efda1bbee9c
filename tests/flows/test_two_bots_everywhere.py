"""Two Sangams that answer each other by a rule, an FAQ or a model, in several places at once: they fall silent, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import pytest

from bot.drafting import draft_next
from bot.playground.model import ModelServer, says
from bot.sending import send_next
from inbox import arrivals
from inbox.actions import Reply
from inbox.brand import Brand
from inbox.incoming import NewMessage
from inbox.models import AccountId, RemoteId, Thread, account_id
from inbox.policy import Limits
from inbox.store.queue import Idle
from responders.chain import Chain
from responders.faq import Faq, FaqFile
from responders.rules import Rules, RulesFile
from responders.turn import Responder
from tests.cast import BHAVIN
from tests.flows.test_two_bots import Mail
from tests.model import asked
from tests.world import ACCOUNT, CAPABILITIES, HOUR, SECOND, Clock, World, world

HOURS = "The workshop is open from Tuesday to Saturday, 9:00 to 18:00."
QUESTION = "When is the workshop open?"
RULES = {"rules": [{"id": "hours", "when": {"words": ["workshop"]}, "text": HOURS}]}
FAQ = {"entries": [{"id": "hours", "questions": [QUESTION, HOURS, "When are you open?"], "answer": HOURS}]}
LIMITS = Limits(per_person=3, per_conversation=4, within=600 * SECOND, cool_down=HOUR)

# The same one writes to two accounts, and on one of them in private and in a group.
OTHER = account_id("telegram", "other")
PLACES: tuple[tuple[AccountId, Thread], ...] = (
    (ACCOUNT, Thread(BHAVIN.remote, "direct")),
    (ACCOUNT, Thread(RemoteId("-100"), "group")),
    (OTHER, Thread(BHAVIN.remote, "direct")),
)


@dataclass(slots=True)
class Side:
    """One Sangam with two accounts; to each of the two the other one is Bhavin."""

    world: World
    chain: Chain
    out: Mapping[AccountId, Mail]
    told: Counter[AccountId] = field(default_factory=Counter)

    @property
    def brand(self) -> Brand:
        """It answers alone wherever it can."""
        return replace(self.world.brand, autonomy=lambda *_: "auto", limits=LIMITS)

    async def work(self) -> None:
        """Draft and send all that is due."""
        while not isinstance(await draft_next(self.brand, self.chain), Idle):
            pass
        while not isinstance(await send_next(self.brand, self.out), Idle):
            pass

    async def hear(self, account: AccountId, thread: Thread, text: str, number: int) -> None:
        """The other one says something there."""
        message = NewMessage(thread, RemoteId(f"{number:010}"), BHAVIN, text, self.world.clock.at)
        await arrivals.receive(self.brand, account, [message], None)

    def fresh(self) -> list[tuple[AccountId, Thread, str]]:
        """What it has said that the other one has not heard, and where."""
        said = []
        for account, mail in self.out.items():
            for _, action in mail.done[self.told[account] :]:
                assert isinstance(action, Reply)
                (thread,) = [one for there, one in PLACES if (there, one.remote) == (account, action.thread)]
                said.append((account, thread, action.text))
            self.told[account] = len(mail.done)
        return said


@pytest.fixture(params=["rule", "faq", "model"])
async def sides(request: pytest.FixtureRequest, redis_url: str, brand: str) -> AsyncIterator[tuple[Side, Side]]:
    """Two brands on one Redis with one clock; whatever they hear, both answer with it."""
    clock = Clock()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(ModelServer(says(HOURS, "brand:hours")))
        found = []
        for number in range(2):
            model, _ = await stack.enter_async_context(asked(server))
            responders: dict[str, Responder] = {
                "rule": Rules(RulesFile.model_validate(RULES)),
                "faq": Faq(FaqFile.model_validate(FAQ)),
                "model": model,
            }
            one = await stack.enter_async_context(world(redis_url, f"{brand}-{number}"))
            one.clock, one.capabilities = clock, dict.fromkeys((ACCOUNT, OTHER), CAPABILITIES)
            # Without checks: one of them holds back what repeats itself, and so would hide what is tested here.
            chain = Chain([responders[request.param]], lambda *_: ())
            found.append(Side(one, chain, {ACCOUNT: Mail(clock), OTHER: Mail(clock)}))
        yield found[0], found[1]


async def converse(sides: tuple[Side, Side], seconds: int) -> Counter[tuple[int, AccountId, RemoteId]]:
    """Let them talk for so long; answers how often each of them spoke where."""
    clock, spoken = sides[0].world.clock, Counter[tuple[int, AccountId, RemoteId]]()
    for _ in range(seconds // 30):
        clock.at += 30 * SECOND
        for number, (here, there) in enumerate((sides, sides[::-1])):
            await here.work()
            for account, thread, text in here.fresh():
                spoken[number, account, thread.remote] += 1
                await there.hear(account, thread, text, clock.at + spoken.total())
    return spoken


async def test_they_fall_silent_wherever_they_talk_and_whatever_answers(sides: tuple[Side, Side]) -> None:
    clock = sides[0].world.clock
    for number, (account, thread) in enumerate(PLACES):
        await sides[0].hear(account, thread, QUESTION, clock.at + number)

    spoken = await converse(sides, seconds=600)

    by_person = Counter[tuple[int, AccountId]]()
    for (number, account, _), times in spoken.items():
        by_person[number, account] += times
    everywhere = [(side, account) for side in range(2) for account in (ACCOUNT, OTHER)]
    assert by_person == dict.fromkeys(everywhere, LIMITS.per_person), spoken  # in all places of an account together
    assert not await converse(sides, seconds=600)
    assert (await sides[0].world.store.conversations.counts(["drafted"]))["drafted"] > 0  # a person sees what waits
