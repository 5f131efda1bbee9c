"""Adding to faq.yaml: whole or not at all, nothing else in it is touched, and many may do it at once."""

# ruff: noqa: E501 - lines of a file stand here whole

import asyncio
import difflib
import os
import stat
from contextlib import aclosing
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.supervisor import spawn
from config.additions import Added, add_entry, add_nothing, add_phrasing
from config.load import Config, load
from config.watch import watch
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Refused
from tests.config_files import BRAND, NETWORKS, OPTIONS, folder, loaded
from tests.redis_servers import until
from tests.tree import ROOT

FAQ = """\
# Our FAQ
entries:
  # about time
  - id: hours   # they ask it daily
    questions: [When are you open?]
    answer: 'From 9 to 6.'
# the end
"""


def faq(root: Path, text: str = FAQ) -> Path:
    """A folder with this faq.yaml in it; its file."""
    return folder(root, faq=text) / "faq.yaml"


def new_lines(before: str, file: Path) -> list[str]:
    """What was added; nothing may have been taken away."""
    changes = list(difflib.ndiff(before.splitlines(), file.read_text("utf-8").splitlines()))
    assert not [line for line in changes if line.startswith("- ")]
    return [line[2:] for line in changes if line.startswith("+ ")]


@pytest.mark.parametrize("where", ["config", "bot/playground/demo_files"])
async def test_our_own_files_keep_every_sign_of_theirs(tmp_path: Path, where: str) -> None:
    made = folder(tmp_path)
    copy(ROOT / where / "faq.yaml", made)
    before = (made / "faq.yaml").read_text("utf-8")

    added = await add_entry(made, "", "શું તમે રવિવારે આવો છો?", "ના, રવિવારે બંધ.", "gu", networks=NETWORKS)

    assert added == Added("entry", is_new=True)
    assert new_lines(before, made / "faq.yaml") == [
        "",
        "  - id: entry",
        "    questions:",
        "      gu:",
        "        - શું તમે રવિવારે આવો છો?",
        "    answer:",
        "      gu: ના, રવિવારે બંધ.",
    ]
    assert load(made, OPTIONS.get, NETWORKS, {}).faq.entries[-1].answer == {"gu": "ના, રવિવારે બંધ."}


async def test_remarks_quotes_and_order_stay(tmp_path: Path) -> None:
    file = faq(tmp_path)

    await add_entry(file.parent, "gifts", "Do you gift-wrap?", "Yes: for 2 €.")

    assert new_lines(FAQ, file) == [
        "",
        "  - id: gifts",
        "    questions:",
        "      - Do you gift-wrap?",
        "    answer: 'Yes: for 2 €.'",
    ]


@pytest.mark.parametrize("text", ["", "# only a remark\n", "entries:\n", "entries: []\n", "entries:\n# - id: x\n"])
async def test_the_first_entry_can_be_added(tmp_path: Path, text: str) -> None:
    file = faq(tmp_path, text)

    await add_entry(file.parent, "gifts", "Do you gift-wrap?", "Yes.")

    assert [entry.id for entry in load(file.parent, OPTIONS.get, NETWORKS, {}).faq.entries] == ["gifts"]
    assert all(line in file.read_text() for line in text.splitlines() if line.startswith("#"))


@pytest.mark.parametrize(
    "text",
    [
        "entries:\n- id: a\n  questions: b\n  answer: c\n",
        "entries:\n    - id: a\n      questions:\n          en: [b]\n      answer:\n          en: c\n",
        "entries: [{id: a, questions: b, answer: c}]\n",
    ],
)
async def test_other_ways_of_writing_lists_are_kept(tmp_path: Path, text: str) -> None:
    file = faq(tmp_path, text)

    await add_entry(file.parent, "gifts", "Gifts?", "Yes.")

    assert file.read_text().startswith(text.rstrip("]\n"))


async def test_line_ends_and_mark_of_windows_are_kept(tmp_path: Path) -> None:
    file = faq(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + FAQ.replace("\n", "\r\n").encode())

    await add_entry(file.parent, "gifts", "Gifts?", "Yes.")

    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf# Our FAQ\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")


async def test_what_would_not_load_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    file = faq(tmp_path)
    for id, question, answer, language, words in (
        ("Big Name", "Gifts?", "Yes.", "", "use small letters"),
        ("gifts", "?!", "Yes.", "", "at least one letter"),
        ("gifts", "Gifts?", "  ", "", "there is no text here"),
        ("gifts", "Gifts?", "Yes.", "english", "must be a language code"),
        ("gifts", "Gifts? " * 300_000, "Yes.", "", "too big"),
    ):
        with pytest.raises(NotAllowed, match=words):
            await add_entry(file.parent, id, question, answer, language)
    with pytest.raises(AlreadyDecided, match="in the entry hours"):
        await add_entry(file.parent, "other", "when are you open", "Always.")

    assert file.read_text() == FAQ
    assert [path.name for path in file.parent.iterdir() if "new" in path.name] == []


