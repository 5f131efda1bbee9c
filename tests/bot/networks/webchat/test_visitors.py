"""Who a visitor is, where the chat may stand, and what an operator may set."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.networks._webchat_options import WebChatOptions
from bot.networks._webchat_visitors import Buckets, address_of, may_show
from inbox.incoming import NewMessage
from tests.webchat_server import BHAVIN_TOKEN, ChatServer

SECRET = "a secret of the shop's own"
signed_chat = pytest.mark.parametrize("options", [{"identity_secret": SECRET}])


def signature(visitor: str, secret: str = SECRET) -> str:
    """What the site's server writes beside the visitor's id."""
    return hmac.new(secret.encode(), visitor.encode(), hashlib.sha256).hexdigest()


def wrote(text: str) -> dict[str, str]:
    """A new message."""
    return {"type": "message", "client_id": uuid.uuid4().hex, "text": text}


@signed_chat
async def test_a_signed_visitor_is_the_same_on_every_device(chat: ChatServer) -> None:
    headers = {"X-Visitor": "customer%2042", "X-Visitor-Signature": signature("customer 42")}
    await chat.post(wrote("From my phone"), **headers)
    await chat.post(wrote("From my laptop"), BHAVIN_TOKEN, **headers)
    phone, laptop = chat.heard.incoming
    assert isinstance(phone, NewMessage)
    assert isinstance(laptop, NewMessage)
    assert phone.thread == laptop.thread
    assert phone.author is not None
    assert phone.author.username == "customer 42"


@signed_chat
@pytest.mark.parametrize(
    "forged", ["", "0" * 64, signature("customer 43"), signature("customer 42", "guessed secret, long")]
)
async def test_a_forged_identity_is_refused_and_said_to_be(chat: ChatServer, forged: str) -> None:
    status, answer = await chat.post(wrote("Hello"), **{"X-Visitor": "customer%2042", "X-Visitor-Signature": forged})
    assert (status, answer["error"]) == (403, "identity")
    assert "signature" in answer["words"]
    assert chat.heard.incoming == []


async def test_an_identity_that_nobody_can_check_is_refused(chat: ChatServer) -> None:
    status, answer = await chat.post(wrote("Hello"), **{"X-Visitor": "42", "X-Visitor-Signature": signature("42")})
    assert (status, answer["error"]) == (403, "identity")
    assert "identity_secret" in answer["words"]


@signed_chat
async def test_a_forged_identity_may_not_listen_either(chat: ChatServer) -> None:
    headers = {"Authorization": f"Bearer {'a5' * 32}", "X-Visitor": "42", "X-Visitor-Signature": "0"}
    async with chat.http.get(f"{chat.url}/lines", headers=headers) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("options", [{"origins": ["https://shop.example"]}])
async def test_the_window_is_framed_by_the_allowed_sites_only(chat: ChatServer) -> None:
    async with chat.http.get(f"{chat.url}/window?origin=https://shop.example") as answer:
        assert "frame-ancestors 'self' https://shop.example" in answer.headers["Content-Security-Policy"]
    async with chat.http.get(f"{chat.url}/window?origin=https://evil.example") as answer:
        assert answer.status == 403
        assert "https://evil.example" in await answer.text()
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("origins", "origin", "may"),
    [
        ((), "http://localhost:3000", True),
        ((), "http://127.0.0.1:8000", True),
        ((), "https://chat.example", True),
        ((), "https://shop.example", False),
        ((), "https://localhost.evil.example", False),
        (("https://shop.example",), "https://shop.example", True),
        (("https://shop.example",), "https://chat.example", True),
        (("https://shop.example",), "http://shop.example", False),
        (("https://shop.example",), "https://shop.example.evil", False),
        (("https://shop.example",), "http://localhost:3000", False),
        ((), "null", False),
        ((), "http://", False),
        ((), "javascript:alert(1)", False),
    ],
)
def test_only_exact_origins_are_allowed(origins: tuple[str, ...], origin: str, may: bool) -> None:
    options = WebChatOptions(origins=origins)
    assert may_show(options, "https://chat.example", "127.0.0.1:9", origin) is may


async def test_the_pages_are_served_under_a_strict_policy(chat: ChatServer) -> None:
    for path in ("window", "demo"):
        async with chat.http.get(f"{chat.url}/{path}") as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert answer.status == 200
            assert "unsafe" not in policy
            assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy


@pytest.mark.parametrize("options", [{"title": '</script><b>"Shop"', "color": "#aa0000"}])
async def test_settings_cannot_break_out_of_the_pages(chat: ChatServer) -> None:
    async with chat.http.get(f"{chat.url}/window") as answer:
        assert "<b>" not in await answer.text()
    async with chat.http.get(f"{chat.url}/chat.js") as answer:
        assert '{"color": "#aa0000", "title": "</script><b>\\"Shop\\""' in await answer.text()


async def test_static_files_are_only_those_of_the_folder_and_are_cached(chat: ChatServer) -> None:
    async with chat.http.get(f"{chat.url}/static/window.js") as answer:
        tag = answer.headers["ETag"]
        assert answer.content_type == "text/javascript"
    async with chat.http.get(f"{chat.url}/static/window.js", headers={"If-None-Match": tag}) as answer:
        assert answer.status == 304
    for name in ("nothing.js", "..%2Fwebchat.py", "%2e%2e%2fwebchat.py"):
        async with chat.http.get(f"{chat.url}/static/{name}") as answer:
            assert answer.status == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("origins", ["shop.example"], "scheme and host"),
        ("origins", ["https://shop.example/path"], "has a path"),
        ("origins", ["https://*.example; script-src *"], "no origin"),
        ("color", "red", "pattern"),
        ("color", "#0f766e; } body {", "pattern"),
        ("timezone", "Asia/Surat", "IANA"),
        ("timezone", "../../etc/passwd", "IANA"),
        ("hours", [{"days": "someday", "opens": "09:00", "closes": "18:00"}], "no day"),
        ("identity_secret", "short", "at least 16"),
        ("colour", "#0f766e", "Extra"),
    ],
)
def test_wrong_options_are_refused_with_the_remedy(field: str, value: object, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        WebChatOptions.model_validate({field: value})


@pytest.mark.parametrize(
    ("days", "opens", "closes", "moment", "there"),
    [
        ("mon-fri", "09:00", "18:00", "2026-11-23T04:00", True),  # a Monday, 09:30 in Kolkata
        ("mon-fri", "09:00", "18:00", "2026-11-23T03:29", False),
        ("mon-fri", "09:00", "18:00", "2026-11-23T12:30", False),
        ("mon-fri", "09:00", "18:00", "2026-11-22T06:00", False),
        ("sat", "20:00", "02:00", "2026-11-21T20:00", True),  # Sunday, 01:30 in Kolkata: still Saturday's evening
        ("sat", "20:00", "02:00", "2026-11-21T20:31", False),
        ("sun", "00:00", "24:00", "2026-11-22T18:29", True),
        ("sun", "00:00", "24:00", "2026-11-22T18:30", False),
        ("fri-mon", "09:00", "18:00", "2026-11-22T06:00", True),
        ("mon,wed", "09:00", "18:00", "2026-11-24T06:00", False),
    ],
)
def test_hours_are_those_of_the_zone(days: str, opens: str, closes: str, moment: str, there: bool) -> None:
    hours = [{"days": days, "opens": opens, "closes": closes}]
    options = WebChatOptions.model_validate({"hours": hours, "timezone": "Asia/Kolkata"})
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000
    assert options.open_at(int(at)) is there


def test_a_bucket_refills_and_forgets_the_oldest_names() -> None:
    now = [0.0]
    buckets = Buckets(2, 60, lambda: now[0])
    assert [buckets.wait("a"), buckets.wait("a"), buckets.wait("a")] == [0, 0, 30]
    now[0] = 30
    assert buckets.wait("a") == 0
    for n in range(20_001):
        buckets.wait(str(n))
    assert len(buckets._left) == 20_000


def test_addresses_of_one_ipv6_network_are_one() -> None:
    assert address_of("2001:db8:1:2:aaaa::1") == address_of("2001:db8:1:2:bbbb::9") == "2001:db8:1:2::"
    assert address_of("192.0.2.1") == "192.0.2.1"
    assert address_of(None) == ""
