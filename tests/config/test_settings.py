"""What bot.yaml may say."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import AccountSettings, AutonomyLine, Settings, mode_for
from config.shape import inside, keys
from inbox.models import Kind, account_id
from inbox.policy import Autonomy
from responders.faq import Entry
from responders.rules import Condition, Rule
from tests.config_files import BRAND, loaded, problems
from tests.tree import ROOT


def test_a_brand_is_enough(tmp_path: Path) -> None:
    settings = loaded(tmp_path).settings

    assert (settings.brand.id, settings.brand.name) == ("acme", "Acme")
    assert (settings.web.host, settings.web.port, settings.data) == ("127.0.0.1", 8480, "./data")
    assert (settings.redis.url.get_secret_value(), settings.redis.fsync) == ("embedded", "everysec")
    assert (settings.undo.automatic, settings.undo.people) == (timedelta(seconds=20), timedelta(seconds=5))
    assert (settings.accounts, settings.autonomy, settings.debounce) == ((), (), timedelta(seconds=1))


def test_a_section_with_every_line_commented_out_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    assert loaded(tmp_path, BRAND + "accounts:\nweb:\nredis:\n").settings == loaded(tmp_path).settings


def test_an_account_has_the_options_of_its_network(tmp_path: Path) -> None:
    (account,) = loaded(
        tmp_path, BRAND + "accounts: [{network: webchat, name: site, title: Ask us}]\n"
    ).settings.accounts

    assert account.id == "webchat:site"
    assert account.options.model_dump() == {"title": "Ask us"}


def test_a_wrong_address_of_redis_is_not_repeated(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, BRAND + "redis: {url: 'http://secret-host'}\n")

    assert told.startswith("config/bot.yaml:2: redis.url: must be embedded, redis://host:6379")


LINES = (
    AutonomyLine(mode="draft"),
    AutonomyLine(responder=("faq",), account=("telegram:*",), kind=("direct",), mode="auto"),
    AutonomyLine(account=("telegram:test", "webchat:*"), mode="off"),
    AutonomyLine(responder=("rules",), account=("webchat:site",), mode="auto"),
)


@pytest.mark.parametrize(
    ("responder", "account", "kind", "mode"),
    [
        ("faq", "telegram:main", "direct", "auto"),
        ("faq", "telegram:main", "group", "draft"),
        ("rules", "telegram:main", "direct", "draft"),
        ("faq", "telegram:test", "direct", "off"),
        ("faq", "webchat:site", "direct", "off"),
        ("rules", "webchat:site", "comments", "auto"),
    ],
)
def test_the_last_line_that_fits_wins(responder: str, account: str, kind: Kind, mode: Autonomy) -> None:
    assert mode_for(LINES, responder, account_id(*account.split(":")), kind) == mode


def test_without_a_line_everything_waits_for_a_person() -> None:
    assert mode_for((), "faq", account_id("telegram", "main"), "direct") == "draft"


def test_autonomy_is_read_from_short_lines(tmp_path: Path) -> None:
    bot = BRAND + "autonomy:\n  - {responder: faq, account: 'telegram:*', kind: [direct, group], mode: auto}\n"

    (line,) = loaded(tmp_path, bot).settings.autonomy

    assert (line.responder, line.account, line.kind, line.mode) == (
        ("faq",),
        ("telegram:*",),
        ("direct", "group"),
        "auto",
    )


def every_key() -> set[str]:
    """The keys that may stand in the files, those of a section behind its name."""
    flat = {*keys([AccountSettings]), *keys([AutonomyLine]), *keys([Rule]), *keys([Entry])}
    sections = {key: inside([Settings], key) for key in ("brand", "redis", "web", "undo")}
    dotted = {f"{section}.{key}" for section, models in sections.items() for key in keys(models)}
    conditions = {f"when.{key}" for key in keys([Condition])}
    return flat | dotted | conditions | set(keys([Settings])) - sections.keys() - {"options"}


@pytest.mark.parametrize("key", sorted(every_key() - {"options"}))
def test_every_key_is_explained(key: str) -> None:
    assert f"`{key}`" in (ROOT / "docs" / "configuration.md").read_text("utf-8")
