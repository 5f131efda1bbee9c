"""The shipped weights: what they find, what they leave alone, and that nothing can upset them."""

import pytest

from responders.moderation import spam
from responders.moderation.spam.model import WEIGHTS, model
from responders.moderation.spam.traces import FIGURES, FIRST, LAST, traces

SCAMS = (
    "Hi friends, I post comedy sketches on my channel every week, please subscribe and drop a like!",
    "check out my new remix guys, link is on my page",
    "You are our 1000th commenter! Claim your iPhone now at http://bit.ly/iphone-now",
    "WINNER!! You have been awarded a £500 voucher. Call 09061112223 to claim. 150p/min",
    "I earn $3000 every week with bitcoin thanks to Mrs Amelia, message her on WhatsApp +1 555 010 0177",
    "Suscríbete a mi canal por favor, subo vídeos nuevos cada semana",
    "दोस्तों मेरे चैनल को सब्सक्राइब करो",
    "Подпишись на мой канал, новые видео каждый день",
    "加微信领取红包,日入800元",
)
CUSTOMERS = (
    "my order 12345 has not arrived, call me on 07700 900321",
    "where can I buy this? https://own-shop.example.com/lamp",
    "Is shipping free to Canada?",
    "Hello, could you please tell me when you open today?",
    "I paid $40 for it and it broke after a week",
    "this song gives me chills every time",
    "Why was my card declined, there is money on the account",
    "how long does a withdrawal to the bank take",
    "check my wallet balance",
    "¿Cuánto cuesta el envío?",
    "मेरा ऑर्डर कब आएगा?",
    "મારો ઓર્ડર ક્યારે આવશે?",
    "bhai delivery kab hogi",
    "Когда приедет мой заказ?",
    "متى يصل طلبي؟",
    "我的快递什么时候到?",
)


@pytest.mark.parametrize("text", SCAMS)
def test_advertising_and_scams_are_found(text: str) -> None:
    assert spam.score(text) >= 0.8


@pytest.mark.parametrize("text", CUSTOMERS)
def test_customers_are_left_alone(text: str) -> None:
    assert spam.score(text) < 0.8


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "\ud800\udfff\udc00",
        "👏" * 50,
        "\x00\x01\x02",
        "&#0;&#x110000;&bogus;",
        "١٢٣٤٥",
        "\u202e\u200b\u00ad",
        "." * 300,
    ],
)
def test_garbage_is_scored_and_no_spam(text: str) -> None:
    assert 0 <= spam.score(text) < 0.8
    assert spam.because(text)


@pytest.mark.parametrize("piece", ["a", "1 ", "http://a.b/ ", "&amp;", "win ", "\u0301", "(((", "😀"])
def test_a_text_of_100_000_signs_costs_no_more_pieces_than_its_beginning_and_end(piece: str) -> None:
    seen = traces(piece * (100_000 // len(piece)))

    assert len(seen.plain) <= 4 * (FIRST + LAST)
    assert len(seen.words) <= FIRST + LAST
    assert 0 <= model().probability(seen, private=False) <= 1


def test_the_weights_are_one_small_file_with_a_weight_for_every_figure() -> None:
    assert WEIGHTS.stat().st_size < 350_000
    assert model().figures.shape == (len(FIGURES), 3)
    assert len(spam.version) == 12


@pytest.mark.parametrize("text", CUSTOMERS)
def test_customers_are_left_alone_in_private_too(text: str) -> None:
    assert spam.score(text, private=True) < 0.8


@pytest.mark.parametrize(
    "text",
    [
        "URGENT! You have won a 1 week FREE membership in our prize draw. Txt CLAIM to 81010",
        "I earn $3000 every week with bitcoin thanks to Mrs Amelia, message her on WhatsApp +1 555 010 0177",
        "You are our 1000th commenter! Claim your iPhone now at http://bit.ly/iphone-now",
    ],
)
def test_scams_are_found_in_private(text: str) -> None:
    assert spam.score(text, private=True) >= 0.8


def test_a_link_to_a_prize_is_worse_than_the_prize_alone() -> None:
    assert spam.score("win a prize http://bit.ly/x now") > spam.score("win a prize now")
