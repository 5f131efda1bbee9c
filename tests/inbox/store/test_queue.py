"""Lanes: due at a time, held by one until the lease ends, due again when woken meanwhile, and never lost."""

from __future__ import annotations

import itertools
from collections import defaultdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox.store import Store
from inbox.store.queue import Idle, Queue, at_once

LEASE = 100


async def test_a_lane_is_claimed_when_it_falls_due_and_not_before(store: Store) -> None:
    lanes = store.schedule
    await lanes.wake("a", 50, now=0)

    assert await lanes.claim(49, LEASE, "t") == Idle(50)
    assert await lanes.claim(50, LEASE, "t") == "a"
    assert await lanes.claim(50, LEASE, "u") == Idle(50 + LEASE)


async def test_nothing_to_do_has_no_time(store: Store) -> None:
    assert await store.schedule.claim(5, LEASE, "t") == Idle(None)


async def test_the_lane_that_is_due_longest_comes_first(store: Store) -> None:
    for lane, due in (("late", 30), ("early", 10), ("middle", 20)):
        await store.schedule.wake(lane, due, now=0)

    assert [await store.schedule.claim(40, LEASE, "t") for _ in range(3)] == ["early", "middle", "late"]


async def test_waking_can_only_bring_a_lane_forward(store: Store) -> None:
    lanes = store.schedule
    await lanes.wake("a", 50, now=0)
    await lanes.wake("a", 90, now=0)
    assert await lanes.claim(40, LEASE, "t") == Idle(50)
    await lanes.wake("a", 20, now=0)

    assert await lanes.claim(40, LEASE, "t") == "a"


async def test_a_lane_that_was_let_go_is_done_unless_it_says_when_again(store: Store) -> None:
    lanes = store.schedule
    await lanes.wake("a", 1, now=0)
    await lanes.claim(1, LEASE, "t")
    assert await lanes.release("a", "t", 2, due=30)
    assert await lanes.claim(30, LEASE, "t") == "a"

    assert await lanes.release("a", "t", 31)

    assert await lanes.claim(999, LEASE, "t") == Idle(None)


async def test_a_lane_woken_while_held_falls_due_again(store: Store) -> None:
    lanes = store.schedule
    await lanes.wake("a", 1, now=0)
    await lanes.claim(1, LEASE, "t")
    await lanes.wake("a", 5, now=2)

    await lanes.release("a", "t", 3, due=400)

    assert await lanes.claim(4, LEASE, "t") == Idle(5)
    assert await lanes.claim(5, LEASE, "t") == "a"


async def test_of_two_wakings_while_it_is_held_the_earlier_one_counts(store: Store) -> None:
    lanes = store.schedule
    await lanes.wake("a", 1, now=0)
    await lanes.claim(1, LEASE, "t")
    for due in (7, 5, 90):
        await lanes.wake("a", due, now=2)

    await lanes.release("a", "t", 3)

    assert await lanes.claim(4, LEASE, "t") == Idle(5)


async def test_what_was_asked_for_before_a_lane_was_claimed_is_served_by_the_claim(store: Store) -> None:
    lanes = store.schedule
    await lanes.wake("a", 1, now=0)
    await lanes.claim(1, LEASE, "a worker that dies")
    await lanes.wake("a", 5, now=2)
    await lanes.claim(1 + LEASE, LEASE, "t")

    await lanes.release("a", "t", 2 + LEASE)

    assert await lanes.claim(999, LEASE, "t") == Idle(None)


async def test_a_lane_whose_lease_ended_is_somebody_elses(store: Store) -> None:
    lanes = store.schedule
    await lanes.wake("a", 1, now=0)
    await lanes.claim(1, LEASE, "slow")

    assert await lanes.claim(1 + LEASE, LEASE, "quick") == "a"

    assert not await lanes.release("a", "slow", 150)
    assert await lanes.release("a", "quick", 150)


