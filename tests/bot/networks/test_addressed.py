"""Our own name in front of a text is taken off, and nothing else."""

from __future__ import annotations

import pytest

from bot.networks._addressed import without_name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@nadi When are you open?", "When are you open?"),
        ("@Nadi, @nadi: when?", "when?"),
        ("@nadi@pots.example ખુલ્લું છે?", "ખુલ્લું છે?"),
        ("When, @nadi?", "When, @nadi?"),
        ("@bela @nadi when?", "@bela @nadi when?"),
        ("@nadia when?", "@nadia when?"),
        ("@nadi@elsewhere.example when?", "@nadi@elsewhere.example when?"),
        ("@nadi", "@nadi"),
        ("", ""),
    ],
)
def test_what_stays(text: str, said: str) -> None:
    assert without_name(text, "nadi", "nadi@pots.example") == said


def test_without_a_name_nothing_is_taken_off() -> None:
    assert without_name("@nadi when?") == "@nadi when?"
    assert without_name("@nadi when?", "") == "@nadi when?"
