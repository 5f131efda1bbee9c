"""Sealing: what opens a sealed text, what does not, and what is said then."""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.errors import SetupError
from inbox.sealing import Key, Record, Ring, UnknownKey, key_id, new_key, ring_of, seal, text_of, unseal
from tests.tree import ROOT

OLD, NEW = Key(b"o" * 32), Key(b"n" * 32)
RECORD: Record = ("acme", "facebook:main", "token")
RING = Ring((NEW, OLD), "data/vault.key")


@given(st.text())
def test_what_is_sealed_opens_again_and_shows_nothing_of_itself(text: str) -> None:
    sealed = seal(RING, text, RECORD)

    assert unseal(RING, sealed, RECORD) == text
    assert len(text) < 4 or text not in sealed


def test_the_same_text_is_never_sealed_to_the_same() -> None:
    assert len({seal(RING, "EAAB", RECORD) for _ in range(200)}) == 200


def test_the_first_key_seals_and_every_key_opens() -> None:
    old = seal(Ring((OLD,), "there"), "EAAB", RECORD)

    assert unseal(RING, old, RECORD) == "EAAB"
    assert (key_id(old), key_id(seal(RING, "EAAB", RECORD))) == (OLD.id, NEW.id)


@pytest.mark.parametrize(
    "other",
    [
        ("other", "facebook:main", "token"),
        ("acme", "facebook:second", "token"),
        ("acme", "facebook:main", "other"),
        ("acme", "facebook", "main/token"),
        ('acme", "facebook:main', "", "token"),
    ],
)
def test_moved_to_another_record_it_stays_shut(other: Record) -> None:
    sealed = seal(RING, "EAAB", RECORD)
    with pytest.raises(SetupError, match="belongs to another brand or account"):
        unseal(RING, sealed, other)


def test_every_changed_byte_is_noticed() -> None:
    mark, id, shut = seal(RING, "EAAB", RECORD).split(":")
    raw = base64.urlsafe_b64decode(shut)
    for at in range(len(raw)):
        changed = base64.urlsafe_b64encode(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]).decode()
        with pytest.raises(SetupError, match="it was changed"):
            unseal(RING, f"{mark}:{id}:{changed}", RECORD)


@pytest.mark.parametrize("rest", ["", "!", "AAAA", "AAAA" * 4, "äöü", "A" * 7])
def test_what_is_cut_short_or_no_base64_is_noticed(rest: str) -> None:
    with pytest.raises(SetupError, match="it was changed"):
        unseal(RING, f"sealed1:{NEW.id}:{rest}", RECORD)


@pytest.mark.parametrize("sealed", ["", "EAAB", "sealed2:aa:bb", "sealed1:", "sealed1:00000000:AAAA"])
def test_another_key_is_named_with_what_to_do(sealed: str) -> None:
    with pytest.raises(UnknownKey, match=f"data/vault.key has {NEW.id}, {OLD.id}. Put that key back, or connect"):
        unseal(RING, sealed, RECORD)


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(SetupError, match="no key in there"):
        seal(Ring((), "there"), "EAAB", RECORD)


def test_a_ring_is_one_key_a_line_the_newest_first() -> None:
    urlsafe = base64.urlsafe_b64encode(bytes(range(224, 256))).decode()
    ring = ring_of(f"# since May\n{NEW.text}\n\n {OLD.text} {urlsafe}\n{OLD.text}\n", "there")

    assert [key.bits for key in ring.keys] == [NEW.bits, OLD.bits, bytes(range(224, 256))]
    assert ring_of(text_of(ring.keys), "there") == ring
    assert ring_of("", "there").keys == ()


@pytest.mark.parametrize("line", ["secret", "AAAA", "====", "ä" * 44, base64.b64encode(b"x" * 31).decode(), "0" * 64])
def test_a_line_that_is_no_key_says_what_a_key_is(line: str) -> None:
    with pytest.raises(SetupError, match="A line of data/vault.key is no key.*openssl rand -base64 32") as raised:
        ring_of(f"{NEW.text}\n{line}\n", "data/vault.key")
    assert line not in str(raised.value)


def test_a_key_does_not_show_itself_and_no_two_are_the_same() -> None:
    keys = [new_key() for _ in range(50)]

    assert len({key.bits for key in keys}) == len({key.id for key in keys}) == 50
    assert keys[0].text not in repr(RING) + repr(keys[0])
    assert repr(OLD.bits) not in repr(RING)


def test_the_library_is_loaded_only_when_something_is_sealed() -> None:
    code = "import sys; import run; import inbox.store; print('cryptography.hazmat' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
