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
    ],
)  # fmt: skip
def test_what_is_shown(html: str, text: str) -> None:
    assert text_of(html) == text


def test_no_markup_of_theirs_stays() -> None:
    assert "<script" not in text_of("<p>x</p><script>alert(1)</script>")
