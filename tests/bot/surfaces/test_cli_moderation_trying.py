"""The command line tries rules of moderation: on what was said, or on a text that somebody types."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.networks import every_network
from bot.surfaces.cli.moderation_trying import add_trying
from inbox.brand import Brand, Undo
from inbox.errors import SetupError
from inbox.models import account_id
from inbox.store import opened
from responders.llm.meter import Meter
from responders.moderation.classifier import Classifier
from responders.moderation.file import ModerationFile
from responders.moderation.judge import Moderation
from responders.options import ClassifierOptions
from tests.bot.surfaces.cli_line import Ended, Line
from tests.bot.surfaces.cli_program import now
from tests.cast import ASHA, BHAVIN
from tests.model import served
from tests.world import ACCOUNT, CAPABILITIES, said

PAGE = account_id("facebook", "main")
RULES = {
    "rules": [
        {"id": "scam", "when": {"words": "free crypto"}, "do": {"hide": True, "strike": 1}, "why": "It looks false."},
        {"id": "crypto", "when": {"words": "crypto"}, "do": {"hold": True}},
        {"id": "score", "when": {"scores": {"hate": 0.5}}, "do": {"hold": True}},
        {"id": "all", "when": {"always": True, "kinds": "group"}, "do": {"priority": 1}},
    ]
}


@pytest.fixture
def rules(tmp_path: Path) -> str:
    """A file with rules."""
    path = tmp_path / "new.yaml"
    path.write_text(json.dumps(RULES))
    return str(path)


async def run(cli: Line, *words: str) -> Ended:
    """Run `moderation try` in this process."""

    @contextlib.asynccontextmanager
    async def open_brand() -> AsyncIterator[Brand]:
        async with opened(cli.url, cli.world.name) as store:
            yield Brand(cli.world.name, store, {ACCOUNT: CAPABILITIES}, lambda *_: "draft", now, Undo())

    def read(path: Path) -> Moderation:
        if not path.exists():
            raise SetupError(f"{path}:1: this file is missing")
        return Moderation(ModerationFile.model_validate(json.loads(path.read_text())))

    @contextlib.asynccontextmanager
    async def classify(path: Path, meter: Meter, now: Callable[[], int]) -> AsyncIterator[Moderation]:
        async with served() as server:
            classifier = Classifier(ClassifierOptions(base_url=server.base_url), meter, now)
            try:
                yield Moderation(read(path).file, classifier)
            finally:
                await classifier.close()

    app, group = typer.Typer(pretty_exceptions_enable=False), typer.Typer()
    group.callback()(lambda: None)
    add_trying(group, open_brand, read, classify, lambda: {PAGE: every_network()["facebook"], ACCOUNT: CAPABILITIES})
    app.add_typer(group, name="moderation")
    invoke = CliRunner(env={"SANGAM_AS": "meera", "TZ": "UTC"}).invoke
    done = await asyncio.to_thread(invoke, app, ["moderation", "try", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ended(done.exit_code, done.stdout, done.stderr)


async def test_what_was_said_lately_is_told_rule_by_rule_with_all_that_is_odd(cli: Line, rules: str) -> None:
    cli.world.clock.at = now() - 3_600_000
    start = cli.world.clock.at
    await cli.world.receive(
        said("free crypto for all", id="m1", at=start),
        said("nice tea", BHAVIN, id="m2", at=start + 1000),
        said("old crypto", ASHA, id="m3", at=start - 3 * 86_400_000),
    )

    ended = await run(cli, rules, "--days", "1")

    assert ended.code == 0
    assert "scam\t1\t50.0%\thide it, 1 strike" in ended.out
    assert 'free crypto for all (the words "free crypto")' in ended.out
    assert "\nscam\tfacebook in " in ended.out
    assert "scam and crypto differ in 1 message about what becomes of the message: scam stands first" in ended.out
    assert "all matches nearly everything: it stays in shadow until a lead confirms it." in ended.out
    assert "Not known in 2 messages: the classifier was not asked" in ended.out
    assert "--ask-classifier asks it, in at most 2 calls; then these texts leave this machine." in ended.out
    assert "A message took " in ended.out
    assert (await run(cli, rules, "--days", "7", "--json")).json["messages"] == 3


async def test_a_text_is_tried_as_a_comment_on_the_first_account(cli: Line, rules: str) -> None:
    ended = await run(cli, rules, "free", "crypto")
    found = (await run(cli, rules, "free crypto", "--json")).json

    assert 'scam\thide it, 1 strike\tthe words "free crypto"' in ended.out
    assert "scam\thide" in ended.out
    assert found["account"] == "facebook:main"
    assert [(one["rule"], one["does"], one["told"]) for one in found["rules"]] == [
        ("scam", ["hide"], "It looks false."),
        ("crypto", ["waits for a person"], None),
    ]
    assert found["differ"][0]["has_its_way"] == "hide"
    assert found["unknown"] == ["the classifier was not asked"]


async def test_a_classifier_is_asked_where_somebody_wants_that(cli: Line, rules: str) -> None:
    at = cli.world.clock.at = now() - 3_600_000
    foul = "You are a pathetic idiot, these people are vermin and scum"
    await cli.world.receive(
        said(foul, id="m1", at=at), said(foul, BHAVIN, id="m2", at=at), said("nice", id="m3", at=at)
    )

    ended = await run(cli, rules, "--ask-classifier")

    assert "Asking the classifier, in at most 2 calls." in ended.err
    assert "score\t2\t66.7%" in ended.out
    assert "the classifier says hate, " in ended.out
    assert "not asked" not in ended.out
    assert "score" in (await run(cli, rules, foul, "--ask-classifier")).out
    assert (
        "--ask-classifier asks it, in one call; then this text leaves this machine."
        in (await run(cli, rules, foul)).out
    )


async def test_what_a_rule_does_is_told_only_for_where_it_is_looked_at(cli: Line, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    when = {"words": "a", "kinds": "comments"}
    rule = {"id": "here", "when": when, "networks": "facebook", "do": {"hide": True}}
    path.write_text(json.dumps({"rules": [rule]}))

    found = (await run(cli, str(path), "--json")).json

    assert found["networks"] == [{"rule": "here", "where": "facebook in comments", "does": "hide"}]


async def test_a_text_that_nothing_is_found_in_says_so(cli: Line, rules: str) -> None:
    ended = await run(cli, rules, "lovely", "--account", ACCOUNT, "--kind", "direct")

    assert (ended.code, ended.err) == (0, "No rule matches.\n")


async def test_what_cannot_be_tried_is_told(cli: Line, rules: str) -> None:
    assert "this file is missing" in (await run(cli, "nope.yaml", "a")).err
    assert (await run(cli, "nope.yaml", "a")).code == 5
    assert "There is no account x:y in bot.yaml" in (await run(cli, rules, "a", "--account", "x:y")).err
    assert (await run(cli, rules, "a", "--kind", "odd")).code == 2


async def test_nothing_said_is_told(cli: Line, rules: str) -> None:
    ended = await run(cli, rules)

    assert "Nothing was said to us in that time." in ended.err
