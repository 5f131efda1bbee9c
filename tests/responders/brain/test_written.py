"""What may stand in brand.yaml, in every way in which people write it."""

from datetime import date

import pytest
from pydantic import ValidationError

from responders.brain.written import BrandFile, Section, WrittenLine


@pytest.mark.parametrize(
    "written",
    [
        "Cloth that lasts.",
        ["Cloth that lasts."],
        {"text": "Cloth that lasts."},
        [{"text": "Cloth that lasts."}],
        {"lines": "Cloth that lasts."},
        {"lines": ["Cloth that lasts."]},
        {"lines": [{"text": " Cloth that lasts. "}]},
    ],
)
def test_a_section_may_be_one_text_a_list_or_keys(written: object) -> None:
    assert BrandFile.model_validate({"values": written}).values == Section(
        lines=(WrittenLine(text="Cloth that lasts."),)
    )


def test_products_contacts_and_the_voice_may_be_as_short() -> None:
    file = BrandFile.model_validate(
        {"products": ["Stole"], "contacts": "Noor", "voice": {"lines": "Warm.", "networks": {"x": "Short."}}}
    )

    assert [one.name for one in (*file.products.lines, *file.contacts.lines)] == ["Stole", "Noor"]
    assert (file.voice.lines[0].text, file.voice.networks["x"].lines[0].text) == ("Warm.", "Short.")


def test_nothing_need_stand_there() -> None:
    assert BrandFile() == BrandFile.model_validate({})


def test_a_review_is_a_day() -> None:
    assert BrandFile.model_validate({"review": "2027-03-31"}).review == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"review": "2027"}, "must be a day such as 2027-03-31: year, month, day"),
        ({"review": "31.3.2027"}, "must be a day such as 2027-03-31: year, month, day"),
        ({"review": "2027-02-30"}, "must be a day such as 2027-03-31: year, month, day"),
        ({"review": 20270331}, "must be a day such as 2027-03-31: year, month, day"),
        ({"values": [2009]}, "must be text; put it in quotes"),
        ({"values": [None]}, "there is no text here"),
        ({"values": ["  "]}, "there is no text here"),
        ({"products": {"name": "Stole", "link": "shop/stole"}}, "must be the address of a page"),
        ({"products": {"name": "Stole", "link": "https://[broken"}}, "must be the address of a page"),
        ({"products": {"name": "Stole", "link": "javascript:alert(1)"}}, "must be the address of a page"),
    ],
)
def test_what_is_wrong_is_said_in_words(written: object, words: str) -> None:
    with pytest.raises(ValidationError, match=words.replace(".", r"\.")):
        BrandFile.model_validate(written)
