"""What moderation.yaml says that no single line of it can know."""

# ruff: noqa: E501 - the lines that people read stand here whole

from pathlib import Path

import pytest

from tests.config_files import BRAND, folder, loaded, problems

SITE = BRAND + "accounts: [{network: webchat, name: site}]\n"
CLASSIFIER = "classifier: {api_key_env: K}\n"


def told(root: Path, *rules: str, top: str = "", bot: str = SITE) -> list[str]:
    """What is wrong with these rules, which begin on line 2, or behind `top`."""
    _written(root, rules, top)
    return problems(root, bot)


def _written(root: Path, rules: tuple[str, ...], top: str) -> None:
    lines = "".join(f"  - {{id: r{at}, {rule}}}\n" for at, rule in enumerate(rules))
    (folder(root) / "moderation.yaml").write_text(f"{top}rules:\n{lines}")


def test_rules_about_nothing_are_told(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        "when: {words: a, accounts: 'webchat:sit'}, do: {hide: true}",
        "when: {any: [{words: a, networks: webchta}]}, do: {hide: true}, networks: telegrm",
        "when: {lists: slur}, do: {hide: true}",
        "when: {toxic: [hat]}, do: {hold: true}",
        "when: {scores: {hate: 0.5}}, do: {hold: true}",
        top="lists: {slurs: [x]}\n",
    ) == [
        "config/moderation.yaml:3: rules.r0.when.accounts: no such account in bot.yaml; did you mean webchat:site?",
        "config/moderation.yaml:4: rules.r1.networks: no such network; did you mean telegram?",
        "config/moderation.yaml:4: rules.r1.when.any.1.networks: no such network; did you mean webchat?",
        "config/moderation.yaml:5: rules.r2.when.lists: no such list; did you mean slurs?",
        "config/moderation.yaml:6: rules.r3.when.toxic: must be hate, threat, insult, sexual or self-harm",
        "config/moderation.yaml:7: rules.r4.when.scores: there is no classifier; write classifier in bot.yaml, or use toxic, which needs none",
    ]


def test_a_classifier_may_be_asked_where_there_is_one(tmp_path: Path) -> None:
    _written(tmp_path, ("when: {scores: {hate: 0.5}}, do: {hold: true}",), "")

    config = loaded(tmp_path, SITE + CLASSIFIER, environ={"K": "k" * 20})

    assert config.settings.classifier
    assert len(config.moderation.rules) == 1


def test_one_id_twice_and_people_who_are_told_on_no_account_are_told(tmp_path: Path) -> None:
    rule = "when: {words: a}, do: {hide: true}"
    (folder(tmp_path) / "moderation.yaml").write_text(
        f"appeals: {{accounts: 'telegram:x', text: '{{code}}'}}\nrules:\n  - {{id: a, {rule}}}\n  - {{id: a, {rule}}}\n"
    )
    assert problems(tmp_path, SITE) == [
        "config/moderation.yaml:1: appeals.accounts: no such account in bot.yaml; known here: webchat:site",
        "config/moderation.yaml:4: rules.a.id: a is already on line 3",
    ]


def test_one_count_with_two_times_is_told_with_both(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        "when: {repeated: {within: 10m}}, do: {hide: true}",
        "when: {words: b, not: {repeated: {times: 5, within: 5m}}}, do: {hide: true}",
    ) == [
        "config/moderation.yaml:3: rules.r1.when.not.repeated.within: repeated texts are counted once for all rules, within 10m on line 2; write the same time here"
    ]


def test_one_time_written_in_two_ways_is_one_time(tmp_path: Path) -> None:
    _written(
        tmp_path, tuple(f"when: {{repeated: {{within: {span}}}}}, do: {{hold: true}}" for span in ("10m", "600s")), ""
    )

    assert len(loaded(tmp_path, SITE).moderation.rules) == 2


@pytest.mark.parametrize("above", ["stop: true, do: {hide: true}", "do: {keep: true}"])
def test_a_rule_that_nothing_gets_to_is_told(tmp_path: Path, above: str) -> None:
    narrow = "when: {words: a, links: true}, do: {hide: true}"

    assert told(tmp_path, f"when: {{words: [a, b]}}, {above}", narrow) == [
        "config/moderation.yaml:3: rules.r1: nothing gets here: the rule on line 2 takes all that this one is about; put this one first"
    ]
    _written(tmp_path, ("when: {words: [a, b]}, do: {hide: true}", narrow), "")
    assert len(loaded(tmp_path, SITE).moderation.rules) == 2


@pytest.mark.parametrize(
    "text",
    [
        "rules: 5\n",
        "- a\n",
        "lists: 7\n",
        "rules: [7, {when: [x]}]\n",
        "lists: {a: 5}\n",
        "\x00\xff",
        "rules: [[[[",
        "appeals: x\n",
    ],
)
def test_garbage_is_told_and_nothing_breaks(tmp_path: Path, text: str) -> None:
    (folder(tmp_path) / "moderation.yaml").write_text(text, "utf-8")

    assert all(line.startswith("config/moderation.yaml:") for line in problems(tmp_path, SITE))
