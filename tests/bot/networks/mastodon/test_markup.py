"""A post's HTML as plain text, whatever somebody's server puts into it."""

from __future__ import annotations

import pytest

from bot.networks._mastodon.markup import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one<br />two</p><p>three</p>", "one\ntwo\n\nthree"),
        ('<p>see <a href="https://a.example/x"><span class="invisible">https://</span>a.example/x</a></p>', "see https://a.example/x"),
        ("<p>1 &lt; 2 &amp; &#x1F600;</p>", "1 < 2 & 😀"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("plain", "plain"),
        ("", ""),
        ("<p>ગુજરાતી <b>લખાણ</b></p>", "ગુજરાતી લખાણ"),
        ("<p>broken <b>tag", "broken tag"),
        ("<" * 5000, "<" * 5000),
        ('<a href="https://evil.example/x">here</a>!', "here (https://evil.example/x)!"),
        ('<a href="https://evil.example/">https://bank.example</a>', "https://bank.example (https://evil.example/)"),
        ('<a href="https://a.example/?x=1&amp;y=2">a.example/?x=1…</a>', "a.example/?x=1…"),
        ('<a class="u-url mention" href="https://a.example/@asha">@<span>asha</span></a> hi', "@asha hi"),
        ('<a href="https://a.example/tags/pots">#<span>pots</span></a>', "#pots"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<a title="a > b" href=\'https://b.example\'>one</a>', "one (https://b.example)"),
        ("1 < 2 <3 and a > b", "1 < 2 <3 and a > b"),
        ("<!-- not this -->that", "that"),
    ],
)  # fmt: skip
def test_what_is_shown(html: str, text: str) -> None:
    assert text_of(html) == text


def test_no_markup_of_theirs_stays() -> None:
    assert "<script" not in text_of("<p>x</p><script>alert(1)</script>")


@pytest.mark.parametrize(
    "piece", ["<", "<p", "<!--", "<a href='", '<a b="', "<?", "<![CDATA[", "&", "<a href=x>", "</a"]
)
def test_it_takes_no_time_whatever_is_written(piece: str) -> None:
    assert isinstance(text_of(piece * 100_000), str)  # minutes, where a character is looked at again and again
