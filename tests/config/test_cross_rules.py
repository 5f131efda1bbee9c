"""What rules.yaml says that no single line of it can know."""

# ruff: noqa: E501 - the lines that people read stand here whole

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cross import Known
from config.cross_rules import check_rules
from config.document import read
from tests.config_files import BRAND, loaded, problems

SITE = BRAND + "accounts: [{network: webchat, name: site}, {network: webchat, name: shop}]\n"


def told(tmp_path: Path, *rules: str, top: str = "") -> list[str]:
    """What is wrong with these rules, which begin on line 2, or on line 3 behind `top`."""
    return problems(tmp_path, SITE, rules=_file(rules, top))


def taken(tmp_path: Path, *rules: str, top: str = "") -> int:
    """How many rules there are, when nothing is wrong with them."""
    return len(loaded(tmp_path, SITE, rules=_file(rules, top)).rules.rules)


def _file(rules: tuple[str, ...], top: str) -> str:
    return (
        (f"{top}\n" if top else "")
        + "rules:\n"
        + "".join(f"  - {{id: r{at}, {rule}}}\n" for at, rule in enumerate(rules))
    )


@pytest.mark.parametrize(
    "name", ["webchat:site", "webchat:*", "telegram:*", "*", "*:site", "[webchat:site, 'telegram:*']"]
)
def test_rules_may_be_for_accounts_that_are_or_could_be_there(tmp_path: Path, name: str) -> None:
    listed = name if name[0] == "[" else repr(name)

    assert taken(tmp_path, f"when: {{words: a, accounts: {listed}}}, text: b, accounts: {listed}") == 1


def test_rules_about_nothing_are_told_wherever_they_say_it(tmp_path: Path) -> None:
    rules = """\
    rules:
      - {id: a, when: {words: a}, text: b, accounts: ['webchat:nope'], networks: telegrm}
      - {id: a, when: {words: c}, text: b}
      - id: b
        when:
          any:
            - {words: d, accounts: 'webchat:shp'}
            - words: e
              networks: webcht
        text: c
        text_on: {telegrma: d}
    """

    assert problems(tmp_path, SITE, rules=rules) == [
        "config/rules.yaml:2: rules.a.accounts.1: no such account in bot.yaml; did you mean webchat:shop?",
        "config/rules.yaml:2: rules.a.networks: no such network; did you mean telegram?",
        "config/rules.yaml:3: rules.a.id: a is already on line 2",
        "config/rules.yaml:7: rules.b.when.any.1.accounts: no such account in bot.yaml; did you mean webchat:shop?",
        "config/rules.yaml:9: rules.b.when.any.2.networks: no such network; did you mean webchat?",
        "config/rules.yaml:11: rules.b.text_on.telegrma: no such network; did you mean telegram?",
    ]


def test_a_time_without_a_clock_is_told_and_one_with_any_is_not(tmp_path: Path) -> None:
    night = "when: {not: {time: {from: 18:00, to: 8:00}}, words: a}, labels: a"

    assert told(tmp_path, night) == [
        "config/rules.yaml:2: rules.r0.when.not.time: says no clock to go by; write zone: Asia/Kolkata here, or once at the top of this file"
    ]
    assert taken(tmp_path, night, top="zone: Asia/Kolkata") == 1
    assert taken(tmp_path, night.replace("8:00}", "8:00, zone: UTC}")) == 1
    assert told(tmp_path, night, top="zone: Asia/Kolkatta") == [
        "config/rules.yaml:1: zone: no such time zone; did you mean Asia/Kolkata?"
    ]


def test_opening_hours_that_nobody_wrote_down_are_told(tmp_path: Path) -> None:
    rules = """\
    rules:
      - id: a
        when:
          all:
            - hours: closed
        text: {en: 'Back {next_opening}', gu: Hello}
        text_on: {webchat: {en: '{hours}'}}
        snooze: Until open
    """
    why = "there are no opening hours; write hours in brand.yaml"
    assert problems(tmp_path, SITE, rules=rules) == [
        f"config/rules.yaml:5: rules.a.when.all.1.hours: {why}",
        f"config/rules.yaml:6: rules.a.text.en: {why}",
        f"config/rules.yaml:7: rules.a.text_on.webchat.en: {why}",
        f"config/rules.yaml:8: rules.a.snooze: {why}",
    ]
    (tmp_path / "config" / "brand.yaml").write_text("hours: {zone: UTC, weekly: {mon: '9:00-18:00'}}\n")
    assert len(loaded(tmp_path, SITE, rules=rules).rules.rules) == 1


