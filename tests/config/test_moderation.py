"""moderation.yaml as it is read at the start and whenever it changes, and the rules that come with Sangam."""

import asyncio
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.load import reload
from config.problems import ConfigError
from inbox.cases import Crowd
from responders.moderation.judge import Moderation
from tests.arrivals import arrival
from tests.config_files import BRAND, folder, loaded
from tests.tree import ROOT

SHIPPED = (ROOT / "config" / "moderation.yaml").read_text("utf-8")
RULE = "rules: [{{id: {}, when: {{words: a}}, do: {{hide: true}}}}]\n"


def with_rules(root: Path, text: str) -> Path:
    """The folder with such a moderation.yaml."""
    made = folder(root)
    (made / "moderation.yaml").write_text(text, "utf-8")
    return made


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Moderation:
    """The judge by the rules that come with Sangam."""
    root = tmp_path_factory.mktemp("shipped")
    with_rules(root, SHIPPED)
    return Moderation(loaded(root).moderation)


def test_there_need_not_be_such_a_file(tmp_path: Path) -> None:
    assert loaded(tmp_path).moderation.rules == ()


def test_a_change_counts_without_a_new_start_and_a_mistake_does_not(tmp_path: Path) -> None:
    with_rules(tmp_path, RULE.format("one"))
    first = loaded(tmp_path)
    with_rules(tmp_path, RULE.format("two"))

    second = reload(first)

    assert [rule.id for rule in second.moderation.rules] == ["two"]
    assert second.digest != first.digest
    with_rules(tmp_path, "rules: 5\n")
    with pytest.raises(ConfigError, match="moderation.yaml:1: rules: must be a list"):
        reload(second)


def test_a_switch_is_told_as_it_is_written(tmp_path: Path) -> None:
    with_rules(tmp_path, "rules: [{id: a, when: {words: a}, do: {hide: certainly}}]\n")
    with pytest.raises(ConfigError, match=r"moderation.yaml:1: rules.a.do.hide: must be true; leave the key out"):
        loaded(tmp_path)


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("Earn $500 a day, just click bit.ly/xyz", ["scam-link"]),
        ("frее сrурtо for all, see t.me/joinchat/AbC", ["scam-link"]),
        ("You are a stupid idiot, kill yourself", ["hurts-people", "insult"]),
        ("I want to kill myself", ["somebody-in-need"]),
        ("my card is 4111 1111 1111 1111", ["private-data"]),
        ("He lives at 12 Baker Street", ["doxxing"]),
        ("join us at discord.gg/abc", []),  # somebody known
        ("Hello, is this in stock? Do you ship to Surat?", []),
        ("મારો ઓર્ડર ક્યારે આવશે?", []),
        ("I live in Scunthorpe and I love this tea", []),
        ("My order number is 4711 0815, where is it? See example.org/orders", []),
        ("❤️❤️❤️", []),
    ],
)
async def test_the_rules_that_come_with_sangam(shipped: Moderation, said: str, rules: list[str]) -> None:
    found = await shipped.judge(arrival(said), ())

    assert [one.rule for one in found.findings if not one.rule.endswith("spam")] == rules
    assert found.unknown == ()


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_somebody_writes_breaks_them(shipped: Moderation, said: str) -> None:
    found = asyncio.run(shipped.judge(arrival(said), ()))

    assert found.unknown == ()
    assert len(shipped.digest(said)) in (0, 16)


@pytest.mark.parametrize(("times", "rule"), [(5, "spam"), (15, "perhaps-spam")])
async def test_what_is_long_is_not_hidden_as_spam_but_looked_at(shipped: Moderation, times: int, rule: str) -> None:
    found = await shipped.judge(
        arrival("Check out my channel and subscribe, free stuff! " * times, kind="comments"), ()
    )

    assert [one.rule for one in found.findings] == [rule]


async def test_an_invite_by_somebody_new_is_hidden(shipped: Moderation) -> None:
    found = await shipped.judge(arrival("join us at discord.gg/abc", messages=1), ())

    assert "invite" in [one.rule for one in found.findings]


def test_they_do_nothing_that_cannot_be_taken_back_and_hide_no_opinion(shipped: Moderation) -> None:
    assert not any(rule.do.remove or rule.do.block for rule in shipped.file.rules)
    assert not any(rule.do.hide and "toxic" in rule.when.model_dump(exclude_none=True) for rule in shipped.file.rules)
    assert not any(rule.forced for rule in shipped.file.rules)


def test_every_example_in_the_file_works_once_switched_on(tmp_path: Path) -> None:
    switched_on = re.sub(r"(?m)^# (?=(lists|appeals):|  [a-z_]+:( |$)|    en: )", "", SHIPPED)
    made = with_rules(tmp_path, switched_on.replace("rules:\n", f"rules:\n{USES}", 1))
    (made / "slurs.txt").write_text("vermin\n")

    file = loaded(tmp_path, BRAND + "accounts: [{network: webchat, name: site}]\n").moderation

    assert file.lists.keys() == {"slurs", "rivals"}
    assert file.appeals


USES = "  - {id: lists, when: {lists: [slurs, rivals]}, do: {hold: true}}\n"


@pytest.mark.parametrize(
    ("said", "crowd", "hidden"),
    [
        ("Price please?", Crowd(same=12, same_people=12, newcomers=12), False),
        ("Price please?", Crowd(same=12, same_people=4, flood=3), True),
        ("Look at https://shop.example/cups", Crowd(same=5, same_people=5), True),
    ],
)
async def test_what_everybody_asks_is_no_campaign(shipped: Moderation, said: str, crowd: Crowd, hidden: bool) -> None:
    found = await shipped.judge(arrival(said, crowd=crowd), set(shipped.versions.items()))
    assert any(one.wants.sight == "hide" and one.rule == "campaign" for one in found.findings) is hidden