async def test_a_file_with_mistakes_is_not_added_to(tmp_path: Path) -> None:
    file = faq(tmp_path, "entries:\n  - id: a\n    question: b\n    answer: c\n")

    with pytest.raises(NotAllowed, match=r"config/faq.yaml:3: entries.a.question: unknown key; did you mean questions"):
        await add_entry(file.parent, "gifts", "Gifts?", "Yes.")


async def test_a_missing_file_or_folder_is_told(tmp_path: Path) -> None:
    made = faq(tmp_path).parent
    (made / "faq.yaml").unlink()

    with pytest.raises(NotAllowed, match="this file is missing"):
        await add_entry(made, "gifts", "Gifts?", "Yes.")
    with pytest.raises(NotAllowed, match="No such file"):
        await add_entry(tmp_path / "nowhere", "gifts", "Gifts?", "Yes.")


async def test_entries_for_accounts_and_networks_that_are_there_may_stay(tmp_path: Path) -> None:
    entry = "entries: [{id: a, questions: b, answer: c, accounts: ['telegram:*', 'webchat:site']}]\n"
    made = folder(tmp_path, BRAND + "accounts: [{network: webchat, name: site}]\n", faq=entry)

    await add_entry(made, "gifts", "Gifts?", "Yes.", networks=NETWORKS)


async def test_who_may_read_and_write_it_stays_the_same(tmp_path: Path) -> None:
    file = faq(tmp_path)
    file.chmod(0o640)

    await add_entry(file.parent, "gifts", "Gifts?", "Yes.")

    assert stat.S_IMODE(file.stat().st_mode) == 0o640


async def test_behind_a_link_the_file_itself_is_changed(tmp_path: Path) -> None:
    file = faq(tmp_path)
    real = tmp_path / "shared" / "faq.yaml"
    real.parent.mkdir()
    file.rename(real)
    file.symlink_to(real)

    await add_entry(file.parent, "gifts", "Gifts?", "Yes.")

    assert file.is_symlink()
    assert "gifts" in real.read_text()


async def test_many_at_once_are_all_there(tmp_path: Path) -> None:
    file = faq(tmp_path)

    await asyncio.gather(*(add_entry(file.parent, "", f"Question {n}?", f"Answer {n}.") for n in range(12)))

    entries = load(file.parent, OPTIONS.get, NETWORKS, {}).faq.entries
    assert {entry.answer[""] for entry in entries[1:]} == {f"Answer {n}." for n in range(12)}
    assert new_lines(FAQ, file)


async def test_what_somebody_saves_meanwhile_is_not_lost(tmp_path: Path) -> None:
    entries = "".join(f"  - id: a{n}\n    questions: Question {n}?\n    answer: Answer {n}.\n" for n in range(300))
    file = faq(tmp_path, f"entries:\n{entries}")

    async def add() -> None:
        await add_entry(file.parent, "gifts", "Gifts?", "Yes.")

    adding = spawn("adding", add())

    async def is_about_to_replace() -> bool:
        return any(file.parent.glob(".faq.yaml.*.new"))

    await until(is_about_to_replace)
    saved = file.with_suffix(".edited")
    saved.write_text(f"# saved meanwhile\nentries:\n{entries}")
    saved.replace(file)
    await adding

    assert file.read_text().startswith("# saved meanwhile\n")
    assert "id: gifts" in file.read_text()


async def test_a_file_in_which_something_else_would_change_is_left_to_a_person(tmp_path: Path) -> None:
    odd = "entries:\n  - id: a\n    questions: b\n    answer: 2001-12-14t21:59:43.10-05:00\n"
    file = faq(tmp_path, odd)

    with pytest.raises(NotAllowed, match="add it by hand"):
        await add_entry(file.parent, "gifts", "Gifts?", "Yes.")

    assert file.read_text() == odd


async def test_a_running_sangam_takes_it_over(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    async with aclosing(watch(config, 0.1)) as outcomes:
        await add_entry(config.folder, "gifts", "Gifts?", "Yes.")
        outcome = await asyncio.wait_for(anext(outcomes), 10)

    assert isinstance(outcome, Config)
    assert [entry.id for entry in outcome.faq.entries] == ["gifts"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = faq(tmp_path)
    file.parent.chmod(0o500)

    with pytest.raises(NotAllowed, match="cannot be written"):
        await add_entry(file.parent, "gifts", "Gifts?", "Yes.")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=40), answer=st.text(max_size=60))
async def test_any_text_is_kept_as_it_is_or_refused(tmp_path: Path, question: str, answer: str) -> None:
    file = faq(tmp_path)
    try:
        added = await add_entry(file.parent, "new", question, answer)
    except Refused:
        assert file.read_text() == FAQ
        return
    entry = load(file.parent, OPTIONS.get, NETWORKS, {}).faq.entries[-1]
    assert entry.id == added.id
    assert (
        entry.answer[""] == answer.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n").strip()
    )
    assert new_lines(FAQ, file)


