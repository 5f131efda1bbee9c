"""Words that are never said, however they are hidden; shouting; saying the same again; gaps; what programs leave."""

from __future__ import annotations

import pytest

from responders.guard import Ground, Guard, check
from responders.options import GuardOptions
from tests.turns import ours, turn

ASKED = turn("Tell me more")
NADI = Guard(
    GuardOptions(banned=("scam", "cheap rubbish", "মূর্খ", "મૂર્ખ", "笨蛋", "мошенник")), Ground(banned=("politics",))
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A scam?", "scam"),
        ("SCAM", "scam"),
        ("s c a m", "scam"),
        ("s.c.a.m!", "scam"),
        ("s\u200bcam", "scam"),
        ("sсаm", "scam"),
        ("ｓｃａｍ", "scam"),
        ("𝐬𝐜𝐚𝐦", "scam"),
        ("$c4m", "scam"),
        ("scaaaam", "scam"),
        ("scám", "scam"),
        ("Cheap, rubbish", "cheap rubbish"),
        ("cheap\nrubbish", "cheap rubbish"),
        ("તું મૂર્ખ છે", "મૂર્ખ"),
        ("মূর্খ!", "মূর্খ"),
        ("你这个笨蛋啊", "笨蛋"),
        ("Мошенник", "мошенник"),
        ("No politics, please", "politics"),
    ],
)
def test_a_banned_word_is_found_in_any_disguise(text: str, word: str) -> None:
    assert f"Words that we never say: “{word}”." in NADI.check(text, ASKED, text)


@pytest.mark.parametrize("text", ["scampi", "escam", "cheap and no rubbish", "сор из избы", "a b c d e", "S, c and am"])
def test_what_only_holds_its_letters_is_another_word(text: str) -> None:
    assert not [told for told in NADI.check(text, ASKED, text) if told.startswith("Words")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("WELCOME TO THE SHOP OF NADI", "It shouts: capitals."),
        ("Please do read THESE VERY IMPORTANT RULES before you write.", "It shouts: capitals."),
        ("Wow!!!", "It shouts: “!!!”."),
        ("真的！！！", "It shouts: “！！！”."),
        ("Really?!?!", "It shouts: “?!?!”."),
    ],
)
def test_shouting_is_told(text: str, told: str) -> None:
    assert told in check(text, turn("哦" if "真" in text else "Oh"), "")


@pytest.mark.parametrize(
    "text", ["OK", "The USB and HDMI cables", "NASA", "Great!!", "What?!", "આભાર!", "FAQ: see below, dear"]
)
def test_names_and_joy_are_no_shouting(text: str) -> None:
    assert not [told for told in check(text, ASKED, "") if told.startswith("It shouts")]


def test_nearly_the_same_again_is_told_unless_a_number_differs() -> None:
    before = "Thank you for asking, we look after it and write to you here as soon as we can on day 4."
    asked = turn("Hello", ours(before, 1), "And?")

    again = before.replace("Thank you for asking", "Thanks for asking")
    assert check(again, asked, again) == ("It says nearly the same as our last reply.",)
    assert check(again.replace("4", "5"), asked, again.replace("4", "5")) == ()
