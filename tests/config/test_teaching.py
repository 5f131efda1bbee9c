"""Writing what was learned into the FAQ."""

from pathlib import Path

from config.load import reload
from config.teaching import teach
from tests.config_files import loaded

FAQ = "entries:\n  - id: hours\n    questions: [When are you open?]\n    answer: From 9.\n"


async def test_each_lesson_stands_in_the_file_afterwards(tmp_path: Path) -> None:
    config = loaded(tmp_path, faq=FAQ)
    writes = teach(config)

    await writes.phrasing("hours", "When do you close?", "")
    added = await writes.entry("", "Do you ship?", "Yes, everywhere.", "")
    await writes.nothing("Do you sell cars?")

    faq = reload(config).faq
    assert {entry.id: entry.answer for entry in faq.entries} == {
        "hours": {"": "From 9."},
        added.id: {"": "Yes, everywhere."},
    }
    assert faq.entries[0].questions == {"": ("When are you open?", "When do you close?")}
    assert "Do you sell cars?" in str(faq.nothing)
