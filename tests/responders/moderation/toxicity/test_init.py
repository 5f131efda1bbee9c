"""What is looked for in a text: hate, threats and insults by combination, and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responders.moderation.toxicity import CLASSES, FIRST, LAST, THRESHOLD, look, may_hurt

HURTS = [
    ("All foreigners are vermin.", "hate"),
    ("I despise these immigrants, every one of them", "hate"),
    ("gay people make me sick", "hate"),
    ("Refugees? Send them all back, they are parasites", "hate"),
    ("Disabled people are not worth anything", "hate"),
    ("Nobody is dumber. Just look at women, they are so stupid", "hate"),
    ("We should shoot all Muslims", "threat"),
    ("Jews should be burned", "threat"),
    ("I will break your neck", "threat"),
    ("I'm going to kill you", "threat"),
    ("Hope you die soon", "threat"),
    ("you are a pathetic clown", "insult"),
    ("What an idiot this potter is", "insult"),
    ("stfu nobody asked", "insult"),
    ("show us your tits", "sexual"),
    ("I want to die, nothing helps any more", "self-harm"),
]
HARMLESS = [
    "I hate waiting for parcels",
    "This glaze kills it, I love the bowl",
    "My gay friend loves this mug",
    "Women are wonderful potters",
    "I love being gay",
    "We must not let refugees be attacked",
    "Muslims are not stupid",
    "I would never hurt a woman",
    "The oven will burn the dirt away",
    "Fucking great vase!",
    "I was an idiot to order only one",
    "Managers are useless, the website is garbage",
    "My phone died while I was ordering",
    "What the fuck you guys, this is amazing",
    "Scunthorpe ships tomorrow",
    "In the film they shoot all the soldiers",
    "",
    "!!! ... ???",
]


@pytest.mark.parametrize(("text", "kind"), HURTS)
def test_what_hurts_is_found_with_its_class_and_a_reason(text: str, kind: str) -> None:
    found = look(text, "en")

    assert found.classes.get(kind, 0) >= THRESHOLD
    assert found.because
    assert found


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert not look(text, "en"), look(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        'Somebody wrote "all women are vermin" under your post, please remove it',
        "Calling people faggot is wrong",
        "How dare you say that immigrants are scum, that is racist",
        "They called her a stupid woman, that is sexism",
    ],
)
def test_speaking_against_it_is_no_hate(text: str) -> None:
    assert look(text, "en").classes.get("hate", 0) < THRESHOLD


@pytest.mark.parametrize(
    "text", ["I am a proud dyke", "Love my bad bitches, best friends ever", "we queers are family"]
)
def test_what_people_call_themselves_is_no_hate(text: str) -> None:
    assert look(text, "en").classes.get("hate", 0) < THRESHOLD


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Alle Ausländer sind Abschaum", "de", "hate"),
        ("Du bist ein Vollidiot", "de", "insult"),
        ("Odio a los inmigrantes", "es", "hate"),
        ("Eres un imbécil", "es", "insult"),
        ("Les migrants sont des parasites", "fr", "hate"),
        ("Ferme ta gueule", "fr", "insult"),
        ("Gli immigrati sono feccia", "it", "hate"),
        ("Os imigrantes são lixo", "pt", "hate"),
        ("Alle buitenlanders zijn uitschot", "nl", "hate"),
        ("Wszyscy imigranci są śmieciami", "pl", "hate"),
        ("मुसलमान कीड़े हैं", "hi", "hate"),
        ("tu chutiya hai", "hi", "insult"),
        ("اللاجئين حشرات", "ar", "hate"),
        ("难民都是垃圾", "zh", "hate"),
    ],
)
def test_ten_other_languages_have_words_of_their_own(text: str, language: str, kind: str) -> None:
    assert look(text, language).classes.get(kind, 0) >= THRESHOLD


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich hasse diese Warteschleife", "de"),
        ("Die Frauen in der Werkstatt sind großartig", "de"),
        ("Las mujeres del taller son maravillosas", "es"),
        ("Je déteste attendre le colis", "fr"),
        ("Le donne del laboratorio sono bravissime", "it"),
        ("यह कटोरा बहुत सुंदर है", "hi"),
        ("هذا الوعاء جميل جدا", "ar"),
        ("这个碗很漂亮", "zh"),
        ("આ વાટકો બહુ સુંદર છે", "gu"),
    ],
)
def test_friendly_texts_of_other_languages_are_left_alone(text: str, language: str) -> None:
    assert not look(text, language)


def test_the_language_is_told_from_the_text_where_it_is_not_known_or_another_one() -> None:
    assert look("Alle Ausländer sind widerlicher Abschaum, das ist meine Meinung").classes["hate"] >= THRESHOLD
    assert look("All of these immigrants are vermin, I tell you", "de").classes["hate"] >= THRESHOLD
    assert not look("Die Schüssel ist schön und die Vase auch", "de")  # English "die" is no German word


@pytest.mark.parametrize(
    "text", ["you are an 1d10t", "All women are v e r m i n", "All wоmеn аrе vermin", "a b*tch, that woman is"]
)
def test_a_disguise_hides_little_and_is_told(text: str) -> None:
    found = look(text, "en")

    assert found
    assert "disguise" in found.because


@pytest.mark.parametrize(("text", "language"), [("Niepełnosprawni są raki3m", "pl"), ("اللاجئين س ر ط ا ن", "ar")])
def test_the_word_beside_a_disguise_is_read_as_it_is(text: str, language: str) -> None:
    assert look(text, language).classes["hate"] >= THRESHOLD


def test_a_foul_end_of_a_long_text_is_found_as_far_as_is_looked() -> None:
    assert look("clay " * 100 + "you are a moron")
    assert look("clay " * (FIRST + LAST) + "you are a moron")
    assert not look("c" * FIRST + " you are a moron " + "c" * LAST)


def test_scores_are_shares_of_known_classes_and_the_same_each_time() -> None:
    found = look("You women are scum and should all be shot, you idiot, show me your tits, I want to die", "en")

    assert set(found.classes) <= set(CLASSES)
    assert all(0 < score < 1 for score in found.classes.values())
    assert list(found.classes.values()) == sorted(found.classes.values(), reverse=True)
    assert look.__wrapped__("women are scum", "en") == look("women are scum", "en")


PIECES = [
    "women",
    "scum",
    " ",
    "not",
    "kill",
    '"',
    ".",
    "*",
    "1",
    "0",
    "@",
    "a ",
    "'",
    "n't",
    "您",
    "ا",
    "我",
    "\u200d",
    "é",
    "😀",
    "you",
]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join),
    st.sampled_from(["", "en", "zh", "xx"]),
)
def test_no_text_breaks_it(text: str, language: str) -> None:
    found = look(text, language)

    assert all(0 < score < 1 for score in found.classes.values())


def test_what_hurts_in_no_language_is_known_before_anybody_asks_for_the_language() -> None:
    assert not may_hurt("When does the shop open tomorrow?")
    assert may_hurt("you idiot")
    assert may_hurt("you 1d10t")
