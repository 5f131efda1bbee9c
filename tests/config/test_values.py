"""Values that people write in their own way."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from config.values import IpNetwork, PublicUrl, password, redis_url
from responders.fields import Duration


def taken(kind: object, value: object) -> object:
    """What a value of this kind becomes."""
    return TypeAdapter(kind).validate_python(value)


def refused(kind: object, value: object) -> str:
    """Why a value of this kind is refused."""
    with pytest.raises(ValidationError) as wrong:
        taken(kind, value)
    return wrong.value.errors()[0]["msg"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("20s", 20),
        ("5m", 300),
        ("2h", 7200),
        ("7d", 604800),
        ("1w", 604800),
        ("1.5 h", 5400),
        ("250ms", 0.25),
        ("0s", 0),
    ],
)
def test_a_span_of_time_is_a_number_with_a_unit(written: str, seconds: float) -> None:
    assert taken(Duration, written) == timedelta(seconds=seconds)


@pytest.mark.parametrize("written", [20, "20", "s", "-5s", "5 years", "1e9s", None, True, "99999w"])
def test_anything_else_is_no_span_of_time(written: object) -> None:
    assert "20s, 5m" in refused(Duration, written) or "ten years" in refused(Duration, written)


def test_a_span_that_is_one_already_stays() -> None:
    assert taken(Duration, timedelta(seconds=3)) == timedelta(seconds=3)


@pytest.mark.parametrize("written", ["127.0.0.1", "10.0.0.0/8", "10.1.2.3/8", "::1"])
def test_addresses_and_networks_are_taken(written: str) -> None:
    assert taken(IpNetwork, written)


def test_what_is_no_address_is_refused() -> None:
    assert "address or a network" in refused(IpNetwork, "localhost")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("", ""), ("https://inbox.example.org/", "https://inbox.example.org"), ("http://[::1]:8480", "http://[::1]:8480")],
)
def test_a_public_address_is_taken_without_its_last_slash(written: str, meant: str) -> None:
    assert taken(PublicUrl, written) == meant


@pytest.mark.parametrize("written", ["inbox.example.org", "ftp://a", "https://", "https://a/?b", "http://[::1"])
def test_what_nobody_could_reach_is_no_public_address(written: str) -> None:
    assert refused(PublicUrl, written)


@pytest.mark.parametrize(
    "url",
    [
        "embedded",
        "redis://localhost:6379/0",
        "rediss://db",
        "unix:///run/redis.sock",
        "redis+sentinel://a:26379,b:26379/main",
        "redis+cluster://a:7000,b:7000",
    ],
)
def test_every_kind_of_redis_is_taken(url: str) -> None:
    assert redis_url(url) == url


@pytest.mark.parametrize("url", ["", "localhost:6379", "http://a", "redis://", "redis://hunter2@[::1"])
def test_what_is_no_redis_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=r"embedded, redis://|not an address") as wrong:
        redis_url(url)
    assert "hunter2" not in str(wrong.value)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("redis://a:b%40c@h", {"b%40c", "b@c"}),
        ("redis://h?sentinel_password=p%40x", {"p@x"}),
        ("redis://h", set()),
        ("token", set()),
        ("http://[", set()),
    ],
)
def test_the_password_in_an_address_is_found(url: str, found: set[str]) -> None:
    assert set(password(url)) == found
