"""What all logins share: the code in what was pasted, what is kept when, and the lines for bot.yaml."""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp
import pytest

from bot.networks import REGISTRY, connectable, dialogue, network_class
from bot.networks._login import Begun, Dialogue, Flow, Found, Known, Question, by_code, code_of, never, told
from bot.networks._oauth import Grant
from inbox.errors import SetupError
from tests.logging_in import Drawers, place

STATE = "s3cret-state"


@pytest.mark.parametrize(
    "pasted",
    [
        f"https://localhost/?code=AQB&state={STATE}",
        f"  https://localhost/?code=AQB&state={STATE}#_  \n",
        f"https://localhost/?state={STATE}&code=AQB#_=_",
        f"https://localhost/?code=A\nQB&state={STATE}",
        f"localhost/?code=AQB&state={STATE}",
    ],
)
def test_the_code_is_read_from_the_address_however_it_was_pasted(pasted: str) -> None:
    assert code_of(pasted, STATE) == "AQB"


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "Copy the whole address"),
        ("AQB", "Copy the whole address"),
        ("http://[?code=AQB&state=x", "Copy the whole address"),
        ("https://localhost/?code=AQB", "Copy the whole address"),
        (f"https://localhost/#code=AQB&state={STATE}", "Copy the whole address"),
        ("https://localhost/?code=AQB&state=another", "of another login"),
        ("https://localhost/?code=AQB&state=anothér", "of another login"),
        (
            "https://localhost/?error=access_denied&error_reason=user_denied&error_description=Permissions+error.",
            "not completed: Permissions error",
        ),
    ],
)
def test_any_other_address_says_what_to_do(pasted: str, words: str) -> None:
    with pytest.raises(SetupError, match=words):
        code_of(pasted, STATE)


@pytest.mark.parametrize(
    "pasted",
    [
        f"https://localhost/?code=A&code=B&state={STATE}",
        f"https://localhost/?code=%00&state={STATE}",
        f"https://localhost/?code=%F0%9F%94%91&state={STATE}",
        f"https://localhost/?code=\udce9&state={STATE}",
        f"https://localhost/?code={'A' * 5000}&state={STATE}",
        f"https://localhost/?{'&'.join(f'a{n}=1' for n in range(100))}&code=A&state={STATE}",
        f"https://localhost/?code=A&state={STATE}" + "x" * 10_000,
        "javascript:alert(1)",
        "\x1b]0;owned\x07",
        "🔑" * 100,
    ],
)
def test_whatever_is_pasted_is_a_code_or_a_sentence(pasted: str) -> None:
    with pytest.raises(SetupError, match="Copy the whole address"):
        code_of(pasted, STATE)


def test_a_state_that_cannot_be_written_is_of_another_login() -> None:
    with pytest.raises(SetupError, match="of another login"):
        code_of("https://localhost/?code=A&state=\udce9", STATE)


def test_what_a_network_says_of_a_refusal_is_short_and_without_secrets() -> None:
    said = "x" * 900 + "%0A%1B%5B31m"
    with pytest.raises(SetupError, match="was not completed") as caught:
        code_of(f"https://localhost/?error=a&error_description=code=abc123+{said}", STATE)
    assert len(str(caught.value)) < 500
    assert "abc123" not in str(caught.value)


def test_of_several_names_the_first_that_is_there_counts() -> None:
    assert code_of("https://localhost/?code=B&auth_code=A", "", names=("auth_code", "code")) == "A"
    assert code_of("https://localhost/?code=B", "", names=("auth_code", "code")) == "B"


def test_a_code_that_is_shown_may_be_pasted_alone_or_in_an_address() -> None:
    assert code_of(" abc_DEF-123 ", "", bare=True) == "abc_DEF-123"
    assert code_of("https://clay.example/oauth/authorize/native?code=abc", "", bare=True) == "abc"


# ------------------------------------------------------------------------------------------------------- one network


async def address(begun: Begun) -> str:
    """Where one logs in."""
    return f"https://clay.example/?state={begun.state}"


async def trade(begun: Begun, code: str) -> Sequence[Found]:
    """The code is the account."""
    return [Found(code, code.title(), Grant(f"access-{code}", whose=code))]


CLAY = Dialogue(
    "An account at Clay.",
    (
        Question("client_id", "The app"),
        Question("client_secret", "Its secret", secret=True),
        Question("plan", "The plan", asked=never, usual="small"),
        Question("portal", "The portal", in_file=False),
    ),
    "id",
    lambda known, redirect: told("Do\n   this.", f"Enter {redirect}."),
    by_code(Flow(address, trade)),
)
KNOWN: Known = {"client_id": "7", "client_secret": "not-to-be-shown", "plan": "large", "portal": "https://x"}


async def test_nothing_is_kept_before_it_is_chosen_and_a_second_login_takes_its_place() -> None:
    async with aiohttp.ClientSession() as http:
        vault = Drawers()
        for whose in ("asha", "bela"):
            it = CLAY.begin(place(CLAY, "clay", http, known=KNOWN, vault=vault))
            state = (await it.address()).partition("=")[2]
            before = dict(vault.kept)
            (found,) = await it.by_address(f"https://localhost/?code={whose}&state={state}")
            assert vault.kept == before
            await it.keep(found.id)
            grant = vault.grant()
            assert grant is not None
            assert grant.whose == whose


async def test_the_lines_for_bot_yaml_hold_what_was_said_and_no_secret() -> None:
    async with aiohttp.ClientSession() as http:
        it = CLAY.begin(place(CLAY, "clay", http, known=KNOWN))
        assert it.lines("12") == (
            '  - network: clay\n    name: main\n    id: "12"\n    client_id: "7"\n'
            '    client_secret_file: secrets/clay-client-secret    # a file with it alone\n    plan: "large"\n'
        )
        assert CLAY.begin(place(CLAY, "clay", http, known=KNOWN, present=True)).lines("12") == ""
        assert "not-to-be-shown" not in repr(place(CLAY, "clay", http, known=KNOWN))


async def test_a_token_in_bot_yaml_that_goes_before_the_login_is_said() -> None:
    async with aiohttp.ClientSession() as http:
        report = await CLAY.begin(place(CLAY, "clay", http, known=KNOWN, overruled=True)).report("12")
        assert [health.ok for health in report] == [False, True]
        assert report[0].words.startswith("bot.yaml names a token")


async def test_a_network_that_takes_no_tokens_by_hand_says_so() -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(SetupError, match="no token"):
            await CLAY.begin(place(CLAY, "clay", http, known=KNOWN)).by_token("abc")


# ------------------------------------------------------------------------------------------------------ all networks


def test_networks_with_a_dialogue_are_found_by_their_file_alone() -> None:
    assert {"facebook", "instagram", "x"} <= set(connectable()) <= set(REGISTRY)


@pytest.mark.parametrize("name", connectable())
def test_a_dialogue_fits_the_options_of_its_network(name: str) -> None:
    asked, options = dialogue(name), network_class(name).Options.model_fields
    questions = {question.name for question in asked.questions if question.in_file}
    assert questions - {"config_id"} <= options.keys()
    assert not asked.id or asked.id in options
    required = {option for option, field in options.items() if field.is_required()}
    assert required <= questions | {asked.id}, "whoever was connected lacks nothing in bot.yaml"
    assert asked.steps({}, asked.redirect)
    assert all(step == " ".join(step.split()) for step in asked.steps({}, asked.redirect))
