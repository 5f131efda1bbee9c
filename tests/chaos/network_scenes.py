"""What a storm needs to know of each network: how it is set up in bot.yaml, how it reaches us, and what fails there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.youtube.quota import UNITS
from tests.chaos.service_stage import service
from tests.day.bluesky import bluesky_day
from tests.day.mastodon import mastodon_day
from tests.day.tiktok import tiktok_day
from tests.day.x import PUBLIC, x_day
from tests.day.youtube import youtube_day

# What happens to calls, and how often of a thousand; times are the network's.
TROUBLE: Final = (
    (Fault(Kind.CUT_BEFORE), 15),
    (Fault(Kind.CUT_AFTER), 20),
    (Fault(Kind.HANG_BEFORE, seconds=20.0), 5),
    (Fault(Kind.HANG_AFTER, seconds=20.0), 10),
    (Fault(Kind.SLOW, seconds=10.0), 20),
    (Fault(Kind.REFUSE, status=429, retry_after=20), 5),
    (Fault(Kind.REFUSE, status=500), 10),
    (Fault(Kind.REFUSE, status=503), 10),
)
UNITS_A_DAY: Final = 10_000_000
DOLLARS_A_DAY: Final = 5_000.0
HOOKED: Final = 0.05  # of what is told: missing, doubled, overtaken and forged, each


@dataclass(frozen=True, slots=True)
class Scene:
    """One network. `opened` gives its simulated self with an account of ours, as a day has it (tests/day).

    `account` are the options in bot.yaml; one whose name ends in _file is kept as a file. `told` makes the network
    reach us at this port, imperfectly, and `reach` is our public address then.
    """

    network: str
    opened: Callable[[], AbstractAsyncContextManager[Any]]
    account: Callable[[Any], Mapping[str, object]]
    private: float = 0.1  # of what they say: in private
    held: float = 0.0  # waits for our review
    edits: bool = True
    reach: str = ""
    told: Callable[[Any, int], None] = field(default=lambda _, __: None)
    calm: Callable[[Any], None] = field(default=lambda _: None)


def trouble(faults: Faults) -> None:
    """From now on every call fails now and then, in every way there is; and what calls us may be somebody else."""
    for fault, of_a_thousand in TROUBLE:
        faults.sometimes(fault, of_a_thousand / 1000, Match())
    faults.sometimes(Fault(Kind.FORGED), HOOKED / 2)


def dealt(stage: Any) -> Counter[Kind]:
    """What was done to calls and to what is told."""
    found = Counter[Kind](stage.server.faults.dealt)
    for one in (stage, getattr(stage.server, "hooks", None)):
        found.update(getattr(one, "dealt", ()))
    return found


def _x(stage: Any) -> Mapping[str, object]:
    return {
        "id": stage.us.id,
        "client_id": stage.app.client_id,
        "client_secret_file": stage.app.client_secret,
        "consumer_secret_file": stage.app.consumer_secret,
        "bearer_file": stage.app.bearer,
        "listen": stage.listen,
        "budget_a_day": DOLLARS_A_DAY,
        "base_url": stage.server.url,
        "login_url": stage.server.url,
    }


def _youtube(stage: Any) -> Mapping[str, object]:
    return {
        "channel": stage.channel.id,
        "client_id": stage.project.client_id,
        "client_secret_file": stage.project.client_secret,
        "units_a_day": stage.project.limits[UNITS],
        "base_url": stage.server.url,
    }


def _tiktok(stage: Any) -> Mapping[str, object]:
    return {
        "business_id": stage.us.open_id,
        "app_id": stage.app.client_key,
        "app_secret_file": stage.app.secret,
        "username": stage.us.username,
        "messaging": True,
        "base_url": stage.server.url,
        "content_url": stage.server.url,
    }


def _mastodon(stage: Any) -> Mapping[str, object]:
    return {"base_url": stage.server.url, "token_file": stage.us.token}


def _bluesky(stage: Any) -> Mapping[str, object]:
    return {
        "identifier": stage.us.handle,
        "app_password_file": stage.us.app_password,
        "base_url": stage.server.url,
    }


def _webhook(stage: Any) -> Mapping[str, object]:
    return {"secret_file": stage.secret, "deliver_to": stage.server.url, "file_bytes": 0}


def _imperfectly(stage: Any) -> None:
    hooks = stage.server.hooks
    hooks.missing = hooks.doubled = hooks.reordered = HOOKED
    hooks.parallel = 4


def _perfectly(stage: Any) -> None:
    hooks = stage.server.hooks
    hooks.missing = hooks.doubled = hooks.reordered = 0.0


def _x_reaches(stage: Any, port: int) -> None:
    stage.server.hooks.hosts[PUBLIC] = f"http://127.0.0.1:{port}"
    _imperfectly(stage)


def _told_imperfectly(stage: Any, _: int) -> None:
    _imperfectly(stage)


SCENES: Final[Mapping[str, Scene]] = {
    "x that is asked": Scene("x", partial(x_day, budget=DOLLARS_A_DAY), _x),
    "x that streams": Scene(
        "x", partial(x_day, budget=DOLLARS_A_DAY, listen="stream"), _x, told=_told_imperfectly, calm=_perfectly
    ),
    "x that calls": Scene(
        "x",
        partial(x_day, budget=DOLLARS_A_DAY, listen="webhook"),
        _x,
        reach=PUBLIC,
        told=_x_reaches,
        calm=_perfectly,
    ),
    "youtube": Scene("youtube", partial(youtube_day, units=UNITS_A_DAY), _youtube, private=0.0, held=0.03),
    "tiktok that is asked": Scene("tiktok", partial(tiktok_day, hooks=False), _tiktok, edits=False),
    "tiktok that calls": Scene(
        "tiktok",
        partial(tiktok_day, hooks=False),
        _tiktok,
        edits=False,
        reach="http://127.0.0.1:{port}",
        told=_told_imperfectly,
        calm=_perfectly,
    ),
    "mastodon": Scene("mastodon", mastodon_day, _mastodon),
    "bluesky": Scene("bluesky", bluesky_day, _bluesky, edits=False),
    "webhook": Scene("webhook", service, _webhook, told=lambda stage, port: stage.reach(port)),
}
