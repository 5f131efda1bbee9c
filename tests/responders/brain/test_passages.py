"""What can be cited."""

from inbox.actions import Source
from inbox.models import account_id
from responders.brain.lines import lines_of
from responders.brain.passages import Chunk, Passage, kept
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
    assert (one.counts(MAIN), one.counts(SITE), one.counts(None)) == (True, False, True)


def test_a_piece_of_a_document_keeps_its_id() -> None:
    (one,) = kept((), FaqFile(), [Chunk("doc:care.md#ab12", "care.md › Washing", "Wash it cold.")])

    assert one.passage == Passage("doc:care.md#ab12", "care.md › Washing", "Wash it cold.", "document")
