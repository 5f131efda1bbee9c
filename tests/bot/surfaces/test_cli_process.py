"""The command line as a process of its own: exit codes, pipes, terminals, Ctrl+C, two people at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import signal
import subprocess
import sys

import pytest

from inbox.models import RemoteId
from tests.bot.surfaces.cli_line import ROOT, Ended, Line
from tests.cast import ASHA, BHAVIN
from tests.redis_servers import free_port
from tests.world import at, proposal, said

ESCAPE = re.compile("\x1b\\[[0-9;]*m")
BOXES = re.compile("[\u2500-\u257f]")
HEAVY = ("aiohttp", "telegram", "discord", "openai", "jinja2", "pydantic")


@pytest.fixture
def redis_url(request: pytest.FixtureRequest) -> str:
    """One kind of Redis is enough here: what differs between kinds is tested without a process for each command."""
    return str(request.getfixturevalue("redis_server").url)


async def test_each_end_has_its_exit_code(cli: Line) -> None:
    draft = await cli.world.drafted()
    away = Line(cli.world, f"redis://127.0.0.1:{free_port()}", cli.folder)
    wrong = Line(cli.world, "rediss+nonsense://", cli.folder)

    ended = [
        await cli.apart("approve", draft),
        await cli.apart("approve", draft),
        await cli.apart("approve"),
        await cli.apart("approve", "404"),
        await away.apart("queue"),
        await wrong.apart("queue"),
    ]

    assert [one.code for one in ended] == [0, 1, 2, 3, 4, 5]
    assert [bool(one.out) for one in ended] == [True, False, False, False, False, False]
    assert all("Traceback" not in one.err for one in ended)
    assert ended[1].err == "Already approved by meera.\n"
    assert ended[4].err.startswith("Redis is away: ")


async def test_two_people_at_once_are_one_delivery_and_one_polite_refusal(cli: Line) -> None:
    draft = await cli.world.drafted()

    both = await asyncio.gather(*(cli.apart("approve", draft, "--as", who) for who in ("meera", "noor")))

    done, refused = sorted(both, key=lambda ended: ended.code)
    assert (done.code, refused.code) == (0, 1)
    assert re.fullmatch(r"Already approved by (meera|noor)\.\n", refused.err)
    assert len((await cli("show", at(ASHA), "--json")).json["leaving"]) == 1


async def test_watching_prints_each_line_at_once_and_ends_with_ctrl_c(cli: Line) -> None:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *cli.command("watch", "--after", "0", "--json"), stdout=pipe, stderr=pipe, env=cli.environment()
    )
    assert process.stdout

    async with asyncio.timeout(60):
        seen = []
        for text in ("one", "two"):
            await cli.world.hear(text, id=text)
            seen.append(json.loads(await process.stdout.readline()))
        await _interrupt(process)
        out, _ = await process.communicate()

    assert [line["ref"] for line in seen] == ["one", "two"]
    assert (process.returncode, out) == (130, b"")


async def test_what_was_watched_says_where_to_go_on_and_misses_nothing(cli: Line) -> None:
    await cli.world.hear("one", id="one")
    first = await cli.apart("watch", "--after", "0", "--limit", "1")
    await cli.world.hear("two", id="two")

    again = first.err.removeprefix("To go on from here: ").split()
    rest = await cli.apart(*again, "--limit", "1", "--json")

    assert json.loads(rest.out)["ref"] == "two"


async def test_a_reader_who_goes_away_is_no_error(cli: Line) -> None:
    await cli.world.receive(*(said("?" * 2000, id=f"m{n}", at=n + 1) for n in range(120)))
    script = 'first=$("$@" | head -n 1); echo "$first"'

    for form in ("--plain", "--json"):
        command = ["sh", "-c", script, "sh", *cli.command("show", at(ASHA), "--limit", "200", form)]
        done = await asyncio.to_thread(
            subprocess.run, command, capture_output=True, text=True, env=cli.environment(), timeout=30
        )
        assert done.stdout.count("\n") == 1
        assert done.stderr == ""

    closed = await asyncio.to_thread(_with_closed_output, cli)
    assert (closed.code, closed.err) == (0, "")


def _with_closed_output(cli: Line) -> Ended:
    command = cli.command("show", at(ASHA), "--limit", "200", "--json")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=cli.environment()
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        return Ended(process.wait(30), "", process.stderr.read())


async def test_a_pipe_gets_no_colours_and_no_lines(cli: Line) -> None:
    await cli.world.drafted()
    for command in (("queue",), ("show", "next"), ("show", at(ASHA)), ("status",), ("parked",)):
        out = (await cli.apart(*command)).out
        assert not ESCAPE.search(out), command
        assert not BOXES.search(out), command


async def test_a_terminal_gets_colours_and_columns_and_may_do_without(cli: Line) -> None:
    await cli.world.drafted()

    queue = await cli.on_a_terminal("queue")
    card = await cli.on_a_terminal("show", "next")
    plain = await cli.on_a_terminal("show", "next", "--plain")
    colourless = await cli.on_a_terminal("show", "next", more={"NO_COLOR": "1"})
    dumb = await cli.on_a_terminal("show", "next", more={"TERM": "dumb"})

    assert "Waiting for us" in queue.out
    assert ESCAPE.search(card.out)
    assert BOXES.search(card.out)
    assert not ESCAPE.search(plain.out + dumb.out)
    assert not BOXES.search(plain.out + dumb.out)
    assert not re.search("\x1b\\[[0-9;]*3[0-7]", colourless.out)
    assert BOXES.search(colourless.out)


async def test_every_script_fits_a_terminal_of_any_width(cli: Line) -> None:
    text = "કેમ છો! દુકાન ક્યારે ખૂલે છે? 你们几点开门？ 👨‍👩‍👧"
    await cli.world.hear(text)
    await cli.world.propose(proposal("અમે સવારે 9 વાગ્યે ખોલીએ છીએ. " * 9))

    for columns in (200, 80, 40):
        queue = await cli.on_a_terminal("queue", columns=columns)
        card = await cli.on_a_terminal("show", "next", columns=columns)
        assert at(ASHA) in queue.out  # an id is never cut: it has to be copied
        assert "કેમ છો!" in queue.out
        assert text.split()[2] in card.out
        assert card.out.count("ખોલીએ") == 9
        bars = [line for line in ESCAPE.sub("", card.out).splitlines() if line.startswith("┃ ")]
        assert len(bars) >= 200 // columns


async def test_a_terminal_that_knows_no_letters_shows_their_numbers(cli: Line) -> None:
    await cli.world.hear("કેમ છો")

    ended = await cli.apart("queue", PYTHONIOENCODING="ascii")

    assert ended.code == 0
    assert "\\u0a95\\u0ac7\\u0aae \\u0a9b\\u0acb" in ended.out


async def test_without_a_name_the_login_name_acts(cli: Line) -> None:
    id = await cli.world.hear()
    await cli.apart("note", id, "hello", SANGAM_AS="", LOGNAME="olga")

    lines = (await cli("show", id, "--json")).json["lines"]

    assert [line["by"] for line in lines if "what" in line] == ["olga"]


async def test_a_long_name_is_cut_on_a_terminal_and_whole_in_a_pipe(cli: Line) -> None:
    name = "Bhavin " * 12
    await cli.world.receive(said("?", type(BHAVIN)(RemoteId("1"), name.strip()), at=1))

    assert name.strip() in (await cli.apart("queue")).out
    assert "Bhavin Bhavin Bhavin Bh…" in (await cli.on_a_terminal("queue")).out


def test_importing_the_command_line_brings_nothing_heavy() -> None:
    code = f"import sys, bot.surfaces.cli; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)

    assert done.stdout == "[]\n"


async def _interrupt(process: asyncio.subprocess.Process) -> None:
    """Ctrl+C, and as a person would once more when nothing happens: Python 3.11 can lose a request to stop, rarely."""
    for patience in (15, 15):
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await process.wait()
                return
