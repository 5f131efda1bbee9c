"""The commands that look at the past: what they print, their JSON and exit codes, what they write into faq.yaml."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import re
import shlex
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import typer
from typer.testing import CliRunner

from bot.replay import Recording
from bot.surfaces.cli import Parts, add_commands
from bot.surfaces.cli.learning import add_learning
from bot.surfaces.cli.past import add_past_commands
from config.additions import add_entry, add_nothing, add_phrasing
from inbox.brand import Brand
from inbox.canned import Replies
from inbox.incoming import MessageEdited
from inbox.models import Contact, RemoteId
from inbox.search import Index
from inbox.store import opened
from inbox.store.embedded import Server
from responders.chain import Chain
from responders.faq import FaqFile
from responders.mining import Teach
from tests.bot.surfaces.cli_line import Ended
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES
from tests.config_files import NETWORKS, folder
from tests.recorded import FAQ, HOURS, RULES, Past, chain, clerk, past, responders, scripted
from tests.tree import ROOT
from tests.world import HOUR, at, thread_of, world

LATER = {"entries": [{**FAQ["entries"][0], "answer": "We are open from ten to six."}, FAQ["entries"][1]]}


async def unused(*_: object) -> Any:
    """What these commands never need."""
    raise AssertionError


@dataclass(slots=True)
class Cli:
    """The commands on a past, over responders that a test chooses."""

    past: Past
    url: str
    folder: Path
    files: dict[str, object] = field(default_factory=dict)
    model: bool = True

    async def __call__(self, *words: str) -> Ended:
        """Run one, in this process."""
        run = CliRunner(env={"SANGAM_AS": "meera", "TZ": "UTC"}).invoke
        done = await asyncio.to_thread(run, self._app(), list(words))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ended(done.exit_code, done.stdout, done.stderr)

    def _app(self) -> typer.Typer:
        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        faq = FaqFile(**FAQ)  # type: ignore[arg-type]
        parts = Parts(self._brand, unused, lambda: Index(self.folder, "x"), Replies(()), unused, lambda: faq)
        add_commands(app, parts)
        add_past_commands(app, parts, self._rehearse)
        add_learning(app, parts, self._teaching)
        return app

    @contextlib.asynccontextmanager
    async def _brand(self) -> AsyncIterator[Brand]:
        async with opened(self.url, self.past.here.name) as store:
            yield replace(self.past.brand, store=store)

    def _rehearse(self, other: Path | None, brand: Brand, recording: Recording) -> tuple[Brand, Chain]:
        files: dict[str, Any] = self.files if other else {}
        return brand, Chain(
            recording.over(responders(recording.ask if self.model else None, **files)),
            config="other" if other else "c0ffee",
        )

    def _teaching(self) -> Teach:
        added = [functools.partial(one, self.folder, networks=NETWORKS) for one in (add_phrasing, add_entry)]
        return Teach(*added, functools.partial(add_nothing, self.folder, networks=NETWORKS))  # type: ignore[arg-type]


@pytest_asyncio.fixture
async def cli(redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[Cli]:
    """The commands on a past that begins two hours ago."""
    begin = time.time_ns() // 1_000_000 - 7_200_000
    async with world(redis_server.url, brand, begin) as here:
        faq = json.dumps(FAQ)  # JSON is YAML, too
        yield Cli(past(here, chain(scripted)), redis_server.url, folder(tmp_path, faq=faq))


# ----------------------------------------------------------------------------------------------------------- replay


async def test_replay_with_the_same_files_says_that_all_is_the_same(cli: Cli) -> None:
    await cli.past.mix()

    ended = await cli("replay")

    assert ended.code == 0
    first, second, *more = ended.out.splitlines()
    assert first.startswith("10 decisions since ")
    assert first.endswith("done again by the files as they stand:")
    assert second == "      10  the same as then"
    assert more == []


async def test_replay_with_other_files_shows_both_texts(cli: Cli) -> None:
    await cli.past.ask("When do you open?")
    await cli.past.ask("thanks", BHAVIN)
    cli.files = {"faq": LATER}

    ended = await cli("replay", "--config", str(cli.folder))

    assert ended.code == 0
    counts, block = ended.out.split("\n\n")
    assert counts.splitlines()[1:] == ["       1  the same as then", "       1  would be answered differently"]
    assert block.splitlines()[0].endswith(f"{at(ASHA)}  would be answered differently")
    assert block.splitlines()[1:] == [
        "  asked When do you open?",
        "  then  faq hours, alone",
        f"        {HOURS}",
        "  now   faq hours, alone",
        "        We are open from ten to six.",
    ]


async def test_replay_as_json_holds_the_same(cli: Cli) -> None:
    await cli.past.ask("When do you open?")
    await cli.past.ask("When do you open?", BHAVIN)
    edited = MessageEdited(thread_of(BHAVIN), RemoteId("m00002"), BHAVIN, "When?", cli.past.here.clock.at)
    await cli.past.here.receive(edited)
    cli.files = {"faq": LATER}

    found = (await cli("replay", "--config", str(cli.folder), "--json")).json

    assert found["decisions"] == 2
    assert {name: count for name, count in found["counts"].items() if count} == {"otherwise": 1}
    assert list(found["cannot"].values()) == [1]
    (changed,) = found["changed"]
    assert changed["changes"] == ["otherwise"]
    assert changed["then"]["proposals"][0]["text"] == HOURS
    assert changed["now"]["proposals"][0] == {
        "by": "faq", "sources": ["hours"], "evidence": "faq", "text": "We are open from ten to six.",
        "checks": [], "waits": "",
    }  # fmt: skip


async def test_replay_shows_only_what_is_asked_for(cli: Cli) -> None:
    await cli.past.ask("When do you open?")
    await cli.past.ask("do you sell shoes", CHEN)
    cli.files = {
        "faq": LATER,
        "rules": {"rules": [{"id": "shoes", "when": {"words": ["shoes"]}, "text": "No shoes, sorry."}]},
    }

    alone = await cli("replay", "--config", str(cli.folder), "--only", "alone")
    none = await cli("replay", "--config", str(cli.folder), "--limit", "0")

    assert alone.out.count("asked") == 1
    assert "No shoes, sorry." in alone.out
    assert "asked" not in none.out
    assert "--limit" in none.out


async def test_without_a_past_it_is_said_that_there_is_none(cli: Cli) -> None:
    for command in ("replay", "eval"):
        ended = await cli(command)

        assert ended.code == 0
        assert ended.out.startswith("The responders have decided nothing since ")
    assert (await cli("learn")).err == "There is nothing to learn.\n"


@pytest.mark.parametrize(
    "words", [("replay", "--since", "soon"), ("eval", "--since", "2099-01-01"), ("learn", "--since", "x")]
)
async def test_a_time_that_nobody_understands_is_explained(cli: Cli, words: tuple[str, ...]) -> None:
    ended = await cli(*words)

    assert ended.code == 2
    assert "say it like" in " ".join(ended.err.split())


async def test_another_folder_that_is_not_there_is_explained(cli: Cli) -> None:
    ended = await cli("replay", "--config", str(cli.folder / "nowhere"))

    assert ended.code == 2
    assert "does not exist" in " ".join(ended.err.replace("│", " ").split())


# ------------------------------------------------------------------------------------------------------------- eval


async def test_eval_prints_slices_sources_and_what_would_be_wrong(cli: Cli) -> None:
    cli.past.autonomy["faq"] = "draft"
    for person in (ASHA, BHAVIN, CHEN):
        await cli.past.ask("When do you open?", person)
    await cli.past.approve(ASHA)
    await cli.past.approve(BHAVIN, "Today we are closed, sorry!")
    await cli.past.ask("do you also repair unicycles made of bamboo", DOLORES)

    ended = await cli("eval")

    assert ended.code == 0
    assert "faq on telegram:main, direct\n  covers    3 of 4 questions (75%)\n" in ended.out
    assert "1 sent unchanged, 1 edited (" in ended.out
    assert "  would be  3 would need nobody now: 1 right, 1 wrong, 1 unknown; at least 2.5% right\n" in ended.out
    assert "  cost      940 tokens, 0.00 in money, 0.0015 an answer\n" in ended.out
    assert "  faq hours: 1 unchanged, 1 edited, 1 would be right, 1 would be wrong\n" in ended.out
    assert f"  would {HOURS}\n  said  meera: Today we are closed, sorry!\n" in ended.out


async def test_the_gate_opens_only_for_what_is_proven(cli: Cli) -> None:
    cli.past.autonomy["faq"] = "draft"
    for number in range(12):
        person = Contact(RemoteId(f"{number:010}"), f"P{number}")
        await cli.past.ask("When do you open?", person)
        await cli.past.approve(person)
    await cli.past.ask("thanks", Contact(RemoteId("0000000099"), "P99"))

    low, high, rules, strange = [
        await cli("eval", "--gate", bar, "--responder", responder)
        for bar, responder in (("0.77", "faq"), ("0.95", "faq"), ("0.1", "rules"), ("0.1", "nobody"))
    ]

    assert (low.code, low.err) == (0, "")
    assert high.code == rules.code == strange.code == 1
    assert "95.0% is asked for:\n  faq on telegram:main, direct: at least 77.9% right" in high.err
    assert "at least 0.0% right" in rules.err
    assert "nothing is proven" in strange.err
    document = (await cli("eval", "--gate", "0.95", "--responder", "faq", "--json")).json
    assert (document["gate"], document["passed"]) == (0.95, False)
    assert document["slices"][0]["would_be_right"] == 12


# ------------------------------------------------------------------------------------------------------------ learn


async def test_learn_lists_and_accepts_into_the_file(cli: Cli) -> None:
    it = replace(cli.past, chain=clerk(), autonomy={})
    await it.ask("Asha here, when do you open today?")
    await it.approve()
    for person in (BHAVIN, CHEN, DOLORES):
        await it.ask("is there parking near the shop", person)
        await it.reply("Parking is free behind the house.", person)
    await it.ask("do you sell tandems", BHAVIN)

    listed = await cli("learn")
    found = (await cli("learn", "--json")).json["lessons"]
    ids = {one["what"]: one["id"] for one in found}

    assert "Ways to ask that an entry answered and does not have yet\n" in listed.out
    assert f"{ids['phrasing']}  hours: “… here, when do you open today?”\n" in listed.out
    assert f"{ids['entry']}  Parking is free behind the house.\n" in listed.out
    assert f"{ids['question']}  “do you sell tandems”\n" in listed.out
    assert "3 times, last on " in listed.out
    taught = await cli("learn", "accept", ids["phrasing"], "--question", "when do you open today")
    written = await cli("learn", "accept", ids["entry"])
    put_away = await cli("learn", "dismiss", ids["question"])
    assert (taught.out, put_away.out) == (
        "Written into the entry hours of faq.yaml.\n",
        "It is not proposed again.\n",
    )
    assert written.out.startswith("Written into the entry ")
    file = (cli.folder / "faq.yaml").read_text("utf-8")
    assert "when do you open today" in file
    assert "Parking is free behind the house." in file
    assert (await cli("learn", "--json")).json["lessons"] == []


async def test_an_approved_reply_tells_the_command_that_teaches_it(cli: Cli) -> None:
    it = replace(cli.past, chain=clerk(), autonomy={})
    await it.ask("when do you open in the morning?", BHAVIN)
    (draft,) = await it.drafts(BHAVIN)

    done = await cli("approve", draft)
    (id,) = re.findall(r"learn accept (p[0-9a-f]{6})", done.err)
    it.here.clock.at += HOUR
    await it.send()
    taught = await cli("learn", "accept", id)

    assert "To teach the FAQ that “when do you open in the morning?” asks for hours, once it has left" in done.err
    assert taught.out == "Written into the entry hours of faq.yaml.\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("learn", "accept"), 2, "the id of a lesson"),
        (("learn", "accept", "p123456"), 3, "There is no lesson p123456"),
        (("learn", "forget", "p123456"), 2, "forget"),
    ],
)
async def test_learn_explains_what_it_does_not_understand(
    cli: Cli, words: tuple[str, ...], code: int, said: str
) -> None:
    ended = await cli(*words)

    assert ended.code == code
    assert said in " ".join(ended.err.split())


# --------------------------------------------------------------------------------------------------------- the page

EXAMPLE = re.compile(r"^```console\n\$ \.venv/bin/python run\.py (.*)\n((?:.*\n)*?)```$", re.MULTILINE)
PAGE = ROOT / "docs" / "replay.md"


@pytest.fixture
def in_utc() -> Iterator[None]:
    """The clocks on the wall are those of the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


