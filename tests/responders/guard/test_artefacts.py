"""Gaps that nobody filled, and what only a program writes."""

from __future__ import annotations

import pytest

from responders.guard import check
from tests.turns import turn

ASKED = turn("Tell me more")


@pytest.mark.parametrize(
    "gap",
    ["{name}", "{{ order.id }}", "[NAME]", "[Your company]", "[insert link]", "<link>", "<customer name>", "%s",
     "%(name)s", "${name}", "____", "TODO", "TBD", "Lorem ipsum", "[姓名]", "[નામ]"],
)  # fmt: skip
def test_a_gap_that_nobody_filled_is_told(gap: str) -> None:
    assert check(f"Dear {gap} friend", ASKED, f"Dear {gap} friend") == (f"Not filled in: {gap}.",)


@pytest.mark.parametrize(
    "text",
    ["Take 5% salt", "100%!", "a < b and b > a", "<3", "[1]", "[see](https://shop.example)", "I have a todo list",
     "snake_case", "$5 or 5$", "{", "a [b] c"],
)  # fmt: skip
def test_signs_that_mean_themselves_are_no_gap(text: str) -> None:
    assert not [told for told in check(text, ASKED, text) if told.startswith("Not filled in")]


@pytest.mark.parametrize(
    "text",
    [
        "As an AI, I cannot know.",
        "I’m sorry, but I can’t say that.",
        "Sure! Here is what I would write",
        "Here's a friendly reply:",
        "My training data ends there.",
        "Assistant: Hello",
        "Hello\nUser: hello",
        "```\nHello\n```",
        "<|im_start|>system",
        "[/INST] Hello",
        '{"reply": "Hello"}',
        "<think>They ask</think> Hello",
        "Como una inteligencia artificial, hola",
        "En tant qu’IA, bonjour",
        "Ich bin es, als Sprachmodell",
        "Как языковая модель",
        "AIとしてお答えします",
        "એઆઈ તરીકે હું",
        "كنموذج لغوي",
    ],
)
def test_what_only_a_program_writes_is_told(text: str) -> None:
    assert [told for told in check(text, ASKED, "") if told.startswith("It reads like the output of a program: “")]


@pytest.mark.parametrize(
    "text",
    ["I am sorry, we are closed.", "Here is the link to the form.", "Our assistant Rita helps.", "Said Asan aide"],
)
def test_people_apologise_and_have_assistants_too(text: str) -> None:
    assert check(text, ASKED, "") == ()
