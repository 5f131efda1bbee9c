"""Lengths as X, Bluesky and Mastodon count.

PUBLISHED holds the cases about lengths of github.com/twitter/twitter-text, conformance/validate.yml (read
2026-11-27; Apache-2.0, copyright Twitter, Inc. and other contributors): all of the sections
WeightedTweetsWithDiscountedEmojiCounterTest, which is how X counts today, and UnicodeDirectionalMarkerCounterTest, and
of WeightedTweetsCounterTest, which is how it counted before, what emoji do not change.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.lengths import graphemes, has_link, weighted, with_short_links

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
POEM = (
    "故人西辞黄鹤楼，烟花三月下扬州。孤帆远影碧空尽，唯见长江天际流。朱雀桥边野草花，乌衣巷口夕阳斜。旧时王谢堂前燕，"
    "飞入寻常百姓家。朝辞白帝彩云间，千里江陵一日还。两岸猿声啼不住，轻舟已过万重山。泪湿罗巾梦不成，夜深前殿按歌声。"
    "红颜未老恩先断，斜倚薰笼坐到明。独在异乡为异客，每逢佳节倍思亲。遥知兄弟登高处，遍插茱萸少一人。"
)
SPACES = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
VISIBLE = " ‐ ‑ ‒ – — ― ‖  ‗ ‘ ’ ‚ ‛ “ ” „ ‟ ′ ″ ‴ ‵ ‶ ‷"
PUNCTUATION = "This is a tweet with general punctuation characters: "
KANA = "あいうえおかきくけこ"
OVERLONG = f"https://{'somesuperlongurl' * 249}.com/foo "

PUBLISHED = (
    # in both sections
    ("Hi http://test.co", 26),
    ("http://test.co", 23),
    (f"285 chars-{'xxxxxxxxxx-' * 25}", 285),
    (f"285 chars- http://www.twitter.com/jack {'xxxxxxxxxx-' * 24}", 299),
    (f"{'xxxxxxxxxx-' * 24} http://www.twitter.com/jack ", 289),
    ("https://www.twitter.com/aloha " * 10, 240),
    (POEM, 320),
    ("😷" * 160, 320),
    (f"the{POEM}", 323),
    (f"282 chars-{'xxxxxxxxxx-' * 24}xxxxxA\u0301x", 281),
    ("😷👾😡🔥💩", 10),
    (f"Long url with invalid domain labels and a short url: {OVERLONG * 3}https://validurl.com", 12079),
    ("randomurl" * 6 + "randomurls.com", 68),
    (f"{KANA * 12} http://{KANA * 5}あいう.com", 358),
    (f"{KANA * 12} http://{KANA * 5}あい.com", 264),
    # as X counts today
    (f"H🐱☺{FAMILY}", 7),
    ("🙋🏽👨\u200d🎤", 4),
    (f"{PUNCTUATION}{SPACES}{VISIBLE}", 110),
    (FAMILY * 140, 280),
    ("Unicode 10.0 emoji: 🤪; 🧕; 🧕🏾; 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 34),
    ("Unicode 9.0 emoji: 🤠; 💃; 💃🏾", 29),
    ("1\u20e3", 2),
    # as it counted before, and still does
    (f"{PUNCTUATION}{SPACES}\u200c\u200d{VISIBLE}", 112),
    ("A\u0301B", 2),
    ("A\ufb2c", 4),
    # marks for the direction of writing
    ("ABC\u202a\uffffABC\ufffe", 12),
    ("\u2066\u202ahttp://foobar.پاکستان/\u202c\u2069", 31),
)


# ------------------------------------------------------------------------------------------------------------------- X


@pytest.mark.parametrize(("text", "length"), PUBLISHED)
def test_a_post_is_as_long_as_x_says(text: str, length: int) -> None:
    assert weighted(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("a", 1),
        ("\r\n", 2),
        ("ગુજરાતી ક્ષ", 11),
        ("નમસ્તે", 6),
        ("سلام عليكم", 10),
        ("ქართული", 7),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),  # letters that are one syllable in NFC
        ("cafe\u0301", 4),
        ("©®", 2),
        ("©\ufe0f", 2),
        ("☺", 2),
        ("☺\ufe0f", 2),
        ("☺\ufe0e", 4),  # asked for as a letter: the wish counts as well
        ("1\ufe0f\u20e3", 2),
        ("#\u20e3*\ufe0f\u20e3", 4),
        ("1\ufe0f", 3),
        ("🇬🇧", 2),
        ("🇬🇧🇮🇳🇨🇭", 6),
        ("🇽🇽", 4),  # letters that are no flag
        ("🇬", 2),
        ("👍🏽", 2),
        ("🏽", 2),
        ("🏽🏽", 4),
        ("❤\ufe0f\u200d🔥", 2),
        ("🏳\ufe0f\u200d🌈", 2),
        ("🐱\u200d🍕", 5),  # two emoji that nobody joins: joined all the same, they count one by one
        ("🏴\U000e0067\U000e007f", 6),
        ("🧑🏻\u200d❤\ufe0f\u200d💋\u200d🧑🏿", 2),
        ("👩\u200d", 3),
        ("\u200d👩", 3),
        ("\ud800", 2),
        ("\ud83d\ude37 apart", 10),
        ("shop.org/👍", 25),
        ("👍shop.org", 25),
        ("shop.org shop.org", 47),
        ("asha@shop.org", 13),
        ("Unfinished. shop.", 17),
    ],
)
def test_edges_on_x(text: str, length: int) -> None:
    assert weighted(text) == length


def test_a_link_is_told_before_it_costs() -> None:
    assert has_link("See shop.org")
    assert has_link("See https://shop.org/a?b.")
    assert has_link("cafe\u0301.com")
    assert not has_link("Write to asha@shop.org, or see #shop.org.")
    assert not has_link("No. Nothing here...")


# -------------------------------------------------------------------------------------------------------------- Bluesky


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("", 0),
        ("abc", 3),
        ("\r\n", 1),
        ("cafe\u0301", 4),
        (FAMILY * 3, 3),
        ("👍🏽❤\ufe0f1\ufe0f\u20e3", 3),
        ("🇬🇧🇮🇳", 2),
        ("🇬🇧🇮", 2),
        ("a🇬\u0301🇧🇮", 3),
        ("🇬🇧\u200d👩", 2),
        ("ક્ષ", 1),
        ("નમસ્તે", 3),
        ("سلام", 4),
        ("\u1112\u1161\u11ab", 1),
        ("\u0600🇬🇧", 1),
        ("\ud83d\ude37", 2),
        (f"a{chr(0x0301) * 1000}", 1),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 1),
    ],
)
def test_people_see_clusters(text: str, clusters: int) -> None:
    assert graphemes(text) == clusters


# ------------------------------------------------------------------------------------------------------------- Mastodon


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        (f"{'a' * 476} http://{'b' * 30}.com/example", 500),  # this and the next: Mastodon's own tests of its validator
        (f"{'a' * 475} @alice@{'b' * 30}.com", 482),
        ("http://a.org", 23),
        ("a.org", 5),
        ("@asha", 5),
        ("@asha@shop.example hello", 11),
        ("(@asha.k-s@shop.example)", 11),
        ("@asha@shop.example.", 6),
        ("asha@shop.example", 17),
        ("/@asha@shop.example", 19),
        ("@asha@shop.example@", 19),
        ("@asha@shop.example://x", 22),
        (f"@asha@{'a' * 253}", 5),
        (f"@asha@{'a' * 254}", 260),
        ("https://a.org/@asha@shop.example", 23),
        ("@asha@દુકાન.example", 5),
        (f"{FAMILY}🇬🇧 ક્ષ", 4),
        ("cafe\u0301 http://a.org.", 29),
        ("\ud800@\udfff", 3),
    ],
)
def test_mastodon_shortens_addresses_and_names(text: str, length: int) -> None:
    assert with_short_links(text) == length


def test_a_server_says_what_an_address_counts() -> None:
    assert with_short_links("See http://a.org and https://b.org/c", each=30) == 4 + 30 + 5 + 30


# ----------------------------------------------------------------------------------------------------------- any text

PIECES = st.sampled_from(
    [*"a.@:/ é日ક્ષ\u0301\u0316\u200d\ufe0f\u20e3\ud800\udfff\n", "👨", "🇬", "🏽", "http://", ".com"]
)
TEXT = st.text(max_size=40) | st.lists(PIECES, max_size=40).map("".join)


@given(TEXT)
def test_any_text_has_lengths(text: str) -> None:
    assert 0 <= graphemes(text) <= len(text)
    assert len(unicodedata.normalize("NFC", text)) * 2 + 23 * text.count(".") >= weighted(text) >= bool(text)
    assert with_short_links(text) <= graphemes(text) + 23 * text.count("://")


@given(TEXT, TEXT)
def test_lines_are_counted_one_by_one(one: str, other: str) -> None:
    assert weighted(f"{one}\n\n{other}") == weighted(one) + 2 + weighted(f"\n{other}") - 1
    assert graphemes(f"{one} \n {other}") >= graphemes(one) + 1


@pytest.mark.parametrize(
    ("piece", "weight", "clusters"),
    [
        ("🇬🇧", 2, 1),
        ("👨\u200d", 3, 0),
        ("\u0301\u0316", 2, 0),
        ("ક્ષ", 3, 1),
        ("\ufe0f", 2, 0),
        ("a.", 2, 2),
        ("1\u20e3", 2, 1),
    ],
)
def test_a_hundred_thousand_characters_of_a_kind(piece: str, weight: int, clusters: int) -> None:
    times = 100_000 // len(piece)

    assert weighted(piece * times) == weight * times
    assert graphemes(f"\n{piece * times}") == 1 + max(clusters * times, 1)