def test_a_name_in_two_forms_is_told_with_both_lines(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        "when: {words: a}, labels: [press, legal], assign: meera",
        "when: {words: b, labels: Press}, labels: press",
        "when: {words: c}, assign: Meera",
    ) == [
        "config/rules.yaml:3: rules.r1.when.labels: Press is written press on line 2; write both alike",
        "config/rules.yaml:4: rules.r2.assign: Meera is written meera on line 2; write both alike",
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("when: {always: true}, text: a", "when: {words: a}, text: b"),
        ("when: {always: true}, labels: a, kinds: [direct, group]", "when: {words: a}, text: b, kinds: direct"),
        ("when: {words: refund}, text: a", "when: {words: refund}, text: b"),
        ("when: {words: [refund, Money back]}, text: a", "when: {words: money BACK, pattern: 'x+'}, text: b"),
        ("when: {words: a}, text: a, accounts: 'webchat:*'", "when: {words: a}, text: b, accounts: 'webchat:site'"),
        ("when: {any: [{words: a}, {pattern: 'x+'}]}, text: a", "when: {pattern: 'x+', languages: gu}, text: b"),
        ("when: {any: [{words: a}, {pattern: 'x+'}]}, text: a", "when: {any: [{pattern: 'x+'}, {words: a}]}, text: b"),
        ("when: {labels: 'vip*'}, text: a", "when: {labels: vip-gold}, text: b"),
        ("when: {media: [image, video]}, text: a, once: true", "when: {media: video, words: a}, labels: b"),
    ],
)
def test_a_rule_that_nothing_gets_to_is_told_with_both_lines(tmp_path: Path, earlier: str, later: str) -> None:
    assert told(tmp_path, earlier, "when: {words: zzz}, labels: z, kinds: comments", later)[-1] == (
        "config/rules.yaml:4: rules.r2: nothing gets here: the rule on line 2 takes all that this one is about; put this one first"
    )


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("when: {always: true}, text: a, stop: false", "when: {words: a}, text: b"),
        ("when: {always: true}, text: a, kinds: group", "when: {words: a}, text: b"),
        ("when: {always: true, not: {words: a}}, text: a", "when: {words: a}, text: b"),
        ("when: {words: a}, text: a", "when: {words: [a, b]}, text: b"),
        ("when: {words: a, languages: gu}, text: a", "when: {words: a}, text: b"),
        ("when: {words: a}, text: a", "when: {not: {words: a}, pattern: 'x+'}, text: b"),
        ("when: {words: a}, text: a, accounts: 'webchat:site'", "when: {words: a}, text: b"),
        ("when: {words: 'a*'}, text: a", "when: {words: ab}, text: b"),
        ("when: {all: [{words: a}, {words: b}]}, text: a", "when: {words: a}, text: b"),
        ("when: {words: a}, text: a", "when: {any: [{words: a}, {words: b}]}, text: b"),
    ],
)
def test_a_rule_that_something_gets_to_is_taken(tmp_path: Path, earlier: str, later: str) -> None:
    assert taken(tmp_path, earlier, later) == 2


@pytest.mark.parametrize(
    "text", ["rules: 5", "rules: [5]", "rules: {a: 1}", "- a", "rules: [{id: [a], accounts: {b: 1}}]",
             "rules: [{when: {any: 5, not: 3}}]", "rules: [{when: {any: [3], time: 5}, text_on: 5}]",
             "rules: [{when: {any: []}}, {when: {any: [{}]}}]", "rules: [{when: {words: {a: {b: 1}}}, labels: {a: 5}}]"]
)  # fmt: skip
def test_data_of_another_shape_is_left_to_the_other_checks(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, rules=text)


SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["a", "webchat:*", "until open", "{hours}"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["when", "any", "all", "not", "words", "labels", "time", "text", "text_on", "snooze", "hours",
                         "accounts", "kinds", "stop", "always", "id", "assign"]), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@given(rules=st.lists(SHAPES, max_size=4))
def test_data_of_any_shape_is_looked_at_without_harm(tmp_path_factory: pytest.TempPathFactory, rules: object) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(json.dumps({"rules": rules}))

    for problem in check_rules(read(file, "any.yaml"), Known((), (), opens=False)):
        assert problem.message
