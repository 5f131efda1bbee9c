"""What the FAQ finds for a question, however it is spelt, and for what it finds nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responders.faq import Entry, Faq, FaqFile, fit
from responders.turn import Answer
from tests.responders.faq.shop import FAQ, SHOP, drafted, match
from tests.turns import turn


@pytest.mark.parametrize("entry", SHOP.entries, ids=lambda entry: str(entry.id))
async def test_every_question_of_the_file_is_answered_for_certain(entry: Entry) -> None:
    found = [(text, await match(text)) for texts in entry.questions.values() for text in texts]

    assert [text for text, best in found if not best or best.entry != entry.id or not best.sure] == []


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("WHAT ARE YOURE OPENING HOURS pls", "hours"),
        ("how lnog does delivery take", "delivery"),
        ("When wil my parcel arive", "delivery"),
        ("a que hora abren", "hours"),
        ("cuál es su orario de atencion", "hours"),
        ("cuando llega mi paqete", "delivery"),
        ("દુકાન કયારે ખુલે છે", "hours"),
        ("મારું પારસલ ક્યારે આવશે", "delivery"),
        ("दुकान कब खुलति है", "hours"),
        ("मेरा पारसल कब आएगा", "delivery"),
        ("你们几点开门", "hours"),
        ("营业时间是什么时候呀", "hours"),
        ("我的包裹什么时候到呢", "delivery"),
        ("मेरा order कब आएगा", "delivery"),
        ("hi, when are you open?", "hours"),
        ("Hello sir, could you please tell me when u are open? thx", "hours"),
        ("when are you opne", "hours"),
        ("wen are you open??", "hours"),
        ("what tiem do u close", "hours"),
        ("How can i retrun something", "returns"),
        ("dukaan kyaare khule chhe", "hours"),
    ],
)
async def test_typos_slang_and_mixed_scripts_still_find_the_entry(said: str, entry: str) -> None:
    best = await match(said)

    assert best is not None
    assert best.entry == entry
    assert best.plausible


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("where is my ordr", "delivery"),
        ("i want my mony back", "returns"),
        ("maru parsel kyare aavse", "delivery"),
        ("mera parsal kab ayega", "delivery"),
        ("dukaan kab khulti he", "hours"),
    ],
)
async def test_however_it_is_spelt_it_never_becomes_another_entry(said: str, entry: str) -> None:
    best = await match(said)

    assert best is not None
    assert best.entry == entry


@pytest.mark.parametrize(
    "said",
    [
        "I hate you",
        "Do you sell shoes?",
        "Are you hiring right now?",
        "do you have gift cards",
        "who won the match yesterday",
        "你好",
        "👍👍",
        "?",
        "",
        " \n ",
        "zzzzzzzz",
        "આભાર",
        "धन्यवाद",
        "ok",
        "asdf jkl qwerty",
        "\u202e\u200b\u0000",
    ],
)
async def test_what_nobody_wrote_an_entry_for_is_never_answered_alone(said: str) -> None:
    proposal = await drafted(said)

    assert proposal is None or proposal.evidence == "none"


@pytest.mark.parametrize(
    "said", ["Are you hiring?", "do you sell gift cards", "👍👍", "?", "", "zzzzzzzz", "আপনি কেমন আছেন"]
)
async def test_what_is_known_to_have_no_entry_and_what_says_nothing_gets_no_draft(said: str) -> None:
    assert await FAQ.propose(turn(said)) == Answer()


async def test_a_question_beside_the_known_ones_is_left_to_a_person() -> None:
    for said in (
        "when are you open and when will my parcel arrive",
        "my parcel arrived open, what are my rights",
        "when do you open a shop in Berlin and can I work there",
    ):
        proposal = await drafted(said)

        assert proposal is None or proposal.evidence == "none", said


async def test_an_empty_faq_finds_nothing() -> None:
    assert await match("When are you open?", Faq(FaqFile())) is None
    assert await match("Are you hiring?", Faq(FaqFile(nothing=("Are you hiring?",)))) is None


async def test_seventy_thousand_characters_are_left_to_a_person_at_once() -> None:
    started = time.process_time()

    assert await match("When are you open? " * 4000) is None
    assert time.process_time() - started < 0.1


@settings(max_examples=60)
@given(st.text(max_size=200))
async def test_no_question_breaks_it_and_what_it_says_are_probabilities(said: str) -> None:
    best = await match(said)

    assert best is None or (0 <= best.probability <= 1 and best.margin >= 0 and 0 <= best.nearest <= 1)


@settings(max_examples=30)
@given(st.sampled_from([text for entry in SHOP.entries for texts in entry.questions.values() for text in texts]))
async def test_capitals_accents_signs_and_spaces_change_nothing(text: str) -> None:
    plain, dressed = await match(text), await match(f"  {text.upper().replace(' ', '  ')} !!! 🙂")

    assert plain is not None
    assert dressed is not None
    assert (plain.entry, plain.sure) == (dressed.entry, dressed.sure)


@settings(max_examples=20)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=5))
async def test_any_question_that_may_stand_in_the_file_is_found(questions: list[str]) -> None:
    try:
        entry = Entry.model_validate({"id": "a", "questions": questions, "answer": "x"})
    except ValueError:
        return
    faq = Faq(FaqFile(entries=(entry, *SHOP.entries)))

    found = [await match(text, faq) for text in entry.questions[""]]
    assert all(best and best.entry == "a" for best in found)


def test_the_interface_for_measuring_answers_text_by_text() -> None:
    matcher = fit(SHOP.entries, SHOP.nothing)

    known, nothing, empty = matcher.answer(["wen are you open", "who won the match yesterday", ""])

    assert known is not None
    assert (known.entry, known.phrasing) == ("hours", "When are you open?")
    assert known.probability > (nothing.probability if nothing else 0)
    assert empty is None
