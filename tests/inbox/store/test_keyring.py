"""The keys of the vault: the file that we make, the ring that an operator gives, and who may change them when."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from inbox.errors import SetupError
from inbox.sealing import Key
from inbox.store.keyring import FILE, LOCK, Keyring

OLD, NEW = Key(b"o" * 32), Key(b"n" * 32)


async def test_a_key_is_made_on_first_use_and_stays(data: Path) -> None:
    ring = Keyring(data)
    assert ring.read().keys == ()
    assert not data.exists()

    await asyncio.gather(*(Keyring(data).made() for _ in range(20)))
    (key,) = ring.read().keys
    await ring.made()

    assert ring.read().keys == (key,)
    assert (data / FILE).stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in data.iterdir() if path.name not in (FILE, LOCK)] == []


async def test_a_ring_of_the_operator_is_taken_as_it_is_and_nothing_is_written(data: Path) -> None:
    ring = Keyring(data, f"{NEW.text}\n{OLD.text}")
    await ring.made()
    async with ring.locked(alone=True):
        assert ring.read().keys == (NEW, OLD)

    assert not ring.is_ours
    assert not data.exists()
    assert NEW.text not in repr(ring)


def test_a_ring_of_the_operator_that_is_none_names_where_it_stands(data: Path) -> None:
    with pytest.raises(SetupError, match="the key that `tokens` in bot.yaml names is no key"):
        Keyring(data, "hunter2").read()


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe", "is no list of keys"), (b"hunter2", "is no key")])
def test_a_file_that_is_no_list_of_keys_is_named(data: Path, content: bytes, words: str) -> None:
    data.mkdir()
    (data / FILE).write_bytes(content)
    with pytest.raises(SetupError, match=words) as raised:
        Keyring(data).read()
    assert str(data / FILE) in str(raised.value)


def test_a_file_that_cannot_be_read_is_named(data: Path) -> None:
    (data / FILE).mkdir(parents=True)
    with pytest.raises(SetupError, match="cannot be read"):
        Keyring(data).read()


async def test_a_data_folder_that_is_none_is_named(data: Path) -> None:
    data.write_text("")
    with pytest.raises(SetupError, match="is not a folder"):
        await Keyring(data).made()


async def test_keys_change_only_when_nobody_seals(data: Path) -> None:
    ring, order = Keyring(data), list[str]()

    async def change() -> None:
        async with Keyring(data).locked(alone=True):
            order.append("changed")

    async with asyncio.TaskGroup() as group, ring.locked(), Keyring(data).locked():
        group.create_task(change())
        await asyncio.sleep(0.1)
        order.append("sealed")
    assert order == ["sealed", "changed"]


async def test_who_waits_too_long_for_the_keys_is_told(data: Path) -> None:
    async with Keyring(data).locked(alone=True):
        with pytest.raises(SetupError, match="Another program changes the keys"):
            async with Keyring(data).locked(patience=0.05):
                raise AssertionError("sealed meanwhile")


def test_what_a_killed_program_left_half_written_goes_with_the_next_change(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Kill(BaseException):
        """As if the process ended here."""

    def killed(descriptor: int) -> None:
        raise Kill

    data.mkdir()
    (data / f"{FILE}.before").write_text(OLD.text)  # a copy that the operator made
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", killed)
        with pytest.raises(Kill):
            Keyring(data).write([OLD])
    Keyring(data).write([NEW])

    assert {path.name for path in data.iterdir()} == {FILE, f"{FILE}.before"}


def test_a_file_that_cannot_be_replaced_is_told_and_leaves_nothing_half(data: Path) -> None:
    (data / FILE / "inside").mkdir(parents=True)
    with pytest.raises(SetupError, match="The data folder .* cannot be used"):
        Keyring(data).write([NEW])

    assert [path.name for path in data.iterdir()] == [FILE]
