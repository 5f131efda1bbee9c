"""Pictures and sounds made in code: whether other programs could open them."""

import io
import struct
import wave
import zlib

import pytest

from bot.playground.attachments import HEIGHT, POTS, WIDTH, photo, voice


@pytest.mark.parametrize("name", POTS)
def test_a_photo_is_a_whole_png(name: str) -> None:
    data = photo(name).data

    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (WIDTH, HEIGHT)
    size = struct.unpack(">I", data[33:37])[0]
    assert len(zlib.decompress(data[41 : 41 + size])) == HEIGHT * (1 + 3 * WIDTH)


def test_a_crack_can_be_seen() -> None:
    assert photo("broken bowl").data != photo("bowl").data


def test_nobody_can_photograph_a_pot_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="teapot"):
        photo("teapot")


def test_a_voice_message_lasts_as_long_as_it_says() -> None:
    with wave.open(io.BytesIO(voice(2).data)) as sound:
        assert sound.getnframes() / sound.getframerate() == 2
