"""brand.yaml: every mistake with its line, and the lines that should be read again."""

# ruff: noqa: E501 - the lines that people read stand here whole

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from config.brand import stale
from config.load import Config
from responders.brain import BrandFile, lines_of
from tests.config_files import folder, loaded, problems

TODAY = date(2026, 11, 27)


def brand(root: Path, text: str | bytes) -> Path:
    """A folder with this brand.yaml."""
    made = folder(root)
    (made / "brand.yaml").write_bytes(dedent(text).encode() if isinstance(text, str) else text)
    return made


def read(root: Path, text: str) -> Config:
    """What is said with this brand.yaml."""
    brand(root, text)
    return loaded(root)


def wrong(root: Path, text: str | bytes) -> list[str]:
    """What is wrong with this brand.yaml."""
    brand(root, text)
    return problems(root)


@pytest.mark.parametrize("text", ["", "# only remarks\n", "mission:\nvalues:\n"])
def test_the_file_may_be_empty_or_missing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).brain == BrandFile()
    (tmp_path / "config" / "brand.yaml").unlink()
    assert loaded(tmp_path).brain == BrandFile()


def test_what_it_says_is_read(tmp_path: Path) -> None:
    config = read(tmp_path, "owner: olga\nreview: 2027-06-01\nmission: Cloth that lasts.\n")

    assert [(line.text, line.owner, line.review) for line in lines_of(config.brain)] == [
        ("Cloth that lasts.", "olga", date(2027, 6, 1))
    ]
    assert "brand.yaml" in config.files


def test_every_mistake_is_told_at_once_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    text = """\
    ownr: olga
    mision: Cloth that lasts.
    review: soon
    values:
      - id: repair
        text: We repair.
      - id: repair
        text: We answer.
      - txt: We listen.
      - 2009
    products:
      - {name: Stole, prise: 5, link: acme}
    hours: {zone: Asia/Kolkta, weekly: {mon: 9-18}}
    voice:
      networks: {telegrm: Short.}
    contacts: {name: Noor, id: hours}
    """

    assert wrong(tmp_path, text) == [
        "config/brand.yaml:1: ownr: unknown key; did you mean owner?",
        "config/brand.yaml:2: mision: unknown key; did you mean mission?",
        "config/brand.yaml:3: review: must be a day such as 2027-03-31: year, month, day",
        "config/brand.yaml:7: values.repair.id: repair is already on line 5",
        "config/brand.yaml:9: values.3.text: this key is missing",
        "config/brand.yaml:9: values.3.txt: unknown key; did you mean text?",
        "config/brand.yaml:10: values.4: must be text; put it in quotes",
        "config/brand.yaml:12: products.Stole.link: must be the address of a page, such as https://shop.example.org/stole",
        "config/brand.yaml:12: products.Stole.prise: unknown key; did you mean price?",
        "config/brand.yaml:13: hours.weekly.mon: must be closed, or hours such as 9:00-18:00",
        "config/brand.yaml:13: hours.zone: no such time zone; did you mean Asia/Kolkata?",
        "config/brand.yaml:15: voice.networks.telegrm: no such network; did you mean telegram?",
        "config/brand.yaml:16: contacts.id: hours is what the opening hours are cited by; choose another id",
    ]


def test_a_line_that_stands_twice_is_told(tmp_path: Path) -> None:
    text = "values:\n  - We repair.\n  - we  repair\nclaims: We repair.\n"

    assert wrong(tmp_path, text) == [
        "config/brand.yaml:3: values.2: the same stands on line 2 already; leave one of them out"
    ]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"mission: caf\xe9\n", "config/brand.yaml:1: this file is not UTF-8; save it again as UTF-8"),
        (b"values:\n" + b"- a\n" * 200_000, "config/brand.yaml:1: this file is too big: 800008 of 262144 bytes"),
        (b"values: " + b"[" * 5000, "config/brand.yaml:1: brackets or lists are nested too deeply"),
        (b"mission: &a [*a]\n", "config/brand.yaml:1: mission.0: anchors and aliases"),
        (b"- a\n- b\n", "config/brand.yaml:1: must be keys with values"),
        (b"\x00\x01\x02", "config/brand.yaml:1: an invisible character"),
    ],
)
def test_garbage_is_told(tmp_path: Path, raw: bytes, words: str) -> None:
    assert any(line.startswith(words) for line in wrong(tmp_path, raw))


def test_lines_that_are_overdue_or_nobodys_are_named_with_their_place(tmp_path: Path) -> None:
    text = """\
    review: 2027-01-01
    mission: Cloth that lasts.
    values:
      owner: noor
      lines:
        - We repair.
        - {text: We answer., review: 2026-11-26}
        - {text: We listen., review: 2026-11-27}
    hours: {zone: Asia/Kolkata, owner: olga, review: 2020-01-01, weekly: {mon: 9:00-18:00}}
    """
    config = read(tmp_path, text)

    assert [str(problem) for problem in stale(config.folder, config.brain, TODAY)] == [
        "config/brand.yaml:2: mission: nobody answers for this line; write an owner on it, on its section, or once at the top of the file",
        "config/brand.yaml:7: values: should have been read again by 2026-11-26; see whether it still holds, then write a later review",
        "config/brand.yaml:9: hours: should have been read again by 2020-01-01; see whether it still holds, then write a later review",
    ]


def test_nothing_is_stale_where_nothing_stands(tmp_path: Path) -> None:
    assert stale(tmp_path, BrandFile(), TODAY) == []


def test_documents_may_stand_beside_our_data(tmp_path: Path) -> None:
    for bot in ("data: .\n", "knowledge: data/knowledge\n", "knowledge: config/knowledge\n"):
        assert loaded(tmp_path, "brand: {id: acme, name: Acme}\n" + bot).documents == ()


@pytest.mark.parametrize("knowledge", [".", "..", "/", "config", "./config/", "data", "data/media"])
def test_our_own_files_are_no_documents(tmp_path: Path, knowledge: str) -> None:
    assert problems(tmp_path, f"brand: {{id: acme, name: Acme}}\nknowledge: {knowledge}\n") == [
        "config/bot.yaml:2: knowledge: must be a folder of its own that holds nothing but documents"
    ]
