"""Cutting texts and questions into words, in many scripts."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.search.words import LONGEST_TEXT, MOST_TERMS, Term, cut, joined, terms, whole

TEXT = st.text(max_size=60) | st.text("ab\"'*():^-+{}<>,.\u200d退货ખુ了", max_size=40)


def found(question: str, text: str) -> bool:
    """Whether SQLite finds the text by the question, as the index asks it."""
    wanted = terms(question)
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE word USING fts5 (text, tokenize = 'ascii')")
        db.execute("INSERT INTO word VALUES (?)", (joined(text),))
        asked = " AND ".join(map(str, wanted))
        hit = bool(wanted) and db.execute("SELECT 1 FROM word WHERE word MATCH ?", (asked,)).fetchone() is not None
    db.close()
    return hit


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("refund", "Where is my REFUND?"),
        ("cafe", "Das Café ist zu"),
        ("café", "the cafe is closed"),
        ("strasse", "Hauptstraße 5, in der Straße"),
        ("STRASSE", "in der Straße"),
        ("grosse", "Größe und große Vase"),
        ("smorrebrod", "Smørrebrød"),
        ("istanbul", "İSTANBUL'a kargo"),
        ("ખુલ્લા", "તમે ક્યારે ખુલ્લા છો?"),
        ("ક્યારે ખુલ્લા", "તમે ક્યારે ખુલ્લા છો?"),
        ("ઓર્ડર", "મારો ઓર્ડર ક્યાં છે"),
        ("दुकान", "दुकान कब खुलती है?"),
        ("खुलती", "दुकान कब खुलती है?"),
        ("क़ीमत", "क\u093cीमत क्या है"),  # one sign, or a letter with a dot below
        ("退货", "我想退货可以吗"),
        ("货", "我想退货"),
        ("我", "我想退货"),
        ("退货了吗", "请问退货了吗？"),
        ("営業時間", "本日の営業時間は？"),
        ("ｶﾞﾗｽ", "ガラスの花瓶"),
        ("취소", "주문을 취소해주세요"),
        ("คืนสินค้า", "อยากคืนสินค้าครับ"),
        ("استرجاع", "هل يمكن اسْتِرْجَاع المبلغ؟"),
        ("ارجاع", "أريد إرجاع المنتج"),
        ("מחיר", "מה הַמְּחִיר? מְחִיר"),
        ("ёлка", "елка"),
        ("refund", "re\u200bfu\u00adnd"),
        ("free", "ｆｒｅｅ gift"),
        ("iphone手机", "iPhone手机壳"),
        ("e-mail", "write an e-mail"),
        ("3.50", "it costs 3.50 €"),
        ("asha@example.org", "Mail asha@example.org please"),
        ("refu", "refunds are slow"),
        ("slow refu", "refunds are slow"),
        ('"are slow"', "refunds are slow"),
        ("“are slow” refu", "refunds are slow"),
        ("NOT refund OR (", "not a refund or what"),
        ("refund*", "refunds"),
        ("a:b", "a b"),
        ("½", "½ litre"),
    ],
)
def test_it_is_found(question: str, text: str) -> None:
    assert found(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("fund", "Where is my refund?"),
        ("refu slow", "refunds are slow"),  # only the last word may be unfinished
        ('"refu"', "refunds are slow"),
        ('"slow are"', "refunds are slow"),
        ("refunds fast", "refunds are slow"),
        ("ખુલ્લી", "તમે ક્યારે ખુલ્લા છો?"),  # another vowel sign is another word
        ("货退", "我想退货"),
        ("退货了", "退货，了"),
        ("e-mail", "mail an e"),
        ("a", "about"),  # one letter of a word says too little
        ("", "refund"),
        ("?! 🎉", "?! 🎉"),
    ],
)
def test_it_is_not_found(question: str, text: str) -> None:
    assert not found(question, text)


@settings(deadline=None)  # other tests share the machine
@given(question=TEXT, text=TEXT)
def test_no_question_is_an_error(question: str, text: str) -> None:
    found(question, text)


@settings(deadline=None)  # other tests share the machine
@given(st.text(max_size=80))
def test_every_text_that_has_words_is_found_by_all_of_itself(text: str) -> None:
    wanted = whole(text)
    assert found(f'"{text.replace(chr(34), " ")}"', text) or not wanted.words


@settings(deadline=None)  # other tests share the machine
@given(st.lists(st.sampled_from(["refund", "Café", "ખુલ્લા", "退货了", "ß", "취소", "a"]), min_size=1, max_size=9))
def test_every_word_of_a_text_finds_it(words: list[str]) -> None:
    text = " ".join(words)
    assert all(found(f'"{word}"', text) for word in words)


def test_an_excerpt_can_be_cut_where_a_word_stands() -> None:
    text = "Wo ist die Straße? 退货"

    assert [(word.text, text[word.start : word.end]) for word in cut(text)][-3:] == [
        ("strasse", "Straße"),
        ("退货", "退货"),
        ("货", "货"),
    ]


def test_quotes_keep_words_together_and_an_open_quote_is_a_blank() -> None:
    assert terms('late "my order') == (Term(("late",)), Term(("my",)), Term(("order",), begins=True))
    assert terms('"my order" late ') == (Term(("my", "order")), Term(("late",), begins=True))


def test_a_question_as_long_as_a_book_is_cut() -> None:
    assert len(terms(" ".join(f"w{n}" for n in range(1000)))) == MOST_TERMS
    assert len(str(terms("退货" * 10_000)[0])) < 500
    assert len(list(cut("a " * LONGEST_TEXT))) == LONGEST_TEXT // 2
