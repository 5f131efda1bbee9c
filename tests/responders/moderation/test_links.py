"""Links of a text for moderation: where they lead, and what hides that."""

import pytest

from responders.moderation.links import domain_of, links

OWN = ("acme.example",)


def seen(text: str) -> list[tuple[str, set[str]]]:
    return [(link.host, set(link.kinds)) for link in links(text, OWN)]


@pytest.mark.parametrize(
    ("text", "host", "kinds"),
    [
        ("see https://shop.example.org/stole now", "shop.example.org", set()),
        ("see example。com now", "example.com", {"disguised"}),
        ("hxxp://evil.com/x", "evil.com", {"disguised"}),
        ("hxxps://evil[.]com/x", "evil.com", {"disguised"}),
        ("example[.]com", "example.com", {"disguised"}),
        ("example(dot)com/path", "example.com", {"disguised"}),
        ("example dot com", "example.com", {"disguised"}),
        ("visit www . example . com", "example.com", {"disguised"}),
        ("сайт (точка) рф", "сайт.рф", {"disguised"}),
        ("exa\u200bmple.com", "example.com", {"disguised"}),
        ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com", {"disguised"}),
        ("дом.рф/акция", "дом.рф", set()),
        ("1.2.3.4:8080", "1.2.3.4", {"ip"}),
        ("http://2130706433/", "2130706433", {"ip"}),
        ("http://0x7f.0.0.1/", "0x7f.0.0.1", {"ip"}),
        ("bit.ly/3abc", "bit.ly", {"shortener"}),
        ("bit,ly/3abc", "bit.ly", {"shortener", "disguised"}),
        ("t.me/joinchat/abc", "t.me", {"invite"}),
        ("T . me / stole_shop", "t.me", {"invite", "disguised"}),
        ("discord.gg/abc", "discord.gg", {"invite"}),
        ("https://discord.com/invite/abc", "discord.com", {"invite"}),
        ("https://discord.com/channels/1", "discord.com", set()),
        ("chat.whatsapp.com/XyZ", "chat.whatsapp.com", {"invite"}),
        ("wa.me/15550100", "wa.me", {"invite"}),
        ("line.me/ti/p/x", "line.me", {"invite"}),
        ("casino.bet", "casino.bet", set()),
        ("stoles.museum/x", "stoles.museum", set()),
        ("аcme.example", "аcme.example", {"lookalike"}),
        ("acrne.example", "acrne.example", {"lookalike"}),
        ("acme.example.evil.ru", "acme.example.evil.ru", {"lookalike"}),
        ("acme-support.shop", "acme-support.shop", {"lookalike"}),
        ("https://acme.example@evil.ru/", "evil.ru", {"disguised"}),
        ("https://xn--cme-7cd.example", "xn--cme-7cd.example", {"lookalike"}),
        ("https://acme.example/help", "acme.example", set()),
        ("https://münchen.de", "münchen.de", set()),
        ("https://exam%70le%2Ecom/x", "example.com", {"disguised"}),
        ("b i n g o . c o m", "bingo.com", {"disguised"}),
        ("bingo•com", "bingo.com", {"disguised"}),
        ("bingo,com/x", "bingo.com", {"disguised"}),
        ("ʙɪɴɢᴏ.ᴄᴏᴍ/x", "bingo.com", {"disguised"}),
        ("🅑🅘🅝🅖🅞.🅒🅞🅜", "bingo.com", {"disguised"}),
        ("bingo.сom", "bingo.com", {"disguised"}),
    ],
)
def test_a_link_is_found_and_its_tricks_named(text: str, host: str, kinds: set[str]) -> None:
    assert seen(text) == [(host, kinds)]


def test_where_a_link_leads_on_is_a_link_too() -> None:
    assert seen("https://go.example.org/?u=https%3A%2F%2Fevil.com%2Fx") == [
        ("go.example.org", set()),
        ("evil.com", set()),
    ]
    assert seen("https://go.example.org/?q=a%3Db") == [("go.example.org", set())]


@pytest.mark.parametrize(
    "text",
    [
        "See you.It is open. e.g. this",
        "v1.2.3 is out, 9.30 or 1.5.2",
        "Node.js and file.py",
        "Write to noor@acme.example",
        "Connect the dots and dot the line",
        "We sell stoles, shop now. Ask us, online or here",
        "मुझे यह पसंद है। डॉट",
        "An example. Net curtains, for example",
        "casa,com piscina",
        "A B C . D E",
        "рыба.сом",
        "это Zara.То есть да",
        "στο Facebook.Το ξέρω",
    ],
)
def test_an_ordinary_text_has_none(text: str) -> None:
    assert seen(text) == []


def test_a_text_of_dots_takes_no_longer_than_another() -> None:
    for text in ("a." * 50_000, "a . " * 30_000, "t . me / " * 5_000, "[.]" * 30_000, "a(dot)" * 10_000):
        assert len(links(text)) <= 5_000


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.help.acme.example", "acme.example"),
        ("shop.acme.co.in", "acme.co.in"),
        ("acme.com", "acme.com"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("1.2.3.4", "1.2.3.4"),
    ],
)
def test_the_part_that_somebody_registered_is_told(host: str, domain: str) -> None:
    assert domain_of(host) == domain
