"""How texts sound, in every language that we have a list of; and what the list does not pretend to know."""

# ruff: noqa: E501 - the lines that people write stand here whole

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.language import language_of
from responders.sentiment import Feeling, sentiment_of

NEGATIVE = (
    "This is the worst shop ever", "I am so disappointed with your service", "Total scam, stay away from them",
    "not good at all", "This isn't great", "Still waiting for my parcel!!!", "WHERE IS MY PARCEL, ANSWER ME", "😡😡😡",
    "Thanks for nothing", "Great, my order is broken again and nobody answers", "I love the shop but the service is terrible",
    "Es una estafa, nunca más compro aquí", "Estoy muy decepcionada con el pedido", "el producto llegó roto",
    "C’est une arnaque, remboursez-moi", "Je suis très déçue de votre service", "Ce n’est pas bien du tout",
    "Das ist Betrug!", "Ich bin sehr enttäuscht", "Das ist nicht gut", "Der Kundenservice ist schrecklich",
    "Péssimo atendimento, nunca mais", "o produto veio quebrado", "Estou muito decepcionado",
    "बहुत घटिया सर्विस है", "मुझे धोखा दिया", "यह अच्छा नहीं है", "bahut bakwas service hai", "accha nahi hai", "ye to dhokha hai",
    "બહુ ખરાબ સર્વિસ છે", "આ છેતરપિંડી છે", "સારું નથી", "bahu kharab service che", "saru nathi", "sav bakwas che bhai",
    "太差了，骗子", "我很失望",
)  # fmt: skip
POSITIVE = (
    "I love it, amazing quality!", "Great service, thank you", "Really happy with my order", "😍", "made my day 🎉", "Love it! Where can I buy another one?",
    "Me encanta, excelente servicio", "Muy contenta con todo", "C’est parfait, bravo !", "Je recommande, service excellent",
    "Ich bin begeistert", "Sehr zufrieden, hervorragend", "Adorei, ótimo atendimento", "Produto maravilhoso",
    "बहुत अच्छा, शानदार काम", "bahut accha kaam", "ખૂબ સરસ કામ", "bahu saras kaam", "非常好，很喜欢",
)  # fmt: skip
NEUTRAL = (
    "", "Where is my order?", "Thanks", "No thanks", "not bad", "no problem", "Good morning, when do you open?", "12345",
    "¿Cuándo abren? Gracias", "Buenos días", "Où est ma commande ? Merci", "Guten Tag, wann öffnen Sie?", "Bom dia, qual o preço?",
    "दुकान कब खुलती है?", "dukan kab khulti hai", "દુકાન ક્યારે ખુલે છે?", "dukan kyare khule che", "你好，几点开门？", "OK",
    "Is the mattress good for my back?", "Which one is best?", "Can I send it quickly?", "Is the toll road open on the mast?", "🙏", "HELLO",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mood"),
    [(text, mood) for mood, texts in (("negative", NEGATIVE), ("positive", POSITIVE), ("neutral", NEUTRAL)) for text in texts],
)  # fmt: skip
def test_a_text_sounds_as_it_reads_whether_its_language_is_known_or_not(text: str, mood: str) -> None:
    assert sentiment_of(text).mood == mood
    assert sentiment_of(text, language_of([text])).mood == mood


def test_a_feeling_names_what_it_rests_on() -> None:
    assert str(sentiment_of("A scam! 😡 not good, thanks")) == "negative (scam, not good, 😡)"
    assert str(sentiment_of("When do you open?")) == "neutral"
    assert sentiment_of("HOW LONG MUST I WAIT FOR IT").found == ("in capitals",)


def test_one_word_may_be_kind_in_one_language_and_nothing_in_another() -> None:
    assert sentiment_of("toll!", "de").mood == "positive"
    assert sentiment_of("the toll", "en").mood == sentiment_of("the toll").mood == "neutral"
    assert sentiment_of("worst service che", "gu-Latn").mood == "negative"


def test_irony_is_not_understood_and_nobody_says_so() -> None:
    assert sentiment_of("Wonderful, a week late. Just perfect.").mood == "positive"


def test_a_very_long_text_takes_no_longer_than_its_beginning() -> None:
    started = time.process_time()

    assert sentiment_of("terrible " * 10_000).mood == "negative"
    assert time.process_time() - started < 1


@given(st.text(max_size=200), st.sampled_from(["", "en", "gu-Latn", "xx", "-"]))
def test_any_text_has_a_feeling(text: str, language: str) -> None:
    feeling = sentiment_of(text, language)

    assert isinstance(feeling, Feeling)
    assert (feeling.score <= -1) <= (feeling.mood == "negative")
    assert bool(feeling.found) >= (feeling.mood != "neutral")
