"""One YAML file as plain data with lines."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.document import MOST_BYTES, Document, read
from config.problems import ConfigError


def document(tmp_path: Path, text: str | bytes) -> Document:
    """The file with this text."""
    path = tmp_path / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, "a.yaml")


def refused(tmp_path: Path, text: str | bytes) -> str:
    """Why a file with this text cannot be read."""
    with pytest.raises(ConfigError) as wrong:
        document(tmp_path, text)
    return str(wrong.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("12:30", "12:30"),
        ("09:00-18:00", "09:00-18:00"),
        ("2026-11-23", "2026-11-23"),
        ("010", 10),
        ("0x1F", 31),
        ("0o17", 15),
        ("1_000", 1000),
        ("-5", -5),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".inf", float("inf")),
        ("'5'", "5"),
        ("+919812345678", 919812345678),
        ("9" * 5000, "9" * 5000),
        ("=", "="),
        ("ક્યારે", "ક્યારે"),
    ],
)
def test_values_mean_what_yaml_1_2_says(tmp_path: Path, written: str, meant: object) -> None:
    assert document(tmp_path, f"a: {written}").data == {"a": meant}


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    found = document(tmp_path, "# remark\na:\n  - b: 1\n    c: 2\n  - d\nlong: >\n  text\n")

    assert found.data == {"a": [{"b": 1, "c": 2}, "d"], "long": "text\n"}
    assert [found.line(loc) for loc in [("a",), ("a", 0), ("a", 0, "c"), ("a", 1), ("long",)]] == [2, 3, 4, 5, 6]


def test_what_stands_nowhere_is_told_at_the_nearest_place(tmp_path: Path) -> None:
    found = document(tmp_path, "a: 1\nweb:\n  host: x\n")

    assert str(found.problem(("web", "port"), "is missing")) == "a.yaml:2: web.port: is missing"
    assert str(found.problem(("web", "host", "[key]"), "is wrong")) == "a.yaml:3: web.host: is wrong"


def test_items_of_a_list_are_called_by_their_id_or_name_or_number(tmp_path: Path) -> None:
    found = document(tmp_path, "a:\n  - {id: hours, x: 1}\n  - {name: main, x: 1}\n  - {x: 1}\n")

    assert [found.problem(("a", at, "x"), "!").key for at in range(3)] == ["a.hours.x", "a.main.x", "a.3.x"]


def test_every_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    found = document(tmp_path, "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")

    assert [str(problem) for problem in found.problems] == [
        "a.yaml:4: b.c: this key stands here twice; the first is on line 3",
        "a.yaml:5: a: this key stands here twice; the first is on line 1",
    ]
    assert found.data == {"a": 1, "b": {"c": 1}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x 1\nb: *x\n", "a.yaml:1: b: anchors and aliases"),
        ("a: &x [1]\nb: [*x, *x]\n", "anchors and aliases"),
        ("a: !!python/name:os.system x\n", "begins with ! needs quotes"),
        ("a: !include b\n", "begins with ! needs quotes"),
    ],
)
def test_what_can_make_a_file_endless_or_alive_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in str(problem) for problem in document(tmp_path, text).problems)


def test_a_file_that_only_holds_remarks_says_nothing(tmp_path: Path) -> None:
    assert document(tmp_path, "# nothing\n").data == {}
    assert document(tmp_path, "").data == {}


def test_the_mark_that_windows_editors_begin_with_is_passed_over(tmp_path: Path) -> None:
    assert document(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").data == {"a": 1, "b": 2}


def test_a_file_that_is_not_utf8_is_told_with_the_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "a: 1\nb: café\n".encode("latin-1")) == (
        "a.yaml:2: this file is not UTF-8; save it again as UTF-8"
    )
    assert "not UTF-8" in refused(tmp_path, "a: 1".encode("utf-16"))


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.touch()
    os.truncate(path, 200_000_000)

    with pytest.raises(ConfigError, match=f"too big: 200000000 of {MOST_BYTES} bytes"):
        read(path, "a.yaml")


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ConfigError, match="this is no file"):
        read(tmp_path / "pipe.yaml", "config/pipe.yaml")


def test_brackets_without_end_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "[" * 5_000) == "a.yaml:1: brackets or lists are nested too deeply"


def test_a_missing_file_and_a_folder_in_its_place_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="this file is missing"):
        read(tmp_path / "none.yaml", "none.yaml")
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        read(tmp_path, "a.yaml")


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_no_text_does_anything_but_be_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with suppress(ConfigError):
        document(tmp_path_factory.getbasetemp(), text)
