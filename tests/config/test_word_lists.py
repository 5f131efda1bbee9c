"""Lists of words in files beside moderation.yaml."""

# ruff: noqa: E501 - the lines that people read stand here whole

import os
import time
from pathlib import Path

import pytest

from config.problems import ConfigError
from config.word_lists import MOST_BYTES, words_in
from tests.config_files import BRAND, folder, loaded, problems

RULE = "rules: [{id: a, when: {lists: slurs}, do: {hold: true}}]\n"


def with_list(root: Path, raw: bytes, name: str = "slurs.txt") -> Path:
    """The folder with a rule, and a list in a file of its own."""
    made = folder(root)
    (made / "moderation.yaml").write_text(f"lists: {{slurs: {name}}}\n{RULE}")
    (made / "slurs.txt").write_bytes(raw)
    return made


def read(raw: bytes, tmp_path: Path) -> tuple[str, ...]:
    """The words in a file."""
    (tmp_path / "a.txt").write_bytes(raw)
    return words_in(tmp_path / "a.txt", "config/a.txt", "a.txt", lambda _, __: None)


def test_one_word_or_phrase_stands_on_each_line_and_remarks_are_passed_over(tmp_path: Path) -> None:
    raw = "\ufeff# ours\r\nvermin\r\n\r\n  bad people \nvermin\nખરાબ\n".encode()

    assert read(raw, tmp_path) == ("vermin", "bad people", "ખરાબ")


def test_the_words_of_a_file_are_those_of_the_list_and_count_among_what_was_read(tmp_path: Path) -> None:
    with_list(tmp_path, b"vermin\n")

    config = loaded(tmp_path)

    assert config.moderation.lists == {"slurs": ("vermin",)}
    assert {"moderation.yaml", "slurs.txt"} <= config.files.keys()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"a\nb\n\xff\xfe\n", "config/slurs.txt:3: this file is not UTF-8; save it again as UTF-8"),
        (b"# nothing\n\n", "config/slurs.txt:1: there is no word in this file; write one on each line"),
        (
            b"fine\n!!!\n",
            "config/slurs.txt:2: needs at least one letter or digit; for other signs write a rule with pattern",
        ),
        (b"a" * 201, "config/slurs.txt:1: longer than 200 characters; one word or phrase stands on each line"),
        (
            b"\x00\x01\x02\x03",
            "config/slurs.txt:1: needs at least one letter or digit; for other signs write a rule with pattern",
        ),
    ],
)
def test_what_is_wrong_in_a_list_is_told_by_its_line(tmp_path: Path, raw: bytes, told: str) -> None:
    with_list(tmp_path, raw)

    assert problems(tmp_path, BRAND) == [told]


def test_of_many_mistakes_a_few_are_told(tmp_path: Path) -> None:
    with_list(tmp_path, b"!!\n" * 1000)

    assert len(problems(tmp_path, BRAND)) == 5


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with_list(tmp_path, b"a").joinpath("slurs.txt").unlink()

    assert problems(tmp_path, BRAND) == [
        "config/moderation.yaml:1: lists.slurs: there is no file slurs.txt beside this one"
    ]


@pytest.mark.parametrize("name", ["../slurs.txt", "/etc/slurs.txt", "slurs.yaml", "slurs", "'..\\\\a.txt'"])
def test_a_list_stands_beside_the_file_and_nowhere_else(tmp_path: Path, name: str) -> None:
    with_list(tmp_path, b"a\n", name)

    assert problems(tmp_path, BRAND) == [
        "config/moderation.yaml:1: lists.slurs: must be words, or the name of a file beside this one that ends in .txt"
    ]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    made = with_list(tmp_path, b"a\n")
    (tmp_path / "secret.txt").write_text("key")
    (made / "slurs.txt").unlink()
    (made / "slurs.txt").symlink_to(tmp_path / "secret.txt")

    assert len(problems(tmp_path, BRAND)) == 1


def test_what_is_too_big_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(ConfigError, match="this file is too big: 16777217 of 16777216 bytes"):
        words_in(tmp_path / "a.txt", "config/a.txt", "a.txt", lambda _, __: None)


def test_two_hundred_thousand_lines_are_read_in_moments_and_one_more_is_refused(tmp_path: Path) -> None:
    lines = "\n".join(f"word{at}" for at in range(200_000))
    begun = time.perf_counter()

    assert len(read(lines.encode(), tmp_path)) == 200_000
    assert time.perf_counter() - begun < 10

    with pytest.raises(ConfigError, match="a list has at most 200,000 words; this file has 200,001"):
        read(f"{lines}\none more".encode(), tmp_path)


def test_words_in_the_file_itself_are_looked_at_as_well(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "moderation.yaml").write_text("lists:\n  slurs:\n    - fine\n    - '!!'\n" + RULE)

    assert problems(tmp_path, BRAND) == [
        "config/moderation.yaml:4: lists.slurs.2: needs at least one letter or digit; for other signs write a rule with pattern"
    ]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    made = with_list(tmp_path, b"")
    (made / "slurs.txt").unlink()
    os.mkfifo(made / "slurs.txt")
    assert "config/slurs.txt:1: this is no file" in problems(tmp_path)

    (made / "slurs.txt").unlink()
    (made / "slurs.txt").symlink_to(made / "slurs.txt")
    assert any("must be words, or the name of a file beside this one" in told for told in problems(tmp_path))
