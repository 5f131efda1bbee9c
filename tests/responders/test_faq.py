"""The FAQ: what it finds, when it is sure, what it says then, and when it is silent."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.actions import Proposal, Reply
from inbox.models import Conversation, Media, RemoteId, Subject, Thread
from responders.faq import Entry, Faq, FaqFile, Match, fit, keep_learning
from responders.faq_meaning import Meanings
from responders.turn import Answer, Turn
from tests.turns import ACCOUNT, theirs, turn

SHOP = FaqFile.model_validate(
    {
        "nothing": ["Are you hiring?", "Do you have jobs?", "Can I work for you?", "Do you sell gift cards?"],
        "entries": [
            {
                "id": "hours",
                "questions": {
                    "en": [
                        "When are you open?",
                        "What are your opening hours?",
                        "what time do you close",
                        "when does the shop open",
                        "are you open on sunday",
                        "how late are you open today",
                        "opening times please",
                        "till when are you open",
                        "are you open now",
                        "at what time do you open in the morning",
                    ],
                    "es": [
                        "¿A qué hora abren?",
                        "¿Cuál es su horario de atención?",
                        "¿Están abiertos hoy?",
                        "a qué hora cierran",
                    ],
                    "gu": ["દુકાન ક્યારે ખુલે છે?", "તમારો સમય શું છે?", "દુકાન ક્યારે બંધ થાય છે?", "આજે દુકાન ખુલ્લી છે?"],
                    "gu-Latn": [
                        "dukan kyare khule che",
                        "tame kyare khulla cho",
                        "dukan no samay shu che",
                        "aaje dukan khulli che",
                    ],
                    "hi": ["दुकान कब खुलती है?", "आपका समय क्या है?", "दुकान कब बंद होती है?", "क्या दुकान आज खुली है?"],
                    "hi-Latn": [
                        "dukan kab khulti hai",
                        "aapka samay kya hai",
                        "dukan kab band hoti hai",
                        "kya dukan aaj khuli hai",
                    ],
                    "zh": ["你们几点开门？", "营业时间是什么时候？", "你们几点关门", "今天开门吗"],
                },
                "answer": {
                    "en": "From 9 to 6.",
                    "es": "De 9 a 18 h, de lunes a sábado.",
                    "gu": "૯ થી ૬.",
                    "gu-Latn": "Savare 9 thi sanje 6.",
                    "hi": "9 से 6.",
                    "zh": "九点到六点。",
                },
            },
            {
                "id": "delivery",
                "questions": {
                    "en": [
                        "How long does delivery take?",
                        "When will my parcel arrive?",
                        "where is my order",
                        "my package is not here yet",
                        "how many days until I get my order",
                        "when do you deliver my parcel",
                        "has my order been shipped",
                        "how long until my package comes",
                        "delivery time please",
                        "when does my order arrive",
                    ],
                    "es": [
                        "¿Cuándo llega mi paquete?",
                        "¿Cuánto tarda el envío?",
                        "dónde está mi pedido",
                        "mi paquete no llega",
                    ],
                    "gu": ["મારું પાર્સલ ક્યારે આવશે?", "મારો ઓર્ડર ક્યાં છે?", "ડિલિવરી કેટલા દિવસમાં થશે?", "પાર્સલ હજી આવ્યું નથી"],
                    "gu-Latn": [
                        "maru parcel kyare avshe",
                        "maro order kya che",
                        "delivery ketla divas ma thashe",
                        "parcel haji avyu nathi",
                    ],
                    "hi": ["मेरा पार्सल कब आएगा?", "मेरा ऑर्डर कहाँ है?", "डिलीवरी में कितने दिन लगेंगे?", "पार्सल अभी तक नहीं आया"],
                    "hi-Latn": [
                        "mera parcel kab aayega",
                        "mera order kahan hai",
                        "delivery me kitne din lagenge",
                        "parcel abhi tak nahi aaya",
                    ],
                    "zh": ["我的包裹什么时候到？", "我的订单在哪里", "送货要几天", "包裹还没到"],
                },
                "answer": {"en": "Two days.", "gu": "બે દિવસ.", "zh": "两天。"},
                "link": "https://example.org/track",
            },
            {
                "id": "returns",
                "questions": [
                    "How can I return something?",
                    "I want my money back",
                    "can I send it back",
                    "what is your return policy",
                    "I want to return my order",
                    "how do refunds work",
                    "can I get a refund",
                    "it does not fit, how do I return it",
                    "please refund me",
                    "return label please",
                ],
                "answer": "Send us your order number.",
            },
        ],
    }
)
FAQ = Faq(SHOP)


async def match(said: str, faq: Faq = FAQ, account: str = ACCOUNT) -> Match | None:
    """What the FAQ finds for a question."""
    return await faq.match(turn(said, account=account))


async def drafted(said: str | Turn, faq: Faq = FAQ) -> Proposal | None:
    """The proposal for a question, if there is one."""
    answer = await faq.propose(turn(said) if isinstance(said, str) else said)
    return answer.proposals[0] if answer.proposals else None


def text_of(proposal: Proposal | None) -> str:
    """What a proposed reply says."""
    return proposal.action.text if proposal and isinstance(proposal.action, Reply) else ""


def two(one: dict[str, object], other: dict[str, object]) -> Faq:
    """A FAQ of SHOP and two more entries that are asked the same."""
    asked = ["Do you have it in blue?", "is it available in blue", "blue one please", "any blue left"]
    more = [{"id": id, "questions": asked, "answer": f"{id}."} | keys for id, keys in (("yes", one), ("no", other))]
    return Faq(SHOP.model_copy(update={"entries": (*SHOP.entries, *(Entry.model_validate(entry) for entry in more))}))


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


async def test_one_sentence_that_is_asked_for_gets_a_draft_and_never_more() -> None:
    said = "I have been a customer for years. Where is my order? It was for the birthday of my mother in Lisbon."
    proposal = await drafted(said)

    assert proposal is not None
    assert (proposal.sources[0].id, proposal.evidence) == ("delivery", "none")
    assert "one sentence of several" in proposal.because


async def test_a_sure_answer_shows_what_it_rests_on() -> None:
    proposal = await drafted("when will my parcel arrive")
    best = await match("when will my parcel arrive")

    assert proposal is not None
    assert best is not None
    assert proposal.evidence == "faq"
    assert proposal.because.startswith('it matches "When will my parcel arrive?" of the FAQ entry delivery: ')
    assert f"{min(int(best.probability * 100 + 1e-9), 99)} % sure (alone from " in proposal.because
    assert f'{best.margin:.2f} ahead of "{best.second_phrasing}" of {best.second}' in proposal.because
    assert text_of(proposal) == "Two days.\nhttps://example.org/track"
    assert [(source.id, source.title, source.quote) for source in proposal.sources] == [
        ("delivery", "When will my parcel arrive?", "Two days.\nhttps://example.org/track")
    ]
    assert proposal.language == "en"


@pytest.mark.parametrize(
    ("said", "text", "evidence"),
    [
        ("a que hora abren", "De 9 a 18 h, de lunes a sábado.", "faq"),
        ("દુકાન ક્યારે ખુલે છે", "૯ થી ૬.", "faq"),
        ("dukan kyare khule che", "Savare 9 thi sanje 6.", "faq"),
        ("dukan kab khulti hai", "9 से 6.", "none"),  # no answer in Latin letters
        ("मेरा पार्सल कब आएगा", "Two days.\nhttps://example.org/track", "none"),
        ("我的包裹什么时候到", "两天。\nhttps://example.org/track", "faq"),
        ("I want my money back", "Send us your order number.", "faq"),
    ],
)
async def test_the_answer_is_in_their_language_or_waits(said: str, text: str, evidence: str) -> None:
    proposal = await drafted(said)

    assert proposal is not None
    assert (text_of(proposal), proposal.evidence) == (text, evidence)
    assert ("no answer in their language" in proposal.because) is (evidence == "none")


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("When are you open? Why?", "more than one thing"),
        ("When are you open 😡", "they sound upset"),
        ("when are you open /s", "may not mean it"),
    ],
)
async def test_a_doubt_leaves_a_sure_match_to_a_person_and_says_why(said: str, doubt: str) -> None:
    proposal = await drafted(said)

    assert proposal is not None
    assert proposal.evidence == "none"
    assert doubt in proposal.because


async def test_an_entry_for_another_account_is_not_there() -> None:
    entry = {"id": "hours", "questions": "When are you open?", "answer": "9 to 6.", "accounts": "webchat:*"}
    faq = Faq(FaqFile.model_validate({"entries": [entry]}))

    assert await match("When are you open?", faq) is None
    assert await match("When are you open?", faq, "webchat:site") is not None


async def test_each_account_has_its_own_answer_to_one_question() -> None:
    faq = two({"accounts": "telegram:*"}, {"accounts": "webchat:*"})

    for account, text in ((ACCOUNT, "yes."), ("webchat:site", "no.")):
        proposal = await drafted(turn("Do you have it in blue?", account=account), faq)
        assert (text_of(proposal), proposal and proposal.evidence) == (text, "faq")


async def test_what_only_another_account_is_asked_is_at_most_a_draft_here() -> None:
    faq = two(
        {"accounts": "telegram:*"}, {"accounts": "webchat:*", "questions": ["any blue left", "navy one in stock?"]}
    )

    here, there = [await drafted(turn("navy one in stock?", account=name), faq) for name in (ACCOUNT, "webchat:site")]

    assert here is None or (text_of(here), here.evidence) == ("yes.", "none")
    assert (text_of(there), there and there.evidence) == ("no.", "faq")


async def test_an_entry_answers_between_its_dates_only() -> None:
    faq = two({"until": "2023-11-14"}, {"from": "2023-11-15"})  # a turn of the tests is at 2023-11-14 22:13 UTC
    asked = turn("Do you have it in blue?")

    assert text_of(await drafted(asked, faq)) == "yes."
    assert text_of(await drafted(replace(asked, now=asked.now + 2 * 3_600_000), faq)) == "no."


def under(post: str, said: str) -> Turn:
    """A comment under a post with these words."""
    asked = turn(said, kind="comments")
    subject = Subject(RemoteId("0000000077"), post)
    thread = Thread(asked.conversation.thread.remote, "comments", subject=subject)
    return replace(asked, conversation=Conversation(asked.conversation.id, asked.conversation.account, thread))


async def test_under_a_post_its_own_entry_goes_before_the_one_for_all() -> None:
    faq = two({"posts": "summer sale"}, {})

    assert text_of(await drafted(under("Our SUMMER sale is on", "Do you have it in blue?"), faq)) == "yes."
    assert text_of(await drafted(under("Something else", "Do you have it in blue?"), faq)) == "no."
    sure = await drafted(turn("Do you have it in blue?"), faq)
    assert (text_of(sure), sure and sure.evidence) == ("no.", "faq")


async def test_in_place_of_a_declined_entry_comes_no_answer_that_goes_out_alone() -> None:
    asked = turn("When are you open?")

    another = await drafted(replace(asked, declined=frozenset({"faq:hours"})))
    none = await FAQ.propose(replace(asked, declined=frozenset({"faq:hours", "faq:delivery", "faq:returns"})))

    assert another is None or (another.sources[0].id != "hours" and another.evidence == "none")
    assert none == Answer()


async def test_a_rule_of_the_same_name_that_was_declined_is_another_matter() -> None:
    proposal = await drafted(replace(turn("When are you open?"), declined=frozenset({"rules:hours"})))

    assert proposal is not None
    assert proposal.sources[0].id == "hours"


async def test_a_draft_says_which_version_of_the_faq_it_was_made_of() -> None:
    proposal = await drafted("When are you open?")
    changed = Faq(SHOP.model_copy(update={"nothing": ("Anything?",)}))

    assert proposal is not None
    assert proposal.version == FAQ.version != changed.version
    assert Faq(SHOP).version == FAQ.version


async def test_an_empty_faq_finds_nothing() -> None:
    assert await match("When are you open?", Faq(FaqFile())) is None
    assert await match("Are you hiring?", Faq(FaqFile(nothing=("Are you hiring?",)))) is None


async def test_seventy_thousand_characters_are_left_to_a_person_at_once() -> None:
    started = time.process_time()

    assert await match("When are you open? " * 4000) is None
    assert time.process_time() - started < 0.1


async def test_a_new_entry_and_a_new_phrasing_count_at_once() -> None:
    asked = "Do you wrap presents?"
    entry = Entry.model_validate({"id": "gifts", "questions": [asked, "gift wrapping?"], "answer": "For 2 €."})
    before, after = (
        await drafted(asked),
        await drafted(asked, Faq(SHOP.model_copy(update={"entries": (*SHOP.entries, entry)}))),
    )

    assert before is None or before.evidence == "none"
    assert text_of(after) == "For 2 €."


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


class Endpoint:
    """Makes vectors that know one thing: what is about a purchase sent back has the first number."""

    def __init__(self) -> None:
        self.away = False

    async def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        if self.away:
            raise TimeoutError("no answer within 3 s")
        returns = {text for entry in SHOP.entries if entry.id == "returns" for text in entry.questions[""]}
        return [[1.0, 0.0] if text in returns or "back" in text else [0.0, 1.0] for text in texts]


async def test_with_meanings_the_match_is_kept_for_doing_it_again_without_them() -> None:
    faq = Faq(SHOP, meanings=Meanings(Endpoint()))
    offline = await faq.propose(turn("can I send this back please"))
    assert await faq.learn()
    asked = turn("can I send this back please")
    answer = await faq.propose(asked)

    (heard,) = answer.heard
    assert offline.heard == ()
    assert heard.responder == "faq"
    assert json.loads(heard.said)[0]["entry"] == "returns"
    again = Faq(SHOP, recall={heard.asked: heard.said}.get)
    assert await again.propose(asked) == answer


async def test_an_endpoint_that_is_away_changes_nothing_offline() -> None:
    endpoint = Endpoint()
    faq = Faq(SHOP, meanings=Meanings(endpoint))
    endpoint.away = True

    assert not await faq.learn()
    assert await faq.propose(turn("When are you open?")) == await FAQ.propose(turn("When are you open?"))
    endpoint.away = False
    assert await faq.learn()
    endpoint.away = True
    assert await faq.propose(turn("When are you open?")) != Answer()


async def test_the_faq_that_counts_now_is_the_one_that_learns() -> None:
    meanings = Meanings(Endpoint())
    current = [Faq(SHOP, meanings=meanings)]

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        task = group.create_task(keep_learning(lambda: current[0], pause=0.01))
        while not (await current[0].propose(turn("can I send this back please"))).heard:
            await asyncio.sleep(0.01)
        current[0] = Faq(SHOP.model_copy(update={"nothing": ()}), meanings=meanings)
        while not (await current[0].propose(turn("can I send this back please"))).heard:
            await asyncio.sleep(0.01)
        task.cancel()


async def test_a_picture_with_the_question_is_looked_at_first() -> None:
    asked = turn(theirs("When are you open?", media=(Media("image", "ref"),)))
    proposal = await drafted(asked)

    assert proposal is not None
    assert proposal.evidence == "none"
