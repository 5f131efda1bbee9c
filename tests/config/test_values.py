"""Values that people write in their own way."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from config.values import (
    Duration,
    DurationOrForever,
    IpNetwork,
    OfficeHours,
    PublicUrl,
    Zone,
    is_open,
    password,
    redis_url,
)


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


def test_things_may_be_kept_for_ever() -> None:
    assert taken(DurationOrForever, "forever") is None
    assert taken(DurationOrForever, "7d") == timedelta(days=7)


def test_a_time_zone_that_does_not_exist_is_refused_with_the_nearest() -> None:
    assert taken(Zone, "Asia/Kolkata") == "Asia/Kolkata"
    assert "did you mean Asia/Kolkata?" in refused(Zone, "Asia/Kolkatta")


@pytest.mark.parametrize("name", ["", "Mars", "../etc/passwd", "/etc/localtime", "Asia", "x\x00"])
def test_what_is_no_time_zone_at_all_is_refused(name: str) -> None:
    assert "no such time zone" in refused(Zone, name)


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


WEEK = {"mon-fri": "09:00-13:00, 14:00-18:00", "sat": "22:00-02:00", "sun": "closed"}


@pytest.mark.parametrize(
    ("moment", "somebody"),
    [
        ("2026-11-23 09:00", True),  # a Monday
        ("2026-11-23 08:59", False),
        ("2026-11-23 13:30", False),
        ("2026-11-27 17:59", True),
        ("2026-11-27 18:00", False),
        ("2026-11-28 23:00", True),
        ("2026-11-29 01:59", True),  # Saturday's night
        ("2026-11-29 02:00", False),
        ("2026-11-29 12:00", False),
    ],
)
def test_somebody_is_in_during_the_hours(moment: str, *, somebody: bool) -> None:
    hours: OfficeHours = TypeAdapter(OfficeHours).validate_python(WEEK)
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000

    assert is_open(hours, "UTC", int(at)) is somebody


def test_hours_are_by_the_clock_on_the_wall() -> None:
    hours: OfficeHours = TypeAdapter(OfficeHours).validate_python({"mon-sun": "09:00-24:00"})
    at = datetime(2026, 11, 23, 3, 31, tzinfo=UTC).timestamp() * 1000

    assert is_open(hours, "Asia/Kolkata", int(at))
    assert not is_open(hours, "UTC", int(at))


def test_without_hours_somebody_is_always_in() -> None:
    assert is_open(None, "UTC", 0)


def test_days_may_run_over_the_weekend() -> None:
    assert taken(OfficeHours, {"Sat-mon": "9:00-10:00"}) == {(5, 6, 0): ((540, 600),)}


@pytest.mark.parametrize(
    "written",
    [
        {"monday": "9:00-10:00"},
        {"mon-xyz": "closed"},
        {5: "closed"},
        {"mon": "9-10"},
        {"mon": ""},
        {"mon": 9},
        {"mon": "9:00"},
    ],
)
def test_hours_that_cannot_be_read_are_refused(written: dict[object, object]) -> None:
    assert refused(OfficeHours, written)
