"""What can be cited."""

from datetime import UTC, datetime

from inbox.actions import Source
from inbox.models import account_id
from responders.brain.knowledge import knowledge_of
from responders.brain.lines import lines_of
from responders.brain.passages import Chunk, Passage, Where, kept
from responders.brain.written import BrandFile
from responders.faq import FaqFile

SITE, MAIN = account_id("webchat", "site"), account_id("telegram", "main")


def test_a_passage_is_cited_by_its_id_with_its_words() -> None:
    passage = Passage("brand:founding", "History", "Founded in 2009.", "line")

    assert passage.source == Source("brand:founding", "History", "Founded in 2009.")


def test_only_what_may_be_told_can_be_cited() -> None:
    brand = BrandFile.model_validate(
        {
            "history": {"id": "founding", "text": "Founded in 2009."},
            "products": {"id": "stole", "name": "Stole", "price": "₹ 1,850"},
            "strengths": "Cheap.", "weaknesses": "Slow.", "opportunities": "More.", "threats": "Machines.",
            "voice": {"lines": "Warm.", "networks": {"x": "Short."}},
            "red_lines": "No politics.",
            "claims": {"id": "dyes", "text": "Natural dyes."},
            "never_promise": "Delivery in 24 hours.",
            "contacts": [{"name": "Noor"}, {"id": "desk", "name": "Desk", "public": True}],
            "hours": {"zone": "Asia/Kolkata", "weekly": {"mon": "9:00-18:00"}},
        }
    )  # fmt: skip

    told = [(one.passage.id, one.passage.kind) for one in kept(lines_of(brand), FaqFile(), ())]

    assert told == [
        ("brand:founding", "line"),
        ("brand:stole", "product"),
        ("brand:hours", "line"),
        ("brand:dyes", "line"),
        ("brand:desk", "line"),
    ]


def test_an_entry_of_the_faq_is_found_by_every_way_to_ask_and_told_in_its_answers() -> None:
    faq = FaqFile.model_validate(
        {
            "entries": [
                {
                    "id": "place",
                    "questions": {"en": ["Where are you?", "Your address?"], "gu": "તમે ક્યાં છો?"},
                    "answer": {"en": "In Bhuj.", "gu": "ભુજમાં."},
                    "accounts": "telegram:*",
                }
            ]
        }
    )

    (one,) = kept((), faq, ())

    assert one.passage == Passage("place", "Where are you?", "In Bhuj.\nભુજમાં.", "faq")
    assert all(words in one.sought for words in ("Your address?", "તમે ક્યાં છો?", "In Bhuj."))
    assert [one.counts(Where(account)) for account in (MAIN, SITE, None)] == [True, False, True]


def test_a_line_is_found_by_the_name_that_somebody_gave_it() -> None:
    brand = BrandFile.model_validate({"history": {"id": "founding", "text": "Two sisters began in a shed."}})

    assert knowledge_of(brand, FaqFile()).find("Who founded it?")[0].id == "brand:founding"


def test_an_entry_says_something_else_where_it_is_written_so_and_brings_its_link() -> None:
    entry = {
        "id": "place",
        "questions": "Where are you?",
        "answer": {"en": "In Bhuj: {link}", "gu": "ભુજમાં."},
        "answer_on": {"x": {"en": "Bhuj."}},
        "link": "https://acme.example/map",
    }

    (one,) = kept((), FaqFile.model_validate({"entries": [entry]}), ())

    assert one.told(Where(MAIN)).text == "In Bhuj: https://acme.example/map\nભુજમાં."
    assert one.texts == ("Where are you?", one.passage.text, "Bhuj.")
    assert one.told(Where(account_id("x", "main"))).text == "Bhuj.\nhttps://acme.example/map"


def test_an_entry_for_some_days_or_posts_counts_only_then_and_there() -> None:
    dated = {"id": "sale", "questions": "A sale?", "answer": "Yes.", "from": "2026-12-01", "until": "2026-12-02"}
    posted = {"id": "prize", "questions": "What prize?", "answer": "A stole.", "posts": "42"}

    sale, prize = kept((), FaqFile.model_validate({"zone": "Asia/Kolkata", "entries": [dated, posted]}), ())

    moments = [datetime(2026, 11, 30, 18, 29, tzinfo=UTC), datetime(2026, 11, 30, 18, 31, tzinfo=UTC)]
    assert [sale.counts(Where(at=round(moment.timestamp() * 1000))) for moment in moments] == [False, True]
    assert not sale.counts(Where())
    assert not prize.counts(Where(MAIN))


def test_a_piece_of_a_document_keeps_its_id() -> None:
    (one,) = kept((), FaqFile(), [Chunk("doc:care.md#ab12", "care.md › Washing", "Wash it cold.")])

    assert one.passage == Passage("doc:care.md#ab12", "care.md › Washing", "Wash it cold.", "document")
