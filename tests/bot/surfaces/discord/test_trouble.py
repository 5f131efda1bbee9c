"""Every failure of a call to Discord is one kind of trouble, and each kind has one consequence."""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.surfaces.discord.trouble import (
    LONGER,
    Archived,
    Full,
    Locked,
    NoChannel,
    NoMessage,
    NotAllowed,
    NotNow,
    NotTaken,
    Trouble,
    trouble,
)


def answered(status: int, code: int = 0, text: str = "words") -> discord.HTTPException:
    """What discord.py raises for such an answer."""
    response = SimpleNamespace(status=status, reason="")
    return discord.HTTPException(response, {"code": code, "message": text})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answered(404, 10003), NoChannel),
        (answered(404, 10008), NoMessage),
        (answered(400, 50083), Archived),
        (answered(401), NotAllowed),
        (answered(403, 50013), NotAllowed),
        (answered(400, 160006), Full),
        (answered(400, 160005), Locked),
        (answered(400, 40067), NotAllowed),
        (answered(403, 50005), NoMessage),
        (answered(400, 50035), NotTaken),
        (answered(429), NotNow),
        (answered(400, 30046), NotNow),
        (answered(500), NotNow),
        (answered(503), NotNow),
        (discord.LoginFailure("Improper token"), NotAllowed),
        (aiohttp.ServerDisconnectedError(), NotNow),
        (TimeoutError(), NotNow),
        (ConnectionResetError(), NotNow),
    ],
)
def test_each_failure_has_one_kind(error: Exception, kind: type[Trouble]) -> None:
    assert type(trouble(error)) is kind
    assert str(trouble(error))


def test_how_long_to_wait_is_kept() -> None:
    told, too_often = trouble(discord.RateLimited(90.0)), trouble(answered(400, 30046))
    assert isinstance(told, NotNow)
    assert told.seconds == 90.0
    assert isinstance(too_often, NotNow)
    assert too_often.seconds == LONGER


def test_the_words_of_discord_and_its_code_are_kept() -> None:
    wrong = trouble(answered(400, 50035, "Invalid Form Body"))
    assert isinstance(wrong, NotTaken)
    assert (wrong.code, str(wrong)) == (50035, "400 50035: Invalid Form Body")
