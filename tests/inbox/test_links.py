"""Addresses in texts, where X's published rules see them.

ALONE, NONE and PUBLISHED hold the cases about addresses of github.com/twitter/twitter-text (read 2026-11-27;
Apache-2.0, copyright Twitter, Inc. and other contributors): of conformance/extract.yml the sections urls,
urls_with_indices, urls_with_directional_markers and tco_urls_with_params, and of conformance/validate.yml
urls_without_protocol.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox import links as module
from inbox.links import MASTODON, links

ALONE = (
    "http://example.com",
    "http://ああ.com",
    "http://あ-あ.com",
    "http://google.com",
    "http://foobar.com/#",
    "http://google.com/#foo",
    "http://google.com/#search?q=iphone%20-filter%3Alinks",
    "http://twitter.com/#search?q=iphone%20-filter%3Alinks",
    "http://somedomain.com/index.php?path=/abc/def/",
    "http://www.boingboing.net/2007/02/14/katamari_damacy_phon.html",
    "http://somehost.com:3000",
    "http://xo.com/~matthew+%ff-x",
    "http://xo.com/~matthew+%ff-,.;x",
    "http://xo.com/,.;x",
    "http://en.wikipedia.org/wiki/Primer_(film)",
    "http://www.ams.org/bookstore-getitem/item=mbk-59",
    "http://✪df.ws/ejp",
    "http://chilp.it/?77e8fd",
    "http://x.com/oneletterdomain",
    "http://msdn.microsoft.com/ja-jp/library/system.net.httpwebrequest(v=VS.100).aspx",
    "https://www.youtube.com/watch?v=LOxOAuDHzaw&list=PLPoq910Q9jXhuH6pit_KwIsck9fEz_9U-",
    "http://word-and-a-number-8-ftw.domain.com/",
    "http://foo.com?#foo",
    "http://twitter.com/Русские_слова",
    "http://sub_domain-dash.twitter.com",
    "http://a.b.cd",
    "http://a_b.c-d.com",
    "http://a-b.c.com",
    "http://twitter-dash.com",
    "http://www.bestbuy.com/site/Currie+Technologies+-+Ezip+400+Scooter/9885188.p?id=1218189013070&skuId=9885188",
    "http://www.foo.com/foo/path-with-period./",
    "http://www.foo.org.za/foo/bar/688.1",
    "http://www.foo.com/bar-path/some.stm?param1=foo;param2=P1|0||P2|0",
    "http://foo.com/bar/123/foo_&_bar/",
    "http://www.cp.sc.edu/events/65",
    "http://www.andersondaradio.no.comunidades.net/",
    "ELPAÍS.com",
    (
        "http://tn.com.ar/show/00056158/la-estrella-del-certamen-el-turno-de-pamela-anderson?fb_xd_fragment#?="
        "&cb=fe17523f223b7&relation=parent.parent&transport=fragment&type=resize&height=20&ackdata"
    ),
    "http://t.co/abcdefghijklmnopqrstuvwxyz0123456789",
    "https://t.co/UqIyJAJTfo?amp=1",
    "https://t.co/UqIyJAJTfo?type=js",
    "https://t.co/UqIyJAJTfo?ssr=true",
    "https://t.co/asdfdf?a=b#123",
    "https://t.co/sadfasdf?a=b&c=d",
    "example.com",
    "www.example.com",
    "t.co",
    "foo.co.jp",
    "example.com/path/to/resource?search=foo&lang=en",
)  # each of them by itself and with words around it
NONE = (
    "text http://no-tld",
    "text http://tld-too-short.x",
    "Hello http://xn--はじめよう.com/index.html",
    "text http://domain-dash_2314352345_dfasd.foo-cow_4352.com",
    "test http://-leadingdash.twitter.com",
    "test http://leadingdash.-twitter.com",
    "test http://trailingdash-.twitter.com",
    "test http://trailingdash.twitter-.com",
    "test http://_leadingunderscore.twitter.com",
    "test http://leadingunderscore._twitter.com",
    "test http://trailingunderscore_.twitter.com",
    "test http://trailingunderscore.twitter_.com",
    "test http://-twitter.com",
    "test http://twitter-.com",
    "test http://twitter_underscore.com",
    "test http://twitter.c_o_m",
    "#test.com @test.com #http://test.com @http://test.com #t.co/abcde @t.co/abcde",
    "I really like http://t.co/abcdefghijklmnopqrstuvwxyz012345678901234",
    "$http://twitter.com $twitter.com $http://t.co/abcde $t.co/abcde $t.co $TVI.CA $RBS.CA",
    "long.test.tar.bz2 test.tar.bz2 tar.bz2",
    "john.doe.gov@mail.com",
    "john.doe.jp@mail.com",
)
PUBLISHED = (
    ("test http://example.comだよね.comtest/hogehoge", "http://example.com"),
    ("(http://twitter.com", "http://twitter.com"),
    ("text http://domain.com-that-you-should-have-put-a-space-after", "http://domain.com"),
    ("foo.com foo.net foo.org foo.edu foo.gov", "foo.com foo.net foo.org foo.edu foo.gov"),
    (
        "foo.baz foo.co.jp www.xxxxxxx.baz www.foo.co.uk wwwww.xxxxxxx foo.comm foo.somecom foo.govedu foo.jp",
        "foo.co.jp www.foo.co.uk foo.jp",
    ),
    ("t.co/abcde bit.ly/abcde", "t.co/abcde bit.ly/abcde"),
    ("http://foo.jp http://fooooo.jp", "http://foo.jp http://fooooo.jp"),
    ("Go to http://example.com/a+ or http://example.com/a-", "http://example.com/a+ http://example.com/a-"),
    ("Go to http://example.com/view/slug-url-?foo=bar", "http://example.com/view/slug-url-?foo=bar"),
    (
        "Go to https://en.m.wikipedia.org/wiki/Hatfield–McCoy_feud please",
        "https://en.m.wikipedia.org/wiki/Hatfield–McCoy_feud",
    ),
    ("@user Try http:// example.com/path", "example.com/path"),
    ("@user Try http://\u00a0example.com/path", "example.com/path"),
    (
        "これは日本語です。example.com/path/index.html中国語example.com/path한국",
        "example.com/path/index.html example.com/path",
    ),
    (
        "twitter.comこれは日本語です。example.com中国語t.co/abcde한국twitter.com example2.comテストtwitter.com/abcde",
        "twitter.com example.com t.co/abcde twitter.com example2.com twitter.com/abcde",
    ),
    (
        (
            "http://twitter.com/これは日本語です。example.com中国語http://t.co/abcde한국"
            "twitter.comテストexample2.comテストhttp://twitter.com/abcde"
        ),
        "http://twitter.com/ example.com http://t.co/abcde twitter.com example2.com http://twitter.com/abcde",
    ),
    (
        f"http://exampleこれは日本語です.com/path/index.html http://{'あ' * 257}.com/path/index.html",
        "http://exampleこれは日本語です.com/path/index.html",
    ),
    ("twitter.jp日本語it.so中国語foo.jp it.so foo.jp", "twitter.jp it.so foo.jp it.so foo.jp"),
    ("MLB.tv vine.co twitch.tv t.co", "MLB.tv vine.co twitch.tv t.co"),
    ("test http://twitter.com/.", "http://twitter.com/"),
    (f"Test a ton of periods http://example.com/path{'.' * 42}", "http://example.com/path"),
    (f"Test a ton of periods http://example.com/{',' * 42}", "http://example.com/"),
    (f"Test a ton of periods http://example.com/path/{'!' * 42}", "http://example.com/path/"),
    ("I really like http://t.co/pbY2NfTZ's website", "http://t.co/pbY2NfTZ"),
    ("Check this site out http://t.co/FNkPfmii- it's great", "http://t.co/FNkPfmii"),
    ("According to http://t.co/ulYGBYSo: the internet is cool", "http://t.co/ulYGBYSo"),
    ("example.comてすとですtwitter.みんなです", "example.com twitter.みんな"),
    (
        "http://twitter.com\nhttp://example.com\nhttp://example.com/path\nexample.com/path\nit.so\nit.so/abcde",
        "http://twitter.com http://example.com http://example.com/path example.com/path it.so it.so/abcde",
    ),
    ("皆さん見てください！ http://google.com", "http://google.com"),
    (
        (
            "http://t.co/pbY2NfTZ's http://t.co/2vYHpAc5; http://t.co/ulYGBYSo: http://t.co/8MkmHU0k+c "
            "http://t.co/TKLp64dY.x http://t.co/8t7G3ddS#a http://t.co/FNkPfmii-"
        ),
        (
            "http://t.co/pbY2NfTZ http://t.co/2vYHpAc5 http://t.co/ulYGBYSo http://t.co/8MkmHU0k "
            "http://t.co/TKLp64dY http://t.co/8t7G3ddS http://t.co/FNkPfmii"
        ),
    ),
    (
        "http://www.foo.com?referer=https://t.co/abcde http://t.co/xyzzy",
        "http://www.foo.com?referer=https://t.co/abcde http://t.co/xyzzy",
    ),
    ("http://t.co http://t.co", "http://t.co http://t.co"),
    ("test http://xn--ls8h.XN--ls8h.la/", "http://xn--ls8h.XN--ls8h.la/"),
    (
        "test http://foobar.みんな/ http://foobar.中国/ http://foobar.پاکستان/ ",
        "http://foobar.みんな/ http://foobar.中国/ http://foobar.پاکستان/",
    ),
    ("\u2066\u202atest abcdef.com پاکستان http://twitter.com/\u202c\u2069", "abcdef.com http://twitter.com/"),
    (
        (
            "This is a test \u2066\u202atwitter.com\u202c\u2069 \u2066\u202ahttp://foobar.پاکستان/\u202c\u2069 "
            "قطر فلسطين عمان"
        ),
        "twitter.com http://foobar.پاکستان/",
    ),
)


def seen(text: str, rules: module.Rules = module.X) -> list[str]:
    """The addresses as they are written."""
    return [text[start:end] for start, end in links(text, rules)]


# -------------------------------------------------------------------------------------------------- X's published cases


@pytest.mark.parametrize("address", ALONE)
def test_an_address_is_seen_by_itself_and_among_words(address: str) -> None:
    assert seen(address) == seen(f"text {address}") == seen(f"text {address} text") == [address]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(("text", "addresses"), PUBLISHED)
def test_addresses_are_seen_where_x_sees_them(text: str, addresses: str) -> None:
    assert seen(text) == addresses.split()


# ------------------------------------------------------------------------------------------------------- cases of ours


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", []),
        ("...", []),
        ("Ask me.Or don't", []),
        ("http://localhost/here and http://192.168.0.1/", []),
        ("Read https://shop.example/a_(b_(c))_d, please.", []),  # .example is no top level domain
        ("Read (https://shop.org/a_(b_(c))_d), please.", ["https://shop.org/a_(b_(c))_d"]),
        ("(see shop.org/a)", ["shop.org/a"]),
        ("shop.org/(", ["shop.org/"]),
        ("shop.org/()x", ["shop.org/"]),
        ("shop.org/a,(b)", ["shop.org/a"]),
        ("shop.org/a(b)", ["shop.org/a(b)"]),
        ("HTTPS://SHOP.ORG/A?B=C#D", ["HTTPS://SHOP.ORG/A?B=C#D"]),
        ("shop.org:8080 and shop.org:8080/a", ["shop.org", "shop.org:8080/a"]),
        ("shop.org?a=b", ["shop.org"]),
        ("write to asha@shop.org", []),
        ("_shop.org -shop.org /shop.org .shop.org", []),
        ("éshop.org", ["shop.org"]),  # the first character of a text counts as what stands before an address
        ("1shop.org", ["1shop.org"]),
        ("a_b.shop.org", ["b.shop.org"]),
        ("ahttp://shop.org", []),
        ("日http://shop.org", ["http://shop.org"]),
        ("\ud800shop.org \udfff", ["shop.org"]),
        ("shop.org\ud800", ["shop.org"]),
        ("xn--日.shop http://xn--日.shop", []),
        ("દુકાન.ભારત", []),  # a host in letters of its own is seen behind a protocol only
        ("http://દુકાન.ભારત/", ["http://દુકાન.ભારત/"]),
        ("goo.goo", ["goo.goo"]),  # retired, and X goes on to take it for one
        (f"http://a.org/{'x' * 4076}", [f"http://a.org/{'x' * 4076}"]),
        (f"http://a.org/{'x' * 4077}", []),
        (f"http://{'x' * 63}.org", [f"http://{'x' * 63}.org"]),
        (f"http://{'x' * 64}.org", []),
    ],
)
def test_edges(text: str, addresses: list[str]) -> None:
    assert seen(text) == addresses


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("shop.org and http://shop.org", ["http://shop.org"]),
        ("gemini://shop.org/a dat://shop.org ftp://shop.org", ["gemini://shop.org/a", "dat://shop.org"]),
        ("https://shop.org/ગુજરાત.", ["https://shop.org/ગુજરાત"]),
        ("https://shop.org/a,(b) c", ["https://shop.org/a,(b)"]),
        ("https://shop.org/?q=日本 c", ["https://shop.org/?q=日本"]),
        ("@https://shop.org", []),
    ],
)
def test_mastodon_sees_no_bare_hosts_and_longer_paths(text: str, addresses: list[str]) -> None:
    assert seen(text, MASTODON) == addresses


@given(
    st.lists(st.sampled_from([*"ab.-_/:@#?!()é日\ud83d\n", "http://", ".com", "xn--", "t.co/", "\u202a"]), max_size=40)
)
def test_whatever_is_written_spans_are_in_order_and_hold_a_dot(parts: list[str]) -> None:
    text = "".join(parts)
    for rules in (module.X, MASTODON):
        spans = links(text, rules)
        assert all(0 <= start < end for start, end in spans)
        assert [start for start, _ in spans] == sorted({start for start, _ in spans})
        assert all("." in text[start:end] for start, end in spans)


# ------------------------------------------------------------------------------------------------------- hostile texts


HOSTILE = (
    "a.¦é.¦é_a.¦_¦a.com.-x.¦日.com¦日.com日.-¦xn--a.¦a.みんな¦\ud83d.com¦あ¦http://¦http://a.co?!¦(!)¦?"
    "¦http://a.co/(¦a.co/(!¦a.co/(a)¦http://t.co/a! ¦http://é.com/(a(b)c)?q=1 "
)


def steps(work: Callable[[], object]) -> int:
    """How many lines of the module run."""
    count = 0

    def line(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(lambda frame, event, arg: line if frame.f_code.co_filename == module.__file__ else None)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", HOSTILE.split("¦"))
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    def work(times: int) -> int:
        text = f"http://a.co/{piece * times}.com"
        return steps(lambda: (links(text), links(text, MASTODON)))

    links("http://a.co")  # what is read once is read

    assert work(800) <= 2 * work(400) + 50
