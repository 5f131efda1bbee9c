"""What all rules of a file make of a message: their order, what stops them, who is left alone, what is not known."""

from __future__ import annotations

import asyncio

import pytest

from inbox.cases import Person
from responders.moderation.classifier import Scores, Unknown
from responders.moderation.judge import Moderation
from responders.moderation.said import SHORT
from responders.options import ClassifierOptions
from tests.arrivals import all_of, arrival, judge_of, judged
from tests.cast import BHAVIN


class Classifies:
    """A classifier that says this of every text, and remembers what it was asked."""

    def __init__(self, answer: Scores | Unknown) -> None:
        """Nobody has asked yet."""
        self.options, self.answer, self.asked = ClassifierOptions(), answer, list[str]()

    async def scores(self, text: str) -> Scores | Unknown:
        """The answer."""
        self.asked.append(text)
        return self.answer


def ids(found: object) -> list[str]:
    """The rules of a judgement."""
    return [finding.rule for finding in found.findings]  # type: ignore[attr-defined]


# --------------------------------------------------------------------------------------------------- order and stopping


async def test_every_rule_that_matches_is_told_in_the_order_of_the_file() -> None:
    rules = [{"when": {"words": "b"}}, {"when": {"words": "c"}}, {"when": {"always": True}}, {"when": {"words": "a"}}]

    assert ids(await judged("a b", *rules)) == ["r0", "r2", "r3"]


@pytest.mark.parametrize("stops", [{"stop": True}, {"do": {"keep": True}}])
async def test_a_rule_in_force_stops_those_below_and_one_in_shadow_does_not(stops: dict[str, object]) -> None:
    judge = judge_of({"when": {"words": "a"}, **stops}, {"when": {"words": "b"}})

    assert ids(await judge.judge(arrival("a b"), all_of(judge))) == ["r0"]
    assert ids(await judge.judge(arrival("a b"), ())) == ["r0", "r1"]
    assert ids(await judge.judge(arrival("a b"), [("r0", "another version")])) == ["r0", "r1"]


async def test_a_rule_is_for_its_accounts_networks_and_kinds_only() -> None:
    judge = judge_of(
        {"when": {"words": "a"}, "accounts": ["telegram:*"]},
        {"when": {"words": "a"}, "networks": ["instagram"]},
        {"when": {"words": "a"}, "kinds": ["direct"]},
    )

    assert ids(await judge.judge(arrival("a"), ())) == ["r1"]
    assert ids(await judge.judge(arrival("a", account="telegram:main", kind="direct"), ())) == ["r0", "r2"]


async def test_a_thousand_rules_of_words_are_looked_at_only_where_their_words_are() -> None:
    rules: list[dict[str, object]] = [{"when": {"words": [f"word{at}", f"odd{at}"]}} for at in range(1000)]
    judge = judge_of(*rules)

    assert ids(await judge.judge(arrival("nothing of that"), ())) == []
    assert ids(await judge.judge(arrival("odd700 and word3"), ())) == ["r3", "r700"]


# ---------------------------------------------------------------------------------------------------- who is left alone


@pytest.mark.parametrize("name", ["asha", "@Asha", "0000000101", "instagram:main/0000000101"])
async def test_nobody_who_is_allowed_is_looked_at(name: str) -> None:
    judge = judge_of({"when": {"words": "a"}}, allow={"people": [name]})

    assert ids(await judge.judge(arrival("a"), ())) == []
    assert ids(await judge.judge(arrival("a", contact=BHAVIN), ())) == ["r0"]


async def test_whom_our_people_allowed_is_not_looked_at() -> None:
    assert ids(await judged(arrival("a", person=Person(allowed=True)), {"when": {"words": "a"}})) == []


# ---------------------------------------------------------------------------------------------------- what a rule wants


async def test_a_finding_says_what_is_wanted_in_their_language_and_by_which_version() -> None:
    rule = {
        "when": {"words": "ખોટું", "kinds": "comments"},
        "do": {"hide": True, "mute": "1h", "strike": 2, "labels": "spam", "reply": {"en": "No", "gu": "ના"}},
        "why": {"en": "It is false.", "gu": "તે ખોટું છે."},
    }
    judge = judge_of(rule)

    (found,) = (await judge.judge(arrival("આ બધું ખોટું છે ભાઈ"), ())).findings

    assert (found.told, found.wants.reply, found.wants.mute, found.wants.sight) == ("તે ખોટું છે.", "ના", 3600, "hide")
    assert (found.wants.points, found.wants.labels, found.severity) == (2, ("spam",), 0.5)
    assert (found.because, found.version, found.forced) == ('the word "ખોટું"', judge.versions["r0"], False)


async def test_a_rule_for_everything_is_forced_into_shadow() -> None:
    (found,) = (
        await judged("anything", {"when": {"always": True, "kinds": "comments"}, "do": {"hold": True}})
    ).findings

    assert found.forced
    assert found.because == "every message"


# --------------------------------------------------------------------------------------------------------- a classifier

