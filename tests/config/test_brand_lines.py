"""Writing into brand.yaml: whole or not at all, and nothing else in it is touched."""

import asyncio
import difflib
from datetime import date
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.brand_lines import add_line, set_line
from config.load import Config
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Refused
from responders.brain import lines_of
from responders.brain.lines import SECTIONS
from tests.config_files import NETWORKS, folder, loaded
from tests.tree import ROOT

FILE = """\
# Our brand
owner: olga
review: 2027-06-01
mission: Cloth that lasts.  # in one line
values:
  - We repair.
  # about answers
  - {id: answers, text: We answer., owner: noor}
products:
  - name: Stole
    price: ₹ 1,850
"""


def brand(root: Path, text: str = FILE) -> Path:
    """A folder with this brand.yaml in it; its file."""
    file = folder(root) / "brand.yaml"
    file.write_text(text, "utf-8")
    return file


def changes(before: str, file: Path) -> list[str]:
    """The lines that went and that came."""
    lines = difflib.ndiff(before.splitlines(), file.read_text("utf-8").splitlines())
    return [line for line in lines if line[:2] in {"- ", "+ "}]


async def test_a_line_is_added_with_its_owner_and_review(tmp_path: Path) -> None:
    file = brand(tmp_path)

    line = await add_line(tmp_path / "config", "values", " We  listen. ", "meera", date(2027, 1, 1))

    assert (line.section, line.text, line.owner, line.review) == ("values", "We listen.", "meera", date(2027, 1, 1))
    assert line in lines_of(loaded(tmp_path).brain)
    assert changes(FILE, file) == ["+   - text: We listen.", "+     owner: meera", "+     review: 2027-01-01"]


@pytest.mark.parametrize("section", [name for name in SECTIONS if name != "hours"])
async def test_every_section_takes_a_line_even_where_there_is_no_file(tmp_path: Path, section: str) -> None:
    folder(tmp_path)

    for text in ("One: “a”, #b", "ગુજરાતી"):
        line = await add_line(tmp_path / "config", section, text)
        assert (line.section, line.text) == (section, text)

    assert len(lines_of(loaded(tmp_path).brain)) == 2


async def test_our_own_example_takes_every_line_and_keeps_every_sign(tmp_path: Path) -> None:
    made = folder(tmp_path)
    copy(ROOT / "config" / "brand.yaml", made)
    before = (made / "brand.yaml").read_text("utf-8")

    await add_line(made, "red_lines", "Never about politics.")

    assert [line for line in changes(before, made / "brand.yaml") if line.startswith("- ")] == []


async def test_owner_review_and_text_can_be_changed(tmp_path: Path) -> None:
    file = brand(tmp_path)
    made = tmp_path / "config"

    await set_line(made, "answers", review=date(2028, 1, 1))
    (mission, *_) = lines_of(loaded(tmp_path).brain)
    line = await set_line(made, mission.id, text="Cloth for life.", owner="noor")

    assert (line.text, line.owner, line.review) == ("Cloth for life.", "noor", date(2027, 6, 1))
    assert changes(FILE, file) == [
        "- mission: Cloth that lasts.  # in one line",
        "+ mission: {text: Cloth for life., owner: noor}  # in one line",
        "-   - {id: answers, text: We answer., owner: noor}",
        "+   - {id: answers, text: We answer., owner: noor, review: 2028-01-01}",
    ]


async def test_a_product_keeps_its_other_keys(tmp_path: Path) -> None:
    brand(tmp_path)
    stole = lines_of(loaded(tmp_path).brain)[-1]

    line = await set_line(tmp_path / "config", stole.id, text="Silk stole")

    assert line.text == "Silk stole\nPrice: ₹ 1,850"


@pytest.mark.parametrize(
    ("section", "text", "error", "words"),
    [
        ("valus", "x", NotFound, "did you mean values"),
        ("hours", "x", NotFound, "no section hours"),
        ("values", " \u200b ", NotAllowed, "no text"),
        ("values", "We repair.", AlreadyDecided, "has this line already"),
        ("values", "we REPAIR", Refused, "the same stands on line"),
    ],
)
async def test_what_cannot_be_added_is_refused_in_words(
    tmp_path: Path, section: str, text: str, error: type[Refused], words: str
) -> None:
    file = brand(tmp_path)

    with pytest.raises(error, match=words):
        await add_line(tmp_path / "config", section, text)

    assert file.read_text("utf-8") == FILE


async def test_what_is_refused_makes_no_file(tmp_path: Path) -> None:
    made = folder(tmp_path)

    with pytest.raises(NotFound):
        await set_line(made, "nobody", text="x")
    with pytest.raises(NotAllowed, match="cannot be written"):
        await add_line(tmp_path / "nowhere", "values", "x")

    assert not (made / "brand.yaml").exists()


async def test_an_unknown_line_and_a_file_with_mistakes_are_refused(tmp_path: Path) -> None:
    brand(tmp_path)
    with pytest.raises(NotFound, match="no line nobody"):
        await set_line(tmp_path / "config", "nobody", text="x")

    brand(tmp_path, "valus: x\n")
    with pytest.raises(NotAllowed, match=r"brand.yaml:1: valus: unknown key"):
        await add_line(tmp_path / "config", "values", "x")


async def test_many_may_write_at_once(tmp_path: Path) -> None:
    brand(tmp_path)

    await asyncio.gather(*(add_line(tmp_path / "config", "claims", f"Claim {number}.") for number in range(8)))

    assert len([line for line in lines_of(loaded(tmp_path).brain) if line.section == "claims"]) == 8


async def test_windows_line_ends_and_the_mark_of_utf_8_stay(tmp_path: Path) -> None:
    file = brand(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())

    await add_line(tmp_path / "config", "values", "We listen.", networks=NETWORKS)

    assert file.read_bytes().startswith(b"\xef\xbb\xbf# Our brand\r\n")
    assert b"  - We listen.\r\n" in file.read_bytes()


@given(st.text(max_size=60), st.sampled_from(["values", "products", "claims"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_written_as_it_is_read_or_refused(tmp_path: Path, text: str, section: str) -> None:
    file = brand(tmp_path)
    try:
        line = asyncio.run(add_line(tmp_path / "config", section, text))
    except Refused:
        assert file.read_text("utf-8") == FILE
        return
    config: Config = loaded(tmp_path)
    assert line in lines_of(config.brain)
    assert " ".join(text.split()) == line.text or not text.isprintable()
