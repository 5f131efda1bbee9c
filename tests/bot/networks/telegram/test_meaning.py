"""What Telegram's failures mean, what its options take, and what it says it can do; nothing here has a wire."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pytest
from pydantic import ValidationError
from telegram import error as ptb

from bot.networks import network_class
from bot.networks._ptb import Answered, Flooded, NotSent
from bot.networks._telegram_calls import after_move
from bot.networks._telegram_errors import MEANING
from bot.networks.telegram import CAPABILITIES, Telegram, error_for
from inbox.actions import Action, DirectMessage, Publish, Reply
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, Unsupported
from inbox.models import RemoteId

FAILURES: list[tuple[ptb.TelegramError, type[NetworkError], type[NetworkError]]] = [
    (NotSent("refused"), Unavailable, Unavailable),
    (Answered(502, "bad gateway"), Uncertain, Unavailable),
    (Answered(500, "oops"), Uncertain, Unavailable),
    (Answered(504, "slow"), Uncertain, Unavailable),
    (Answered(503, "down"), Unavailable, Unavailable),
    (Answered(403, "a proxy's page"), Unavailable, Unavailable),
    (Answered(302, "moved"), Unavailable, Unavailable),
    (Answered(413, "too large"), Rejected, Rejected),
    (Flooded("Too Many Requests: retry after 3", 3), RateLimited, RateLimited),
    (ptb.InvalidToken("Unauthorized"), LoginNeeded, LoginNeeded),
    (ptb.InvalidToken("Not found"), LoginNeeded, LoginNeeded),
    (ptb.InvalidToken("Not found: method not found"), Unsupported, Unsupported),
    (ptb.EndPointNotFound("no such"), Unsupported, Unsupported),
    (ptb.Forbidden("Forbidden: bot was blocked by the user"), Rejected, Rejected),
    (ptb.BadRequest("Bad Request: chat not found"), Rejected, Rejected),
    (ptb.ChatMigrated(-1001), Rejected, Rejected),
    (ptb.PassportDecryptionError("no"), Rejected, Rejected),
    (ptb.Conflict("Conflict: terminated by other getUpdates request"), Unavailable, Unavailable),
    (ptb.TimedOut(), Uncertain, Unavailable),
    (ptb.NetworkError("cut"), Uncertain, Unavailable),
    (ptb.TelegramError("no json"), Uncertain, Unavailable),
]


@pytest.mark.parametrize(("failure", "sending", "asking"), FAILURES, ids=[repr(row[0]) for row in FAILURES])
def test_a_failure_means_this(
    failure: ptb.TelegramError, sending: type[NetworkError], asking: type[NetworkError]
) -> None:
    assert type(error_for(failure)) is sending
    assert type(error_for(failure, effect=False)) is asking


def test_every_class_of_telegram_error_has_its_row() -> None:
    assert {getattr(ptb, name) for name in ptb.__all__} <= MEANING.keys()
    assert {type(failure) for failure, *_ in FAILURES} | {ptb.RetryAfter} == MEANING.keys()


def test_a_wait_is_in_seconds_however_the_library_counts_it() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        meant = [error_for(error) for error in (Flooded("wait", 3), ptb.RetryAfter(3))]
    assert [error.retry_after for error in meant if isinstance(error, RateLimited)] == [3.0, 3.0]


def test_a_conflict_says_what_to_do() -> None:
    assert "Stop that program" in str(error_for(ptb.Conflict("Conflict")))


# ------------------------------------------------------------------------------------------ options, capabilities


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"token": "hello"}, "no bot token"),
        ({"token": "1:a", "base_url": "api.telegram.org"}, "https://"),
        ({"token": "1:a", "webhook": True}, "webhook_secret"),
        ({"token": "1:a", "webhook": True, "webhook_secret": "with space"}, "webhook_secret"),
        ({"token": "1:a", "tokn_env": "X"}, "Extra inputs"),
        ({}, "Field required"),
    ],
)
def test_a_wrong_option_is_explained(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words) as failed:
        Telegram.Options.model_validate(options)
    assert "hello" not in str(failed.value)


@pytest.mark.parametrize("show", [repr, str, lambda options: options.model_dump_json()])
def test_the_token_is_never_shown(show: Callable[[Telegram.Options], str]) -> None:
    options = Telegram.Options.model_validate({"token": " 900:secret\n"})
    assert options.token.get_secret_value() == "900:secret"
    assert "secret" not in show(options).replace("webhook_secret", "")


def test_the_registry_knows_the_class() -> None:
    assert network_class("telegram").capabilities is CAPABILITIES


def test_capabilities_say_what_telegram_has_not() -> None:
    assert not CAPABILITIES.offers("group", "hide")
    assert not CAPABILITIES.offers("direct", "block")
    assert CAPABILITIES.offers("comments", "mute")
    assert CAPABILITIES.text.length("😀") == 2


OLD, NEW = RemoteId("-4000000001"), RemoteId("-1001234567892")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Reply(OLD, "hello"), Reply(NEW, "hello")),
        (Publish(OLD, "hello"), Publish(NEW, "hello")),
        (DirectMessage(RemoteId("0000000101"), "hello"), DirectMessage(RemoteId("0000000101"), "hello")),
    ],
)
def test_an_action_follows_its_group(before: Action, after: Action) -> None:
    assert after_move(before, int(NEW)) == after
