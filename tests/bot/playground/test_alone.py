"""The command line of a simulated server; that both of them run with it, their own tests show."""

from __future__ import annotations

import pytest

from bot.playground.alone import options


def test_a_bot_is_named_with_or_without_its_token() -> None:
    chosen = options("discord", "About it.", ["--bot", "nadi", "--bot", "clerk=se=cret", "--speed", "60"])

    assert chosen.bots == [("nadi", ""), ("clerk", "se=cret")]
    assert (chosen.host, chosen.port, chosen.speed, chosen.no_limits) == ("127.0.0.1", 0, 60.0, False)


def test_help_says_which_program_it_is_of(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options("telegram", "Runs it alone.", ["--help"])
    said = capsys.readouterr().out

    assert "python -m bot.playground.telegram" in said
    assert "Runs it alone." in said
