"""The FAQ: what it finds, and when it is sure."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from inbox.actions import Proposal, Reply
from inbox.models import Contact, account_id
from responders.faq import AHEAD, PLAUSIBLE, SURE, Entry, Faq, FaqFile, Match, _grams
from responders.turn import Answer
from tests.cast import ASHA, CHEN
from tests.turns import ACCOUNT, turn

SHOP = FaqFile.model_validate(
    {
        "entries": [
            {
                "id": "hours",
                "questions": {
                    "en": ["When are you open?", "What are your opening hours?"],
                    "es": ["¿A qué hora abren?", "¿Cuál es su horario de atención?"],
                    "gu": ["દુકાન ક્યારે ખુલે છે?", "તમારો સમય શું છે?"],
                    "hi": ["दुकान कब खुलती है?", "आपका समय क्या है?"],
                    "zh": ["你们几点开门？", "营业时间是什么时候？"],
                },
                "answer": {
                    "en": "From 9 to 6.",
                    "es": "De 9 a 18.",
                    "gu": "૯ થી ૬.",
                    "hi": "9 से 6.",
                    "zh": "九点到六点。",
                },
            },
            {
                "id": "delivery",
                "questions": [
                    "How long does delivery take?",
                    "When will my parcel arrive?",
                    "¿Cuándo llega mi paquete?",
                    "મારું પાર્સલ ક્યારે આવશે?",
                    "मेरा पार्सल कब आएगा?",
                    "我的包裹什么时候到？",
                ],
                "answer": {"en": "Two days.", "gu": "બે દિવસ.", "zh": "两天。"},
            },
            {
                "id": "returns",
                "questions": [
                    "How can I return something?",
                    "I want my money back",
                    "મારે પૈસા પાછા જોઈએ છે",
                    "मुझे पैसे वापस चाहिए",
                ],
                "answer": "Send us your order number.",
            },
        ]
    }
)
FAQ = Faq(SHOP)


def match(said: str, faq: Faq = FAQ, account: str = ACCOUNT) -> Match | None:
    """What the FAQ finds for a question."""
    return faq.match(said, account_id(*account.split(":")))


def found(said: str, faq: Faq = FAQ) -> tuple[str, bool]:
    """The entry for a question and whether it is sure."""
    best = match(said, faq)
    return (best.phrasing.entry.id, best.sure) if best else ("", False)


async def drafted(said: str, contact: Contact | None = ASHA) -> Proposal | None:
    """The proposal for a question, if there is one."""
    answer = await FAQ.propose(turn(said, contact=contact))
    return answer.proposals[0] if answer.proposals else None


def text_of(proposal: Proposal | None) -> str:
    """What a proposed reply says."""
    return proposal.action.text if proposal and isinstance(proposal.action, Reply) else ""


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("when are you opne", "hours"),
        ("wen are you open??", "hours"),
        ("WHAT ARE YOURE OPENING HOURS pls", "hours"),
        ("how lnog does delivery take", "delivery"),
        ("When wil my parcel arive", "delivery"),
        ("How can i retrun something", "returns"),
        ("a que hora abren", "hours"),
        ("cuál es su orario de atencion", "hours"),
        ("cuando llega mi paqete", "delivery"),
        ("દુકાન કયારે ખુલે છે", "hours"),
        ("મારું પારસલ ક્યારે આવશે", "delivery"),
        ("મારે પૈસા પાછા જોઇએ છે", "returns"),
        ("दुकान कब खुलति है", "hours"),
        ("मेरा पारसल कब आएगा", "delivery"),
        ("मुझे पैसे वापिस चाहिए", "returns"),
        ("你们几点开门", "hours"),
        ("营业时间是什么时候呀", "hours"),
        ("我的包裹什么时候到呢", "delivery"),
    ],
)
def test_a_known_question_with_typos_is_found_for_certain(said: str, entry: str) -> None:
    assert found(said) == (entry, True)


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("营业时间", "hours"),
        ("包裹什么时候到", "delivery"),
        ("when do you close", "hours"),
        ("is the delivery slow?", "delivery"),
    ],
)
async def test_a_question_that_only_resembles_a_known_one_is_left_to_a_person(said: str, entry: str) -> None:
    proposal = await drafted(said)

    assert proposal is not None
    assert (proposal.sources[0].id, proposal.evidence) == (entry, "none")


@pytest.mark.parametrize(
    "said", ["I hate you", "Do you sell shoes?", "你好", "👍👍", "?", "zzzzzzzz", "આભાર", "धन्यवाद"]
)
async def test_what_nobody_wrote_an_entry_for_gets_no_draft(said: str) -> None:
    assert await FAQ.propose(turn(said)) == Answer()


async def test_a_sure_answer_shows_what_it_rests_on() -> None:
    proposal = await drafted("When wil my parcel arive")

    assert proposal is not None
    assert proposal.because == (
        'it matches "When will my parcel arrive?" of the FAQ entry delivery: score 0.85 (alone from 0.75), '
        '0.62 ahead of "When are you open?" of hours (alone from 0.20)'
    )
    assert proposal.evidence == "faq"
    assert (proposal.sources[0].title, proposal.sources[0].quote) == ("When will my parcel arrive?", "Two days.")


async def test_a_question_that_nothing_else_comes_near_says_so() -> None:
    proposal = await drafted("你们几点开门")

    assert proposal is not None
    assert proposal.because.endswith("score 1.00 (alone from 0.75), nothing else comes near")


async def test_two_questions_at_once_are_left_to_a_person() -> None:
    proposal = await drafted("when are you open and when will my parcel arrive")

    assert proposal is not None
    assert proposal.evidence == "none"


async def test_a_known_question_with_another_one_behind_it_is_left_to_a_person() -> None:
    alone = await drafted("When are you open?")
    with_another = await drafted("When are you open? Why?")

    assert alone is not None
    assert alone.evidence == "faq"
    assert with_another is not None
    assert with_another.evidence == "none"
    assert "more than one thing" in with_another.because


def test_two_entries_that_fit_alike_are_left_to_a_person() -> None:
    entries = [
        {"id": "ship-india", "questions": "Do you ship to India?", "answer": "Yes."},
        {"id": "ship-indonesia", "questions": "Do you ship to Indonesia?", "answer": "No."},
    ]
    best = match("do you ship to indi", Faq(FaqFile.model_validate({"entries": entries})))

    assert best is not None
    assert best.score >= SURE
    assert best.margin < AHEAD
    assert not best.sure


@pytest.mark.parametrize(
    ("said", "contact", "text", "evidence"),
    [
        ("a que hora abren", ASHA, "De 9 a 18.", "faq"),  # the language of the phrasing that matched
        ("દુકાન ક્યારે ખુલે છે", CHEN, "૯ થી ૬.", "faq"),
        ("મારું પાર્સલ ક્યારે આવશે", None, "બે દિવસ.", "faq"),  # the one answer in that script
        ("我的包裹什么时候到", None, "两天。", "faq"),
        ("मेरा पार्सल कब आएगा", ASHA, "Two days.", "none"),  # no answer that they could read
        ("I want my money back", CHEN, "Send us your order number.", "faq"),  # one answer, meant for all
    ],
)
async def test_the_answer_is_in_their_language_or_waits(
    said: str, contact: Contact | None, text: str, evidence: str
) -> None:
    proposal = await drafted(said, contact)

    assert text_of(proposal) == text
    assert proposal is not None
    assert proposal.evidence == evidence
    assert ("no answer in their language" in proposal.because) is (evidence == "none")


@pytest.mark.parametrize(("language", "text", "evidence"), [("es", "Sí.", "faq"), ("", "Yes.", "none")])
async def test_between_two_languages_of_one_script_the_contacts_own_decides(
    language: str, text: str, evidence: str
) -> None:
    entry = {"id": "ok", "questions": "OK 123 OK 123?", "answer": {"en": "Yes.", "es": "Sí."}}
    faq = Faq(FaqFile.model_validate({"entries": [entry]}))

    asked = turn("ok 123 ok 123", contact=Contact(ASHA.remote, "Dolores", language=language))
    (proposal,) = (await faq.propose(asked)).proposals

    assert (text_of(proposal), proposal.evidence) == (text, evidence)


def test_an_entry_for_another_account_is_not_there() -> None:
    entry = {"id": "hours", "questions": "When are you open?", "answer": "9 to 6.", "accounts": "webchat:*"}
    faq = Faq(FaqFile.model_validate({"entries": [entry]}))

    assert match("When are you open?", faq) is None
    assert match("When are you open?", faq, "webchat:site") is not None


def test_an_empty_faq_finds_nothing() -> None:
    assert match("When are you open?", Faq(FaqFile())) is None


def test_a_very_long_text_is_left_to_a_person_at_once() -> None:
    started = time.process_time()

    assert match("When are you open? " * 4000) is None
    assert time.process_time() - started < 0.1


@given(st.text(max_size=200))
def test_no_question_breaks_it_and_scores_stay_between_0_and_1(said: str) -> None:
    best = match(said)

    assert best is None or 0 <= best.margin <= best.score <= 1


WORDS = ["when", "are", "you", "open", "delivery", "take", "money", "back", "parcel", "શું", "સમય", "दुकान", "几", "开门"]


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_leaving_common_grams_for_last_changes_no_score_that_counts(picked: list[str]) -> None:
    said = " ".join(picked)
    asked = FAQ._weights(_grams(said))
    exact = [sum(weight * bag.get(gram, 0.0) for gram, weight in asked.items()) for bag in FAQ._bags]

    quick = FAQ._scores(said)

    counts = {number: score for number, score in enumerate(exact) if score > PLAUSIBLE + 1e-9}
    assert {number: quick[number] for number in counts} == pytest.approx(counts)


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=5))
def test_a_question_written_in_the_file_is_always_found(questions: list[str]) -> None:
    try:
        entry = Entry.model_validate({"id": "a", "questions": questions, "answer": "x"})
    except ValidationError:
        return
    faq = Faq(FaqFile(entries=(entry,)))

    assert all(found(question, faq) == ("a", True) for question in questions)


SHIPPING = Faq(
    FaqFile.model_validate(
        {
            "entries": [
                {"id": "ship-india", "questions": "Do you ship to India?", "answer": "Yes."},
                {"id": "ship-peru", "questions": "Do you ship to Peru?", "answer": "No."},
            ]
        }
    )
)


async def test_in_place_of_a_declined_entry_comes_the_next_that_is_plausible() -> None:
    asked = turn("Do you ship to India?")

    (first,) = (await SHIPPING.propose(asked)).proposals
    (second,) = (await SHIPPING.propose(replace(asked, declined=frozenset({"faq:ship-india"})))).proposals
    neither = await SHIPPING.propose(replace(asked, declined=frozenset({"faq:ship-india", "faq:ship-peru"})))

    assert [proposal.sources[0].id for proposal in (first, second)] == ["ship-india", "ship-peru"]
    assert "nothing else comes near" in second.because
    assert neither == Answer()


async def test_a_rule_of_the_same_name_that_was_declined_is_another_matter() -> None:
    asked = replace(turn("Do you ship to India?"), declined=frozenset({"rules:ship-india"}))

    assert (await SHIPPING.propose(asked)).proposals[0].sources[0].id == "ship-india"


async def test_a_draft_says_which_version_of_the_faq_it_was_made_of() -> None:
    (proposal,) = (await SHIPPING.propose(turn("Do you ship to India?"))).proposals

    assert proposal.version == SHIPPING.version != FAQ.version
    assert Faq(SHOP).version == FAQ.version