async def test_a_worker_alone_looks_at_once(store: Store) -> None:
    await store.schedule.wake("a", 1, now=0)

    assert await at_once(lambda: store.schedule.claim(1, LEASE, "t")) == "a"


async def test_queues_of_different_names_do_not_meet(store: Store) -> None:
    other = Queue(store.schedule._scripts, "other")
    await other.wake("a", 1, now=0)

    assert await store.schedule.claim(9, LEASE, "t") == Idle(None)
    assert await other.claim(9, LEASE, "t") == "a"


STEP = st.one_of(
    st.tuples(st.just("wake"), st.sampled_from("abc"), st.integers(0, 300)),
    st.tuples(st.just("claim"), st.just(""), st.integers(0, 0)),
    st.tuples(st.just("release"), st.sampled_from("abc"), st.integers(0, 300)),
    st.tuples(st.just("forget"), st.sampled_from("abc"), st.integers(0, 0)),
    st.tuples(st.just("wait"), st.just(""), st.integers(1, 150)),
)
NAMES = (f"queue{n}" for n in itertools.count())


class Watched:
    """A queue of its own for one example, with what must be true of any queue."""

    def __init__(self, lanes: Queue) -> None:
        """Nothing has happened."""
        self.lanes = lanes
        self.now = 0
        self.tokens = (f"token{n}" for n in itertools.count())
        self.held: dict[str, str] = {}  # lane: the token of the worker that still works on it
        self.leases: dict[str, int] = {}  # lane: when the lease of its last holder ends
        self.wakes: defaultdict[str, list[int]] = defaultdict(list)  # when it shall fall due, since it was claimed last

    async def step(self, what: str, lane: str, number: int) -> None:
        """Do one thing that may happen."""
        match what:
            case "wake":
                await self.lanes.wake(lane, self.now + number, self.now)
                self.wakes[lane].append(self.now + number)
            case "claim":
                await self.claim()
            case "release" if lane in self.held:
                await self.release(lane, self.now + number if number % 2 else None)
            case "forget":  # the worker died
                self.held.pop(lane, None)
            case "wait":
                self.now += number

    async def claim(self) -> str | Idle:
        """Claim: what is given was asked for and is nobody's, and when nothing is given nothing was ready."""
        token = next(self.tokens)
        lane = await self.lanes.claim(self.now, LEASE, token)
        if isinstance(lane, Idle):
            assert [one for one in self.wakes if self.is_ready(one)] == []
            return lane
        assert self.leases.get(lane, 0) <= self.now
        assert self.is_ready(lane) or lane in self.leases  # the lane of a dead worker comes again by itself
        self.held[lane], self.leases[lane] = token, self.now + LEASE
        self.wakes[lane].clear()
        return lane

    def is_ready(self, lane: str) -> bool:
        """Whether it was to fall due by now, and nobody holds it."""
        return bool(self.wakes[lane]) and min(self.wakes[lane]) <= self.now and self.leases.get(lane, 0) <= self.now

    async def release(self, lane: str, due: int | None) -> None:
        """Let go of what was claimed, in time or too late."""
        ours = await self.lanes.release(lane, self.held.pop(lane), self.now, due)
        assert ours
        self.leases.pop(lane)
        if due is not None:
            self.wakes[lane].append(due)

    async def drain(self) -> None:
        """Do everything that is left, however long it takes; what was to be done is done then."""
        for _ in range(60):
            lane = await self.claim()
            if isinstance(lane, str):
                await self.release(lane, None)
            elif lane.until is None:
                break
            else:
                self.now = lane.until
        assert [one for one, times in self.wakes.items() if times] == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=40))
async def test_whatever_happens_a_lane_has_one_holder_and_no_waking_is_lost(
    store: Store, steps: list[tuple[str, str, int]]
) -> None:
    watched = Watched(Queue(store.schedule._scripts, next(NAMES)))
    for what, lane, number in steps:
        await watched.step(what, lane, number)

    await watched.drain()
