"""YAML's complaints in plain words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from config.syntax import UNKNOWN, explain
from tests.config_files import problems


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("web:\n\tport: 1\n", 2, "a tab stands here"),
        ("web:\n  port: 1\n\thost: a\n", 3, "a tab stands here"),
        ("a: 1\nname: Acme: the shop\n", 2, "a colon and a space"),
        ("a: 1\nname: „Acme: the shop“\n", 2, "needs quotes (' or \") around it"),
        ("a: 1\nname: b: 2\n", 2, "a second key needs a line of its own"),
        ("a: 1\nb: [one, #two]\nc: 3\n", 2, "a text in it that has , : # [ or { needs quotes"),
        ("a: 1\nname\nb: 2\n", 2, "no colon after its key"),
        ("a:\n  b: 1\n c: 2\n", 3, "not indented like"),
        ("  a: 1\nb: 2\n", 2, "not indented like"),
        ("a: 1\n- b\n", 2, "not indented like"),
        ("a: 1\nb: 'open\nc: 1\n", 2, "a quote is opened here"),
        ("a: 'it's'\n", 1, "text after the closed quote"),
        ('a: "C:\\dir"\n', 1, "a backslash inside double quotes"),
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "a [ or { is opened here"),
        ("a: ]\n", 1, "a bracket, comma or other sign"),
        ("account: *\n", 1, "begins with * or & needs quotes"),
        ("account: *all\n", 1, "begins with * or & needs quotes"),
        ("a: & b\n", 1, "begins with * or & needs quotes"),
        ("a: @meera\n", 1, "begins with @, ` or % needs quotes"),
        ("a: |text\n  b\n", 1, "only the indented lines below"),
        ("a: 1\n---\nb: 2\n", 2, "three dashes"),
        ("a: 1\nb: \x01\n", 2, "an invisible character (U+0001)"),
        ("%a: 1\n", 2, UNKNOWN),
    ],
)
def test_a_broken_file_is_told_in_plain_words_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (told,) = problems(tmp_path, rules=text)

    assert told.startswith(f"config/rules.yaml:{line}: ")
    assert words in told


@given(st.text(alphabet="ab: -[]{}'\"\n\t*&!|>%@`#,?\\", max_size=40))
def test_whatever_is_typed_there_is_a_line_and_words(text: str) -> None:
    try:
        YAML(typ="safe", pure=True).compose(text)
    except YAMLError as wrong:
        line, words = explain(wrong, text)
        assert 1 <= line <= text.count("\n") + 2
        assert words


def test_a_complaint_without_a_place_is_about_the_first_line() -> None:
    assert explain(YAMLError("something"), "a: 1") == (1, UNKNOWN)