SPOKEN = """\
# Our FAQ
entries:
  - id: hours   # they ask it daily
    questions:
      en: [When are you open?]
      gu:
        - તમે ક્યારે ખુલ્લા છો?

      pt-BR: Quando abrem?
    answer: {en: From 9 to 6., gu: ૯ થી ૬., pt-BR: Das 9 às 18.}

  # money
  - id: returns
    questions: Can I send it back?
    answer: Within 30 days.
# the end
"""


@pytest.mark.parametrize(
    ("entry", "question", "language", "line"),
    [
        ("hours", "What time do you open in the morning?", "", "      en: [When are you open?, What time do you open in the morning?]"),
        ("hours", "દુકાન ક્યારે ખુલે છે?", "", "        - દુકાન ક્યારે ખુલે છે?"),
        ("hours", "quando vocês abrem a loja?", "", "        - quando vocês abrem a loja?"),
        ("hours", "tame kyare khulla cho?", "", "        - tame kyare khulla cho?"),
        ("hours", "Wann offen?", "de", "        - Wann offen?"),
        ("returns", "Do you take it back?", "en", "      - Do you take it back?"),
    ],
)  # fmt: skip
async def test_a_way_to_ask_is_added_under_its_language(
    tmp_path: Path, entry: str, question: str, language: str, line: str
) -> None:
    file = faq(tmp_path, SPOKEN)

    added = await add_phrasing(file.parent, entry, f"  {question}\n", language)

    assert added == Added(entry, is_new=False)
    assert line in file.read_text("utf-8").splitlines()
    entries = {one.id: one for one in load(file.parent, OPTIONS.get, NETWORKS, {}).faq.entries}
    assert question in [text for texts in entries[entry].questions.values() for text in texts]
    assert all(
        remark in file.read_text("utf-8") for remark in ("# Our FAQ", "# they ask it daily", "# money", "# the end")
    )


async def test_a_way_to_ask_that_fits_nowhere_is_refused(tmp_path: Path) -> None:
    file = faq(tmp_path, SPOKEN)
    for entry, question, kind, words in (
        ("hour", "Open today?", NotFound, "has no entry hour; did you mean hours?"),
        ("hours", "ok?", NotAllowed, "asked in en, gu, pt-BR; say in which language"),
        ("hours", "Can I send it BACK", AlreadyDecided, "in the entry returns"),
        ("returns", "👍", NotAllowed, "at least one letter"),
    ):
        with pytest.raises(kind, match=words):
            await add_phrasing(file.parent, entry, question)

    assert file.read_text("utf-8") == SPOKEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("entries: []\n", "nothing:\n  - Do you sell shoes?\nentries: []\n"),
        ("nothing:\nentries: []\n", "nothing:\n  - Do you sell shoes?\nentries: []\n"),
        ("nothing: Socks?\n", "nothing:\n  - Socks?\n  - Do you sell shoes?\n"),
        ("# why\nnothing:\n  - Socks?  # often\n\nentries: []\n", "# why\nnothing:\n  - Socks?  # often\n  - Do you sell shoes?\n\nentries: []\n"),
        ("# only a remark\n", "# only a remark\nnothing:\n  - Do you sell shoes?\n"),
        (FAQ, "# Our FAQ\nnothing:\n  - Do you sell shoes?\n" + FAQ.removeprefix("# Our FAQ\n")),
    ],
)  # fmt: skip
async def test_a_question_without_an_entry_is_written_down(tmp_path: Path, text: str, expected: str) -> None:
    file = faq(tmp_path, text)

    await add_nothing(file.parent, "Do you sell\nshoes?")

    assert file.read_text("utf-8") == expected
    assert "Do you sell shoes?" in load(file.parent, OPTIONS.get, NETWORKS, {}).faq.nothing


async def test_a_question_cannot_have_an_entry_and_none(tmp_path: Path) -> None:
    file = faq(tmp_path, "nothing: [Do you sell shoes?]\n" + FAQ)
    before = file.read_text("utf-8")

    with pytest.raises(AlreadyDecided, match="in the entry hours"):
        await add_nothing(file.parent, "when are you open")
    with pytest.raises(AlreadyDecided, match="among those that no entry answers"):
        await add_nothing(file.parent, "do you sell shoes")
    with pytest.raises(AlreadyDecided, match="among those that no entry answers"):
        await add_entry(file.parent, "shoes", "Do you sell shoes?", "No.")
    with pytest.raises(AlreadyDecided, match="among those that no entry answers"):
        await add_phrasing(file.parent, "hours", "Do you sell shoes?")

    assert file.read_text("utf-8") == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=40), language=st.sampled_from(["", "en", "de"]))
async def test_any_question_is_kept_as_it_is_or_refused(tmp_path: Path, question: str, language: str) -> None:
    file = faq(tmp_path, SPOKEN)
    try:
        await add_phrasing(file.parent, "hours", question, language)
        await add_nothing(file.parent, f"no {question}")
    except Refused:
        return
    kept = load(file.parent, OPTIONS.get, NETWORKS, {}).faq
    plain = " ".join(question.encode("utf-8", "ignore").decode().split())
    assert plain in [text for texts in kept.entries[0].questions.values() for text in texts]
    assert kept.nothing == (f"no {plain}",)
