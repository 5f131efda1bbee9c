"""The kinds of value that stand in the files."""

import re

import pytest
from pydantic import ValidationError

from responders.fields import Names, Said, Slug, Written, covers, language_code, version


class Sample(Written):
    """One field of each kind."""

    id: Slug = "a"
    said: Said = "a"
    names: Names = ()


@pytest.mark.parametrize("id_", ["opening-hours", "a", "2026_sale", "x" * 48])
def test_an_id_of_small_letters_and_digits_is_taken(id_: str) -> None:
    assert Sample(id=id_).id == id_


@pytest.mark.parametrize("id_", ["", "Opening", "-a", "a b", "ગ", "x" * 49, "a:b", "a{b}", "a\n"])
def test_an_id_that_could_not_stand_in_a_key_is_refused(id_: str) -> None:
    with pytest.raises(ValidationError, match="small letters"):
        Sample(id=id_)


@pytest.mark.parametrize("code", ["en", "gu", "pt-BR", "zh-Hant", "gu-Latn"])
def test_a_language_code_is_taken(code: str) -> None:
    assert language_code(code) == code


@pytest.mark.parametrize("code", ["", "English", "e", "en_US"])
def test_anything_else_is_no_language(code: str) -> None:
    with pytest.raises(ValueError, match="language code"):
        language_code(code)


def test_one_name_may_stand_without_a_list() -> None:
    assert Sample.model_validate({"names": "refund"}).names == ("refund",)
    assert Sample.model_validate({"names": ["refund", " late "]}).names == ("refund", "late")


def test_a_blank_text_is_refused() -> None:
    with pytest.raises(ValidationError, match="no text"):
        Sample(said=" \n ")


def test_nothing_changes_after_reading() -> None:
    with pytest.raises(ValidationError):
        Sample().id = "b"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("patterns", "meant"),
    [((), True), (("telegram:*",), True), (("telegram:main",), True), (("webchat:*",), False), (("*",), True)],
)
def test_patterns_mean_the_names_that_they_cover(patterns: tuple[str, ...], *, meant: bool) -> None:
    assert covers(patterns, "telegram:main") is meant


def test_a_version_changes_with_anything_in_it_and_with_nothing_else() -> None:
    first = version(Sample(names=("b", "a")))

    assert re.fullmatch("[0-9a-f]{8}", first)
    assert version(Sample(names=("b", "a"))) == first
    assert len({first, version(Sample(names=("a", "b"))), version(Sample(said="b", names=("b", "a")))}) == 3
