"""What is learnt of entries, also of those that are asked the same in different places."""

from responders.faq.file import Entry
from responders.faq.fitted import ELSEWHERE, Fitted, fit, phrasings
from responders.matching.matcher import Match


def entry(id: str, *questions: str, **more: object) -> Entry:
    """An entry that is asked so."""
    return Entry.model_validate({"id": id, "questions": list(questions), "answer": f"{id}."} | more)


BLUE = ("Do you have it in blue?", "any blue ones left", "blue one please")
ENTRIES = (
    entry("here", *BLUE, accounts="telegram:*"),
    entry("there", *BLUE[:1], "is navy in stock", accounts="webchat:*"),
    entry("beyond", "is navy in stock", "how about turquoise", accounts="x:*"),
    entry("hours", "When are you open?", "what are your opening hours", "till when are you open"),
)
FITTED = fit(ENTRIES, ["Are you hiring?"])


def answer(text: str, *without: str, fitted: Fitted = FITTED) -> Match | None:
    """What is found when these entries may not answer."""
    (match,) = fitted.answer([text], without)
    return match


def test_every_way_to_ask_is_listed_with_its_entry_and_language() -> None:
    made = Entry.model_validate({"id": "a", "questions": {"en": ["One?", "Two?"], "gu": "ત્રણ?"}, "answer": "Yes."})

    assert [(one.id, language, text) for one, language, text in phrasings([made])] == [
        ("a", "en", "One?"),
        ("a", "en", "Two?"),
        ("a", "gu", "ત્રણ?"),
    ]


def test_of_entries_that_are_asked_the_same_the_one_that_may_answer_does_for_certain() -> None:
    for here, others in (("here", ("there", "beyond")), ("there", ("here", "beyond"))):
        match = answer(BLUE[0], *others)

        assert match is not None
        assert (match.entry, match.phrasing, match.sure) == (here, BLUE[0], True)


def test_one_that_is_not_asked_so_is_never_sure_because_another_is() -> None:
    match = answer("how about turquoise", "there", "beyond")

    assert match is not None
    assert match.entry == "here"
    assert match.probability <= ELSEWHERE
    assert not match.sure


def test_when_all_that_are_asked_the_same_are_left_out_none_of_them_is_found() -> None:
    match = answer(BLUE[0], "here", "there", "beyond")

    assert match is None or match.entry == "hours"
    assert match is None or not match.sure


def test_the_second_is_an_entry_that_may_answer() -> None:
    match = answer("when are you open, do you have it in blue", "here", "beyond")

    assert match is not None
    assert {match.entry, match.second} == {"hours", "there"}


def test_slips_greetings_and_thanks_make_it_no_less_sure() -> None:
    plain, wrapped = answer("when are you open"), answer("Hello sir! wen are you opne pls? thx")

    assert plain is not None
    assert wrapped is not None
    assert plain.sure
    assert (wrapped.entry, wrapped.phrasing, wrapped.sure) == (plain.entry, plain.phrasing, True)


def test_nothing_learnt_finds_nothing() -> None:
    assert answer("when are you open", fitted=fit([])) is None
    assert answer("Are you hiring?", fitted=fit([], ["Are you hiring?"])) is None


def test_entries_that_share_questions_in_a_row_are_told_apart_by_where_they_answer() -> None:
    chain = [entry(f"e{at}", f"question {at}", f"question {at + 1}", accounts=f"x:{at}") for at in range(40)]
    match = fit(chain).answer(["question 7"], {entry.id for entry in chain} - {"e7"})[0]

    assert match is not None
    assert match.entry == "e7"
