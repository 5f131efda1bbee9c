"""Names given twice, and names that are about nothing."""

# ruff: noqa: E501 - the lines that people read stand here whole

from pathlib import Path

import pytest

from tests.config_files import BRAND, loaded, problems

SITE = BRAND + "accounts: [{network: webchat, name: site}, {network: webchat, name: shop}]\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("autonomy: [{account: 'webchat:sit', mode: auto}]", "autonomy.1.account: no such account in bot.yaml; did you mean webchat:site?"),
        ("autonomy: [{account: 'telegramm:*', mode: auto}]", "autonomy.1.account: no such account in bot.yaml; known here: webchat:shop, webchat:site"),
        ("autonomy: [{responder: fqa, mode: auto}]", "autonomy.1.responder: no such responder; did you mean faq?"),
    ],
)  # fmt: skip
def test_a_name_about_nothing_or_twice_is_told(tmp_path: Path, line: str, told: str) -> None:
    assert problems(tmp_path, SITE + line + "\n") == [f"config/bot.yaml:3: {told}"]


def test_an_account_given_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    bot = BRAND + "accounts:\n  - {network: webchat, name: site}\n  - {network: webchat, name: site, title: Again}\n"

    assert problems(tmp_path, bot) == ["config/bot.yaml:4: accounts.site.name: webchat:site is already on line 3"]


def test_a_network_that_does_not_exist_is_told_with_the_nearest(tmp_path: Path) -> None:
    bot = BRAND + "accounts: [{network: telegarm, name: main, token: 1}]\n"

    assert problems(tmp_path, bot) == [
        "config/bot.yaml:2: accounts.main.network: no such network; did you mean telegram?"
    ]


def test_two_names_of_two_networks_may_be_the_same(tmp_path: Path) -> None:
    bot = BRAND + "accounts: [{network: webchat, name: main}, {network: telegram, name: main, token_env: T}]\n"

    assert len(loaded(tmp_path, bot, environ={"T": "1:a"}).settings.accounts) == 2


@pytest.mark.parametrize(
    "text", ["rules: 5", "rules: [5]", "rules: {a: 1}", "- a", "rules: [{id: [a], accounts: {b: 1}}]"]
)
def test_data_of_another_shape_is_left_to_the_other_checks(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, rules=text)


CONTROL = SITE + "control_channel:\n  token_env: T\n  server: 11\n  channel: 12\n"


def told(tmp_path: Path, *lines: str) -> list[str]:
    """What is wrong with a control channel that also has these lines; they begin at line 7."""
    return problems(tmp_path, CONTROL + "".join(f"  {line}\n" for line in lines), environ={"T": "t" * 30})


def test_a_route_about_an_account_that_is_not_there_is_told(tmp_path: Path) -> None:
    routes = ("routes:", "  - {when: {accounts: ['webchat:site', 'webchat:shp']}}", "  - {when: {accounts: 'x:*'}}")

    assert told(tmp_path, *routes) == [
        "config/bot.yaml:8: control_channel.routes.1.when.accounts.2: no such account in bot.yaml; did you mean webchat:shop?",
        "config/bot.yaml:9: control_channel.routes.2.when.accounts: no such account in bot.yaml; known here: webchat:shop, webchat:site",
    ]


@pytest.mark.parametrize("takes_all", ["{}", "{when: {}}", "{when: {accounts: '*'}}", "{when: {priority_from: 0}}"])
def test_a_route_that_no_message_gets_to_is_told(tmp_path: Path, takes_all: str) -> None:
    routes = ("routes:", "  - {when: {labels: a}}", f"  - {takes_all}", "  - {when: {labels: b}}", "  - {channel: 5}")

    assert told(tmp_path, *routes) == [
        "config/bot.yaml:10: control_channel.routes.3: nothing gets here: the route on line 9 takes all",
        "config/bot.yaml:11: control_channel.routes.4: nothing gets here: the route on line 9 takes all",
    ]


def test_a_route_that_takes_all_may_be_the_last(tmp_path: Path) -> None:
    routes = (
        "  routes: [{when: {labels: a}, channel: 13}, {when: {languages: gu, priority_from: 5}}, {mention: Night}]\n"
    )

    assert loaded(tmp_path, CONTROL + routes, environ={"T": "t" * 30}).settings.control_channel


def test_a_role_given_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    roles = ("roles:", "  - {role: Mods, is: lead}", "  - {role: 5, is: lead}", "  - {role: Mods, is: viewer}")

    assert told(tmp_path, *roles) == ["config/bot.yaml:10: control_channel.roles.3.role: Mods is already on line 8"]
