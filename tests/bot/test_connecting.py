"""`connect` and `tokens` as a person types them, at a simulated Meta and on a real Redis."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import pty
import re
import sys
import termios
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.networks._meta.tokens import Token, read_token, write_token
from bot.playground.clock import Clock
from bot.playground.telegram import TelegramServer
from inbox.sealing import new_key
from inbox.store.embedded import Server
from inbox.store.keyring import Keyring
from tests.bot.connecting_desk import (
    DONE,
    INTERRUPTED,
    NOT_FOUND,
    NOT_SET_UP,
    NOT_UNDERSTOOD,
    PROGRAM,
    REFUSED,
    AnyDesk,
)
from tests.bot.networks.meta.logging_in import Meta, meta
from tests.program import TOKEN, Place, outcome
from tests.tree import ROOT


@dataclass(frozen=True, slots=True)
class Desk(AnyDesk):
    """A folder with what an operator has, one brand, and a simulated Meta."""

    world: Meta

    async def kept(self, account: str) -> Token | None:
        """What is in the vault."""
        async with self.vault(account) as vault:
            return await read_token(vault)

    async def keep(self, account: str, token: Token) -> None:
        """Put a token into the vault."""
        async with self.vault(account) as vault:
            await write_token(vault, token)


@pytest_asyncio.fixture
async def desk(redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk with nothing on it."""
    async with meta(Clock()) as world:
        yield Desk(redis_server.url, brand, tmp_path, world.click, world.server.url, world)


def secrets_of(desk: Desk) -> list[str]:
    """What may never be shown."""
    return [desk.world.app.secret, *(value for value in desk.world.server.world.tokens.all if "|" not in value)]


async def test_somebody_with_nothing_but_an_app_is_walked_to_a_connected_page(desk: Desk) -> None:
    app = desk.world.app
    told = await desk.talk(
        "connect", "facebook", "--base-url", desk.world.server.url, before=(app.id, app.secret), after=("1",)
    )

    assert told.code == DONE, told.err
    assert re.search(r"^1\. At https://developers.facebook.com/apps choose Create App", told.out, re.MULTILINE)
    assert f"  1  Patola Weavers ({desk.world.page.id})\n  2  Patola Outlet ({desk.world.other.id})" in told.out
    assert f"Connected facebook:main: Patola Weavers ({desk.world.page.id}). The token is kept encrypted." in told.out
    assert "The app has every permission that Sangam uses." in told.out
    assert "Human Agent" in told.out
    assert f'page: "{desk.world.page.id}"' in told.out
    kept = await desk.kept("facebook:main")
    assert kept is not None
    assert kept.expires_at == 0
    assert not [secret for secret in secrets_of(desk) if secret in told.out + told.err]


async def test_an_address_that_was_pasted_wrong_is_asked_for_again(desk: Desk) -> None:
    ours, theirs = pty.openpty()
    words = ("connect", "facebook", "--app-id", "123", "--app-secret-file", desk.write("secret", "app-secret-of-mine"))
    command = (sys.executable, str(PROGRAM), desk.url, desk.brand, str(desk.folder), *words)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, env={"PYTHONPATH": str(ROOT), "TERM": "dumb"}
    )
    os.close(theirs)
    shown = ""
    for asked in range(1, 4):
        while shown.count("(it is not shown): ") < asked:
            shown += (await asyncio.to_thread(os.read, ours, 65536)).decode()
        os.write(ours, b"hello\n")

    assert await process.wait() == NOT_SET_UP
    os.close(ours)
    assert shown.count("This is not the address that the login leads to.") == 2


@pytest.mark.parametrize("before", [[], ["123456", "app-secret-of-mine"]])
async def test_ctrl_c_at_any_question_ends_it_and_no_secret_is_echoed(desk: Desk, before: list[str]) -> None:
    ours, theirs = pty.openpty()
    command = (sys.executable, str(PROGRAM), desk.url, desk.brand, str(desk.folder), "connect", "facebook")
    env = {"PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1"}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, env=env, preexec_fn=_own_terminal
    )
    os.close(theirs)
    shown = ""
    for question, answer in zip(("(App ID): ", "not shown): ", "(it is not shown): "), [*before, "\x03"], strict=False):
        while question not in shown.rpartition("\n")[2]:
            shown += (await asyncio.to_thread(os.read, ours, 65536)).decode()
        os.write(ours, f"{answer}\n".encode() if answer != "\x03" else b"\x03")

    try:
        assert await asyncio.wait_for(process.wait(), 20) == INTERRUPTED
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    with contextlib.suppress(OSError):  # which tells that nobody holds the other end any more
        while True:
            shown += (await asyncio.to_thread(os.read, ours, 65536)).decode()
    os.close(ours)
    assert "Traceback" not in shown
    assert "app-secret-of-mine" not in shown


