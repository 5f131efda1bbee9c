"""Secrets stand outside the files and are never shown."""

import os
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.config_files import BRAND, Telegram, loaded, problems

TOKEN = "123456:abcdefghijklmnop"


def account(*lines: str) -> str:
    """A bot.yaml with one Telegram account; the lines begin at line 5."""
    return BRAND + "accounts:\n  - network: telegram\n    name: main\n" + "".join(f"    {line}\n" for line in lines)


def telegram(options: object) -> Telegram:
    """The options, known to be Telegram's."""
    assert isinstance(options, Telegram)
    return options


def test_a_secret_comes_from_the_environment(tmp_path: Path) -> None:
    config = loaded(tmp_path, account("token_env: BOT"), environ={"BOT": f" {TOKEN}\n"})

    assert telegram(config.settings.accounts[0].options).token == SecretStr(TOKEN)
    assert config.secrets == (TOKEN,)


def test_a_secret_comes_from_a_file_counted_from_above_the_config_folder(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "token").write_text(TOKEN + "\n")

    config = loaded(tmp_path, account("token_file: secrets/token"))

    assert telegram(config.settings.accounts[0].options).token == SecretStr(TOKEN)


def test_a_secret_deep_inside_an_account_is_found_too(tmp_path: Path) -> None:
    bot = account("token_env: BOT", "proxies: [{host: a, password_env: PASS}]")

    config = loaded(tmp_path, bot, environ={"BOT": TOKEN, "PASS": "open sesame"})

    assert telegram(config.settings.accounts[0].options).proxies[0].password == SecretStr("open sesame")


def test_a_key_of_the_network_that_only_ends_like_a_secrets_file_stays(tmp_path: Path) -> None:
    config = loaded(tmp_path, account("token_env: BOT", "cert_file: certs/mine.pem"), environ={"BOT": TOKEN})

    assert telegram(config.settings.accounts[0].options).cert_file == "certs/mine.pem"


def test_nothing_that_is_shown_holds_a_secret(tmp_path: Path) -> None:
    bot = account("token_env: BOT") + "redis: {url_env: REDIS}\n"

    config = loaded(tmp_path, bot, environ={"BOT": TOKEN, "REDIS": "redis://:hunter%402@db/0"})

    assert "hunter" not in f"{config!r}{config.settings}"
    assert "abcdef" not in f"{config!r}{config.settings}"
    assert config.settings.redis.url.get_secret_value() == "redis://:hunter%402@db/0"
    assert set(config.secrets) == {TOKEN, "redis://:hunter%402@db/0", "hunter%402", "hunter@2"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("token_env: NONE", "token_env: the environment variable NONE is not set"),
        ("token_env: EMPTY", "token_env: the environment variable EMPTY is empty"),
        ("token_env: 5", "token_env: needs the name of a variable"),
        ("token_file: none", "token_file: the file none cannot be read: No such file or directory"),
        ("token_file: .", "token_file: the file . cannot be read: Is a directory"),
        ("token_file: 5", "token_file: needs the path of a file"),
        ("token_file: empty", "token_file: the file empty is empty"),
        ("token_file: latin", "token_file: the file latin is not UTF-8 text"),
        ("token_file: huge", "token_file: the file huge is too big for a secret"),
        (f"token: {TOKEN}", "token: a secret may not stand in this file; write token_env or token_file"),
        ("token: 1234567", "token: a secret may not stand in this file; write token_env or token_file"),
        ("poll: 3", "token: is missing; write token_env with the name of a variable or token_file with a path"),
        ("tokn_env: BOT", "tokn_env: unknown key; did you mean token_env?"),
    ],
)
def test_a_secret_that_cannot_be_had_is_told_once_with_its_line(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "latin").write_bytes(b"\xe9")
    (tmp_path / "huge").touch()
    os.truncate(tmp_path / "huge", 10_000_000)

    told = problems(tmp_path, account(line), environ={"EMPTY": "", "BOT": TOKEN})

    assert [each for each in told if each.partition(" ")[2].startswith(f"accounts.main.{words}")]
    assert len(told) == (2 if "tokn" in line else 1)
    assert "1234" not in "".join(told)


@pytest.mark.parametrize("first", ["token_env: BOT", "token_env: NONE", f"token: {TOKEN}"])
def test_a_secret_given_twice_is_told(tmp_path: Path, first: str) -> None:
    told = problems(tmp_path, account(first, "token_file: none"), environ={"BOT": TOKEN})

    assert "config/bot.yaml:6: accounts.main.token_file: token is given twice; keep one of its lines" in told


def test_a_secret_that_a_network_puts_into_its_complaint_is_taken_out(tmp_path: Path) -> None:
    told = problems(tmp_path, account("token_env: BOT"), environ={"BOT": "no-colon-here"})

    assert told == ["config/bot.yaml:5: accounts.main.token_env: a token has a colon; this is •••"]


def test_the_password_of_redis_may_not_stand_in_the_file(tmp_path: Path) -> None:
    told = problems(tmp_path, BRAND + "redis: {url: 'redis://:hunter2@db/0'}\n")

    assert told == ["config/bot.yaml:2: redis.url: a password may not stand in this file; write url_env or url_file"]


def test_a_secret_too_short_to_be_one_is_not_blotted_out_of_every_word(tmp_path: Path) -> None:
    told = problems(tmp_path, account("token: an"))

    assert told[0].endswith("a secret may not stand in this file; write token_env or token_file")