async def test_the_page_shows_what_is_really_printed(
    redis_server: Server, brand: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_utc: None
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").mkdir()
    closed = {"id": "open", "when": {"words": ["scandal"]}, "text": "I am sorry. What happened?", "labels": ["upset"]}
    async with world(redis_server.url, brand) as here:
        cli = Cli(past(here, chain()), redis_server.url, folder(tmp_path, faq=json.dumps(FAQ)), model=False)
        cli.files = {"faq": LATER, "rules": {"rules": [closed, RULES["rules"][1]]}}
        await cli.past.story()

        examples = EXAMPLE.findall(PAGE.read_text("utf-8"))
        printed = [await cli(*shlex.split(words)) for words, _ in examples]

    assert [words.split()[0] for words, _ in examples] == ["replay", "eval", "eval", "learn", "learn"]
    for (words, shown), ended in zip(examples, printed, strict=True):
        assert f"$ {words}\n{ended.out}{ended.err}" == f"$ {words}\n{shown}"


def test_the_commands_load_what_they_need_only_when_they_are_used() -> None:
    code = (
        "import sys, bot.surfaces.cli.past, bot.surfaces.cli.learning\n"
        "print(sorted(name for name in sys.modules if name.startswith(('numpy', 'bot.replay', 'bot.evaluation',"
        " 'bot.learning', 'responders.', 'openai'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