def _own_terminal() -> None:
    """So that Ctrl+C reaches the child as it does a program that somebody started."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


async def test_with_an_account_in_bot_yaml_nothing_is_asked_but_the_address(desk: Desk) -> None:
    desk.configure(
        facebook_main={"app_id": desk.world.app.id, "app_secret": desk.world.app.secret, "page": desk.world.other.id}
    )
    told = await desk.talk("connect", "facebook")

    assert told.code == DONE, told.err
    assert "Connected facebook:main: Patola Outlet" in told.out
    assert "bot.yaml still lacks" not in told.out


async def test_instagram_s_own_login_from_bot_yaml(desk: Desk) -> None:
    desk.configure(
        instagram_lab={"app_id": desk.world.app.id, "app_secret": desk.world.app.secret, "id": desk.world.alone.id}
    )
    told = await desk.talk("connect", "instagram", "--name", "lab", choice="Continue as patola.lab")

    assert told.code == DONE, told.err
    assert "Connected instagram:lab: @patola.lab" in told.out
    kept = await desk.kept("instagram:lab")
    assert kept is not None
    assert kept.expires_at - kept.obtained_at == 60 * 86_400_000


async def test_everything_can_be_said_by_options(desk: Desk) -> None:
    secret = desk.write("secret", f"{desk.world.app.secret}\n")
    token = desk.write("token", desk.world.server.world.system_token(desk.world.app).value)
    told = await desk(
        "connect", "instagram", "--login", "facebook", "--name", "shop", "--id", desk.world.linked.id,
        "--app-id", desk.world.app.id, "--app-secret-file", secret, "--token-file", token,
        "--base-url", desk.world.server.url,
    )  # fmt: skip

    assert told.code == DONE, told.err
    assert "login: facebook" in told.out
    assert f'page: "{desk.world.page.id}"' in told.out
    assert await desk.kept("instagram:shop") is not None


async def test_a_token_comes_in_by_standard_input_too(desk: Desk) -> None:
    desk.configure(
        facebook_main={"app_id": desk.world.app.id, "app_secret": desk.world.app.secret, "page": desk.world.page.id}
    )
    told = await desk("connect", "facebook", "--token-file", "-", stdin=f"{desk.world.page.token}\n")

    assert told.code == DONE, told.err
    assert desk.world.page.token not in told.out + told.err


async def test_a_token_in_bot_yaml_that_goes_before_the_kept_one_is_said(desk: Desk) -> None:
    app, page = desk.world.app, desk.world.page
    desk.configure(facebook_main={"app_id": app.id, "app_secret": app.secret, "page": page.id, "token": "EAAB-of-mine"})
    told = await desk("connect", "facebook", "--token-file", "-", stdin=f"{page.token}\n")

    assert told.code == DONE
    assert "FAIL  bot.yaml names a token for this account" in told.out


async def test_a_missing_permission_is_said_and_does_not_keep_from_connecting(desk: Desk) -> None:
    desk.world.server.world.withdraw(desk.world.page, "pages_manage_engagement")
    desk.configure(
        facebook_main={"app_id": desk.world.app.id, "app_secret": desk.world.app.secret, "page": desk.world.page.id}
    )
    told = await desk("connect", "facebook", "--token-file", "-", stdin=f"{desk.world.page.token}\n")

    assert told.code == DONE
    assert "ok    The permission pages_manage_engagement was not given: Sangam cannot answer" in told.out


@pytest.mark.parametrize(
    ("words", "stdin", "code", "said"),
    [
        (("--token-file", "-"), "EAAB-of-nobody\n", REFUSED, "does not accept this token"),
        (("--token-file", "-", "--page", "77"), "TOKEN\n", REFUSED, "gives no access to 77, only to: Patola Weavers"),
        (("--token-file", "nowhere"), "", NOT_UNDERSTOOD, "cannot be read"),
        (("--token-file", "-"), "", NOT_UNDERSTOOD, "is empty"),
        ((), "\n", NOT_SET_UP, "Without an answer this cannot go on"),
        ((), "AQB\n", NOT_SET_UP, "Copy the whole address"),
        ((), "https://localhost/?code=A&state=B\n", NOT_SET_UP, "of another login"),
    ],
)
async def test_what_cannot_go_on_says_why_and_keeps_nothing(
    desk: Desk, words: tuple[str, ...], stdin: str, code: int, said: str
) -> None:
    desk.configure(
        facebook_main={"app_id": desk.world.app.id, "app_secret": desk.world.app.secret, "page": desk.world.page.id}
    )
    told = await desk("connect", "facebook", *words, stdin=stdin.replace("TOKEN", desk.world.page.token))

    assert (told.code, said in " ".join(told.err.split())) == (code, True), told.err
    assert await desk.kept("facebook:main") is None


async def test_a_word_for_the_number_of_the_app_is_refused_before_its_secret_is_asked_for(desk: Desk) -> None:
    told = await desk("connect", "facebook", stdin="my app\n")

    assert told.code == NOT_SET_UP
    assert "my app is no App ID: that is a number" in told.err
    assert "it is not shown" not in told.err


async def test_a_number_that_is_not_in_the_list_keeps_nothing(desk: Desk) -> None:
    secret = desk.write("secret", desk.world.app.secret)
    token = desk.write("token", desk.world.server.world.system_token(desk.world.app).value)
    words = ("--app-id", desk.world.app.id, "--app-secret-file", secret, "--token-file", token)
    told = await desk("connect", "facebook", *words, "--base-url", desk.world.server.url, stdin="3\n")

    assert told.code == NOT_SET_UP
    assert "3 is none of 1 to 2" in told.err
    assert await desk.kept("facebook:main") is None


@pytest.mark.parametrize("words", [("--login", "myspace"), ("--name", "the shop"), ("--name", "a/b"), ("--name", "")])
async def test_a_login_or_a_name_that_there_cannot_be_is_refused(desk: Desk, words: tuple[str, str]) -> None:
    assert (await desk("connect", "instagram", *words)).code == NOT_UNDERSTOOD


# -------------------------------------------------------------------------------------------------------------- tokens


async def test_the_tokens_are_listed_without_themselves(desk: Desk) -> None:
    await desk.keep("facebook:main", Token("EAAB-secret", 0, 1_790_000_000_000))
    await desk.keep("instagram:main", Token("IGAA-secret", 1_795_184_000_000, 1_790_000_000_000))
    (key,) = Keyring(desk.folder / "data").read().keys
    told, as_json = await desk("tokens"), await desk("tokens", "--json")

    assert told.out.splitlines() == [
        f"facebook:main\ttoken\t2026-09-21\tnever\t-\t{key.id}\t",
        f"instagram:main\ttoken\t2026-09-21\t2026-11-20\t-\t{key.id}\t",
    ]
    assert json.loads(as_json.out)["tokens"][1] == {
        "account": "instagram:main",
        "name": "token",
        "since": "2026-09-21T14:13:20.000Z",
        "expires": "2026-11-20T14:13:20.000Z",
        "renews": False,
        "renews_until": None,
        "key": key.id,
        "problem": None,
    }
    assert "secret" not in told.out + as_json.out


async def test_without_any_the_way_to_one_is_said(desk: Desk) -> None:
    told = await desk("tokens")
    assert (told.code, told.out) == (DONE, "")
    assert "run.py connect" in told.err


async def test_a_token_that_cannot_be_opened_is_listed_with_the_reason(desk: Desk) -> None:
    await desk.keep("facebook:main", Token("EAAB-secret"))
    Keyring(desk.folder / "data").write([new_key()])
    told = await desk("tokens")

    assert told.code == DONE
    assert "\t?\t" in told.out
    assert "Put that key back, or connect the account once more" in told.out


async def test_a_rotation_leaves_every_token_and_another_key(desk: Desk) -> None:
    await desk.keep("facebook:main", Token("EAAB-secret"))
    before = Keyring(desk.folder / "data").read().keys
    told = await desk("tokens", "rotate")

    assert told.code == DONE
    assert told.out.startswith("1 encrypted anew, with the key ")
    assert "The old key is gone" in told.out
    assert Keyring(desk.folder / "data").read().keys != before
    assert await desk.kept("facebook:main") == Token("EAAB-secret")


async def test_a_key_of_the_operator_is_changed_by_a_line_before_it(desk: Desk) -> None:
    old, new = new_key().text, new_key().text
    desk.write("given.key", old)
    assert "put a new line before the one that is there" in (await desk("tokens", "rotate")).out

    desk.write("given.key", f"{new}\n{old}\n")
    told = await desk("tokens", "rotate", "--json")
    assert json.loads(told.out) == {
        "sealed": 0,
        "key": Keyring(desk.folder, new).read().keys[0].id,
        "dropped": 1,
        "shut": [],
    }
    assert "the others may be taken away" in (await desk("tokens", "rotate")).out


async def test_a_token_is_forgotten_once(desk: Desk) -> None:
    await desk.keep("facebook:main", Token("EAAB-secret"))
    first, second = await desk("tokens", "forget", "facebook:main"), await desk("tokens", "forget", "facebook:main")

    assert (first.code, second.code) == (DONE, NOT_FOUND)
    assert first.out.startswith("Forgotten.")
    assert await desk.kept("facebook:main") is None


async def test_run_py_seals_with_the_key_that_bot_yaml_names(tmp_path: Path) -> None:
    async with TelegramServer() as telegram:
        place = Place(tmp_path, telegram, telegram.world.create_bot("shop_bot", "Shop", TOKEN))
        place.configure(more="tokens: {key_file: secrets/token-key}\n")
        key = new_key()
        place.write("secrets/token-key", f"{key.text}\n")
        code, out, err = await outcome(place, "tokens", "rotate")

    assert code == DONE, err
    assert f"with the key {key.id} in the key that `tokens` in bot.yaml names" in out
    assert not (tmp_path / "data" / "vault.key").exists()
