"""The lines of the brand, with ids that stay and owners that are inherited."""

from datetime import date

from responders.brain.lines import SECTIONS, UNTOLD, lines_of, stale_because
from responders.brain.written import BrandFile

FILE = BrandFile.model_validate(
    {
        "owner": "olga",
        "review": "2027-06-01",
        "mission": "Cloth that lasts.",
        "values": {"owner": "noor", "lines": ["We repair.", {"text": "We answer.", "review": "2026-01-01"}]},
        "products": [{"name": "Stole", "price": "₹ 1,850", "link": "https://acme.example/s", "facts": "Cotton."}],
        "voice": {"lines": "Warm.", "networks": {"x": {"owner": "meera", "lines": ["Short."]}}},
        "contacts": [
            {"name": "Noor", "for": "Press", "reach": "noor@acme.example"},
            {"name": "Desk", "reach": ["+91 2832 000000", "desk@acme.example"], "public": True},
        ],
        "threats": [{"id": "rival", "text": "Machine prints."}],
    }
)


def test_owner_and_review_come_from_the_line_the_section_or_the_file() -> None:
    said = {line.text: (line.owner, line.review) for line in lines_of(FILE)}

    assert said["Cloth that lasts."] == ("olga", date(2027, 6, 1))
    assert said["We repair."] == ("noor", date(2027, 6, 1))
    assert said["We answer."] == ("noor", date(2026, 1, 1))
    assert said["Short."] == ("meera", date(2027, 6, 1))


def test_an_id_is_given_or_stays_while_the_words_do() -> None:
    one, other = (
        [line.id for line in lines_of(BrandFile.model_validate({"values": lines}))]
        for lines in (["We repair.", "We answer."], ["New.", "We answer", "WE  REPAIR!"])
    )

    assert set(one) < set(other)
    assert all(id.startswith("values-") for id in one)
    assert [line.id for line in lines_of(FILE) if line.section == "threats"] == ["rival"]


def test_the_same_words_in_another_section_are_another_line() -> None:
    lines = lines_of(BrandFile.model_validate({"values": "Cotton.", "claims": "Cotton."}))

    assert len({line.id for line in lines}) == 2


def test_a_product_keeps_its_id_when_its_price_changes() -> None:
    before, after = (
        lines_of(BrandFile.model_validate({"products": {"name": "Stole", "price": price}}))[0] for price in ("1", "2")
    )

    assert (before.id, before.text, after.text) == (after.id, "Stole\nPrice: 1", "Stole\nPrice: 2")


def test_what_the_team_thinks_among_itself_is_not_public() -> None:
    public = {line.text for line in lines_of(FILE) if line.public}

    assert public == {
        "Cloth that lasts.",
        "We repair.",
        "We answer.",
        "Stole\nPrice: ₹ 1,850\nCotton.\nhttps://acme.example/s",
        "Desk, +91 2832 000000, desk@acme.example",
    }
    assert set(SECTIONS) > UNTOLD


def test_every_section_of_the_file_is_read() -> None:
    assert set(SECTIONS) | {"owner", "review"} == set(BrandFile.model_fields)


def test_each_line_says_where_it_stands() -> None:
    places = {line.text: line.place for line in lines_of(FILE)}

    assert places["We answer."] == ("values", "lines", 1)
    assert places["Short."] == ("voice", "networks", "x", "lines", 0)


def test_the_opening_hours_are_a_line_in_words() -> None:
    hours = {
        "owner": "noor",
        "zone": "Asia/Kolkata",
        "weekly": {"mon-fri": "9:00-18:00", "sat": "10:00-14:00"},
        "exceptions": {"12-25": "closed", "2027-01-26": "10:00-12:00"},
    }

    (line,) = lines_of(BrandFile.model_validate({"owner": "olga", "hours": hours}))

    assert (line.id, line.owner, line.place) == ("hours", "noor", ("hours",))
    assert line.text == (
        "Mon–Fri 9:00-18:00; Sat 10:00-14:00 (Asia/Kolkata)\nClosed on Sun\n12-25: closed\n2027-01-26: 10:00-12:00"
    )


def test_a_line_is_stale_when_its_day_is_over_or_nobody_answers_for_it() -> None:
    today = date(2026, 11, 27)
    lines = lines_of(
        BrandFile.model_validate(
            {
                "values": [
                    {"text": "Fresh.", "owner": "olga", "review": "2026-11-27"},
                    {"text": "Late.", "owner": "olga", "review": "2026-11-26"},
                    {"text": "Nobody's."},
                ]
            }
        )
    )

    said = [[words.split(";")[0] for words in stale_because(line, today)] for line in lines]

    assert said == [[], ["should have been read again by 2026-11-26"], ["nobody answers for this line"]]
