"""Looking back by a folder's files: nobody outside is asked, and lessons are written where they belong."""

from __future__ import annotations

from pathlib import Path

from bot.replay import ANEW, Recording
from config.load import load
from config.rehearsal import rehearse, teach_of
from inbox.actions import Reply
from inbox.models import account_id
from tests.config_files import BRAND, NETWORKS, OPTIONS, folder
from tests.turns import turn
from tests.world import world

FAQ = "entries: [{id: hours, questions: [When do you open?, opening hours], answer: From nine to six.}]\n"
MODEL = "model: {base_url: 'http://127.0.0.1:9/v1', name: gemma}\n"


def made(root: Path) -> Path:
    """A folder with an FAQ and a model that nobody can reach."""
    return folder(root, bot=BRAND + MODEL, faq=FAQ)


async def test_the_chain_answers_by_the_files_and_asks_nobody(redis_url: str, brand: str, tmp_path: Path) -> None:
    config, recording = load(made(tmp_path), OPTIONS.get, NETWORKS), Recording()
    async with world(redis_url, brand) as here:
        again, chain = rehearse(config, here.brand, recording.ask, recording.recall, recording.over)

    assert again.autonomy("faq", account_id("webchat", "site"), "direct", ()) == "draft"
    known, strange = await chain.respond(turn("When do you open?")), await chain.respond(turn("do you sell shoes"))

    action = known.proposals[0].action
    assert isinstance(action, Reply)
    assert action.text == "From nine to six."
    assert strange.skipped == (f"llm ({ANEW})",)
    assert chain.config
    assert config.digest.startswith(chain.config)
    assert list(chain.versions) == ["rules", "faq", "llm"]


async def test_lessons_are_written_into_the_file_of_the_folder(tmp_path: Path) -> None:
    at = made(tmp_path)
    teach = teach_of(load(at, OPTIONS.get, NETWORKS))

    await teach.phrasing("hours", "wen r u open")
    entry = await teach.entry("", "Do you sell shoes?", "No shoes.")
    await teach.nothing("do you sell hats")

    file = load(at, OPTIONS.get, NETWORKS).faq
    assert [one.id for one in file.entries] == ["hours", entry.id]
    assert "wen r u open" in str(file.entries[0].questions)
    assert file.nothing == ("do you sell hats",)
