"""One hook for all accounts of an app: each gets its part, and nobody hears what is another's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.networks._x.hook import answer
from bot.networks._x.parse import Heard
from bot.networks._x.signature import HEADER, sign
from inbox.errors import StoreAway
from inbox.incoming import Cursor, Incoming
from inbox.network import Hook, HookAnswer
from tests.bot.networks.x.payloads import NOW, payload

SECRET = "the API key secret"


@dataclass
class Taker:
    """An account that keeps what it is told; `away` when its store is."""

    me: str
    heard: list[Heard] = field(default_factory=list)
    away: bool = False

    async def take(self, heard: Heard, receive: Any) -> None:
        if self.away:
            raise StoreAway("Redis is away")
        self.heard.append(heard)


async def nothing(events: Sequence[Incoming], cursor: Cursor | None) -> int:
    return 0


async def told(body: object, *takers: Taker, method: str = "POST", secret: str = SECRET) -> HookAnswer:
    raw = json.dumps(body).encode()
    hook = Hook(method, {}, {HEADER: sign(secret, raw)}, raw)
    return await answer(hook, SECRET, "", [(taker, nothing) for taker in takers], NOW)


async def test_each_account_gets_what_is_told_about_it() -> None:
    ours, other = Taker("1111"), Taker("2222")
    assert (await told(payload("message"), other, ours)).status == 200
    assert [len(heard.letters) for heard in ours.heard] == [1]
    assert other.heard == []


async def test_two_accounts_with_one_id_both_hear_it() -> None:
    takers = Taker("1111"), Taker("1111")
    await told(payload("message"), *takers)
    assert [len(taker.heard) for taker in takers] == [1, 1]


async def test_it_is_taken_only_once_it_is_stored() -> None:
    with pytest.raises(StoreAway):
        await told(payload("message"), Taker("1111", away=True))


async def test_what_belongs_to_nobody_is_shown_once_by_the_first() -> None:
    first, second = Taker("42"), Taker("43")
    await told(payload("message"), first, second)
    ((unread,),) = [heard.unread for heard in first.heard]
    assert unread.id == "account.1111"
    assert "the account 1111" in unread.why
    assert second.heard == []


async def test_what_is_of_no_use_wakes_nobody() -> None:
    ours = Taker("1111")
    for name in ("like", "follow", "typing", "encrypted", "unheard_of_kind", "replayed"):
        assert (await told(payload(name), ours)).status == 200
    assert ours.heard == []


@pytest.mark.parametrize(
    ("hook", "secret", "status", "words"),
    [
        (Hook("GET", {}, {}, b""), SECRET, 400, "crc_token"),
        (Hook("PUT", {}, {}, b""), SECRET, 405, "GET and POST"),
        (Hook("POST", {}, {}, b"{}"), SECRET, 401, "consumer_secret"),
        (Hook("POST", {}, {HEADER: sign("other", b"{}")}, b"{}"), SECRET, 401, "API Key Secret"),
        (Hook("GET", {"crc_token": "a"}, {}, b""), "", 404, "consumer_secret is not set"),
    ],
)
async def test_whoever_calls_otherwise_is_told_what_is_wrong(hook: Hook, secret: str, status: int, words: str) -> None:
    said = await answer(hook, secret, "", [(Taker("1111"), nothing)], NOW)
    assert said.status == status
    assert words in said.body


async def test_a_challenge_is_answered_in_json() -> None:
    said = await answer(Hook("GET", {"crc_token": "challenge_string"}, {}, b""), "consumer_secret", "", [], NOW)
    assert (said.status, said.content_type) == (200, "application/json")
    assert json.loads(said.body)["response_token"].endswith("YA=")


@pytest.mark.parametrize(
    "asked", ['{"for_user_id":"1111"}', "[]", '"1"', " 1", "1\n", "{", "a b", "é", "\ud800", "{\0", "a" * 201]
)
async def test_nobody_has_a_body_signed_by_asking_us(asked: str) -> None:
    said = await answer(Hook("GET", {"crc_token": asked}, {}, b""), SECRET, "", [(Taker("1111"), nothing)], NOW)
    assert said.status == 400
    assert "sha256" not in said.body


@pytest.mark.parametrize("asked", ["1", "NaN", "true", "M2RkODJkZmMtYjlkYi00NmQ4LTk0MGUtM2JjYzkwM2Q4MjQ0", "a=="])
async def test_what_we_signed_as_a_challenge_proves_no_body(asked: str) -> None:
    ours = Taker("1111")
    party = [(ours, nothing)]
    said = await answer(Hook("GET", {"crc_token": asked}, {}, b""), SECRET, "", party, NOW)
    forged = {HEADER: json.loads(said.body)["response_token"]}
    assert (await answer(Hook("POST", {}, forged, asked.encode()), SECRET, "", party, NOW)).status == 401
    assert ours.heard == []
