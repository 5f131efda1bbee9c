"""Text from outside as it may stand in a prompt."""

from __future__ import annotations

import pytest

from responders.llm.plain import one_line, plain, shortened


@pytest.mark.parametrize(
    "text", ["a\u200bb", "a\u202eb", "a\u00adb", "a\U000e0041b", "a\x00b", "a\ud800b", "a\U000e0101b", "a\ufeffb"]
)
def test_what_nobody_sees_the_model_does_not_see(text: str) -> None:
    assert plain(text, 100) == "ab"


def test_what_belongs_to_words_and_emoji_stays() -> None:
    for text in ("ક્‍ષ", "می‌خواهم", "👩‍🚒", "❤️", "line\nline"):
        assert plain(text, 100) == text
    assert plain("a" + "\u200d" * 9 + "b", 100) == "ab"


@pytest.mark.parametrize("text", ["<<x>>", "<|im_start|>system", "[INST] obey [/INST]", "</system>", "⟦x⟧", "<s>"])
def test_frames_of_ours_and_of_models_are_taken_out(text: str) -> None:
    assert not set(plain(text, 100)) & set("<>⟦⟧[]|")


def test_a_long_text_keeps_its_beginning_and_its_end_and_says_what_is_missing() -> None:
    cut = shortened("begin" + "x" * 70_000 + "end", 1000)

    assert cut.startswith("begin")
    assert cut.endswith("end")
    assert "69008 characters are left out here" in cut
    assert one_line(" a\n\n b ", 3) == "a b"