HATE = {"when": {"scores": {"hate": 0.8}}}


async def test_a_classifier_is_asked_only_when_a_rule_is_open_without_it() -> None:
    says = Classifies(Scores({"hate": 0.9}))
    judge = judge_of({"when": {"scores": {"hate": 0.8}, "words": "you"}}, HATE, classifier=says)
    none = judge_of({"when": {"any": [{"words": "you"}, {"scores": {"hate": 0.8}}]}}, classifier=says)

    assert ids(await none.judge(arrival("hello you"), ())) == ["r0"]
    assert says.asked == []
    found = await judge.judge(arrival("hello there"), ())
    assert ids(found) == ["r1"]
    assert found.findings[0].because == "the classifier says hate, 90%"
    assert found.findings[0].severity == 0.9
    assert says.asked == ["hello there"]


async def test_a_message_is_sent_to_the_classifier_once_for_all_rules() -> None:
    says = Classifies(Scores({"hate": 0.1, "violence": 0.7}))
    no_hate: dict[str, object] = {"when": {"not": {"scores": {"hate": 0.5}}, "words": "a"}}
    judge = judge_of(HATE, {"when": {"scores": {"violence": 0.5}}}, no_hate, classifier=says)

    assert ids(await judge.judge(arrival("a"), ())) == ["r1", "r2"]
    assert says.asked == ["a"]


async def test_a_stop_above_saves_the_question() -> None:
    says = Classifies(Scores({"hate": 0.9}))
    judge = judge_of({"when": {"words": "a"}, "stop": True}, HATE, classifier=says)

    await judge.judge(arrival("a"), all_of(judge))

    assert says.asked == []


async def test_what_the_classifier_does_not_know_matches_nothing_and_its_opposite_neither() -> None:
    says = Classifies(Unknown("the classifier took too long"))
    judge = judge_of(HATE, {"when": {"not": {"scores": {"hate": 0.5}}, "words": "a"}}, {"when": {"words": "a"}},
                     classifier=says)  # fmt: skip

    found = await judge.judge(arrival("a"), ())

    assert ids(found) == ["r2"]
    assert found.unknown == ("the classifier took too long",)
    assert len(says.asked) == 1


async def test_a_kind_that_the_classifier_says_nothing_of_is_not_known() -> None:
    judge = judge_of({"when": {"scores": {"hat": 0.5}}}, classifier=Classifies(Scores({"hate": 0.9})))

    found = await judge.judge(arrival("a"), ())

    assert (ids(found), found.unknown) == ([], ("the classifier says nothing of hat",))


async def test_without_a_classifier_its_rules_say_so() -> None:
    assert (await judged("a", HATE)).unknown == ("the classifier was not asked",)


async def test_a_part_that_breaks_is_named_and_keeps_no_other_rule_from_judging() -> None:
    class Broken(Classifies):
        async def scores(self, text: str) -> Scores | Unknown:
            raise RuntimeError("wires crossed")

    judge = judge_of(HATE, {"when": {"words": "a"}}, classifier=Broken(Unknown("")))

    found = await judge.judge(arrival("a"), ())

    assert ids(found) == ["r1"]
    assert found.unknown == ("the rule r0: RuntimeError: wires crossed",)


# -------------------------------------------------------------------------------------------- what the store must count


def test_only_what_rules_ask_for_is_counted() -> None:
    assert judge_of({"when": {"words": "a"}}).windows == {}
    judge = judge_of(
        {"when": {"any": [{"flood": {"messages": 5, "within": "1m"}}, {"words": "b"}]}},
        {"when": {"repeated": {"within": "10m"}, "not": {"raid": {"newcomers": 9, "within": "2m"}}}},
    )
    assert judge.windows == {"flood": 60_000, "same": 600_000, "newcomers": 120_000}


def test_the_version_of_all_is_that_of_each() -> None:
    one, same, other = (judge_of({"when": {"words": word}}) for word in ("a", "a", "b"))

    assert one.version == same.version != other.version
    assert list(one.versions) == ["r0"]
    assert isinstance(one, Moderation)
    assert one.name == "moderation"


# ------------------------------------------------------------------------------------------ what is long, or again


async def test_everything_else_goes_on_while_a_long_text_is_looked_at() -> None:
    judge, others = judge_of({"when": {"words": "vermin"}}), 0

    async def count() -> None:
        nonlocal others
        while True:
            others += 1
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tasks:
        counting = tasks.create_task(count())
        short = await judge.judge(arrival("vermin"), ())
        assert others == 0
        long = await judge.judge(arrival("some words " * SHORT + "vermin"), ())
        counting.cancel()

    assert [found.because for found in short.findings] == [found.because for found in long.findings]
    assert others > 0


async def test_what_is_missing_is_told_of_a_long_text_as_of_any_other() -> None:
    judge = judge_of({"when": {"scores": {"hate": 0.5}}})

    assert (await judge.judge(arrival("a long text " * SHORT), ())).unknown == ("the classifier was not asked",)
