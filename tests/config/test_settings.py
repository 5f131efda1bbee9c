"""What bot.yaml may say."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.surfaces.discord.options import ControlOptions
from config.settings import AccountSettings, AutonomyLine, Settings, mode_for
from config.shape import Models, fields, inside, keys
from inbox.models import Kind, account_id
from inbox.policy import Autonomy
from responders.faq import Entry
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


def test_the_key_of_the_tokens_is_looked_at_at_once_and_never_shown(tmp_path: Path) -> None:
    bot, good = BRAND + "tokens: {key_env: KEY}\n", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="

    key = loaded(tmp_path, bot, environ={"KEY": good}).settings.tokens.key
    (told,) = problems(tmp_path, bot, environ={"KEY": "half-of-a-key"})

    assert key is not None
    assert key.get_secret_value() == good
    assert "a key is 32 random bytes in base64" in told
    assert "half-of-a-key" not in told


def test_without_its_section_there_is_no_control_channel(tmp_path: Path) -> None:
    assert loaded(tmp_path).settings.control_channel is None
    assert loaded(tmp_path, BRAND + "control_channel:\n").settings.control_channel is None


def test_the_control_channel_has_the_options_of_its_surface_with_its_token_from_outside(tmp_path: Path) -> None:
    bot = BRAND + "control_channel: {token_env: TOKEN, server: '11', channel: 12}\n"

    config = loaded(tmp_path, bot, environ={"TOKEN": "secret-of-a-bot.x"})

    options = config.settings.control_channel
    assert isinstance(options, ControlOptions)
    assert (options.token.get_secret_value(), options.server, options.channel) == ("secret-of-a-bot.x", 11, 12)
    assert config.secrets == ("secret-of-a-bot.x",)


def test_every_mistake_in_the_control_channel_is_told_with_its_line(tmp_path: Path) -> None:
    bot = """\
    brand: {id: acme, name: Acme}
    control_channel:
      token: MTE.abc.def
      server: friends
      roles:
        - {role: Mods, is: boss}
        - {roles: Mods, is: lead}
      quiet_hours: {from: 22, to: 08:00, zone: Asia/Kolkatta}
      digest: {at: [09:00, 25:00], zone: Mars}
      overdue: soon
      posts_per_minute: 1000
      routes: [{when: {priority_from: 10, languages: gujarati}}]
    """

    no_id = "must be an id: the long number that Discord's Copy ID gives (Advanced, Developer Mode)"
    assert problems(tmp_path, bot) == [
        "config/bot.yaml:2: control_channel.channel: this key is missing",
        "config/bot.yaml:3: control_channel.token: a secret may not stand in this file; write token_env or token_file",
        f"config/bot.yaml:4: control_channel.server: {no_id}",
        "config/bot.yaml:6: control_channel.roles.1.is: must be viewer, writer, moderator, lead or admin",
        "config/bot.yaml:7: control_channel.roles.2.role: this key is missing",
        "config/bot.yaml:7: control_channel.roles.2.roles: unknown key; did you mean role?",
        "config/bot.yaml:8: control_channel.quiet_hours.from: must be a time of day such as 08:30 or 22:00",
        "config/bot.yaml:8: control_channel.quiet_hours.zone: no such time zone; did you mean Asia/Kolkata?",
        "config/bot.yaml:9: control_channel.digest.at.2: must be a time of day such as 08:30 or 22:00",
        "config/bot.yaml:9: control_channel.digest.zone: no such time zone; write one such as Asia/Kolkata",
        "config/bot.yaml:10: control_channel.overdue: must be a number with a unit: 20s, 5m, 2h or 7d",
        "config/bot.yaml:11: control_channel.posts_per_minute: must be less than or equal to 60",
        "config/bot.yaml:12: control_channel.routes.1.when.languages: must be a language code such as en, gu or pt-BR",
        "config/bot.yaml:12: control_channel.routes.1.when.priority_from: must be less than or equal to 9",
    ]


@pytest.mark.parametrize(
    "text", ["5", "[1]", "{roles: {a: 1}, routes: 5}", "{routes: [5, {when: 5}]}", "{people: [a]}"]
)
def test_a_control_channel_of_another_shape_is_told(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, BRAND + f"control_channel: {text}\n")


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


def below(path: str, models: Models) -> Iterator[str]:
    """The keys of a section and of the sections in it, each behind the names of those that it stands in."""
    for key in keys(models):
        deeper = inside(models, key) if key in fields(models) else []  # a secret stands under two other names
        yield from below(f"{path}.{key}", deeper) if deeper else (f"{path}.{key}",)


def every_key() -> set[str]:
    """The keys that may stand in the files, those of a section behind its name."""
    flat = {*keys([AccountSettings]), *keys([AutonomyLine]), *keys([Entry])}
    sections = dict.fromkeys(
        ("brand", "redis", "web", "undo", "earned", "limits", "disclosure", "model", "guard", "classifier")
    )
    dotted = {key for section in sections for key in below(section, inside([Settings], section))}
    control = {f"control_channel.{key}" for key in keys([ControlOptions])}
    return flat | dotted | control | set(keys([Settings])) - sections.keys() - {"options"}


@pytest.mark.parametrize("key", sorted(every_key() - {"options"}))
def test_every_key_is_explained(key: str) -> None:
    assert f"`{key}`" in (ROOT / "docs" / "configuration.md").read_text("utf-8")
