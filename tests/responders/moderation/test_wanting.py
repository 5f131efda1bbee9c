"""What rules want done, and where two of them differ."""

from datetime import timedelta

from inbox.cases import Finding, Wants
from responders.moderation.file import Do, Step
from responders.moderation.wanting import Fight, fights, said, wants_of


def test_all_that_may_stand_under_do() -> None:
    do = Do.model_validate(
        {"hide": True, "mute": "1h", "block": True, "irreversible": True, "slow": "30s", "labels": ["a", "b"],
         "priority": 0, "strike": 1.5, "reply": {"en": "Hello", "es": "Hola"}, "tell": "look"}
    )  # fmt: skip

    assert wants_of(do, "es") == Wants(
        sight="hide",
        mute=3600,
        block=True,
        slow=30,
        labels=("a", "b"),
        priority=0,
        points=1.5,
        reply="Hola",
        tell="look",
        may_remove=True,
    )
    assert wants_of(Do(keep=True)) == Wants(keep=True)
    assert [
        wants_of(Do.model_validate(one)).sight for one in ({"hold": True}, {"remove": True, "irreversible": True})
    ] == [
        "hold",
        "remove",
    ]


def test_a_step_of_the_ladder_is_about_the_person_only() -> None:
    assert wants_of(Step(at=4, mute=timedelta(hours=1), tell="four")) == Wants(mute=3600, tell="four")


def test_nothing_is_said_where_nothing_stands() -> None:
    assert said(None, "en") == ""
    assert said({"": "all"}, "gu") == "all"


def test_two_rules_that_fight_are_named_and_the_first_has_its_way() -> None:
    one = Finding("one", "v", "", Wants(sight="hide", mute=60, labels=("a",)))
    two = Finding("two", "v", "", Wants(sight="hold", mute=60, labels=("b",)))
    three = Finding("three", "v", "", Wants(keep=True))
    four = Finding("four", "v", "", Wants(labels=("c",), priority=3))

    assert list(fights([one, two, three, four])) == [
        Fight("what becomes of the message", "one", "two", "hide", "hold"),
        Fight("whether anything is done", "one", "three", "hide", "keep"),
        Fight("whether anything is done", "two", "three", "hold", "keep"),
    ]
