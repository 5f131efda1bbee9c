"""canned.yaml: a missing file is none, each mistake is told with its line, and a change counts while we run."""

import asyncio
from contextlib import aclosing
from pathlib import Path
from shutil import copy

import pytest

from config.load import Config, ConfigError, load, reload
from config.watch import watch
from tests.config_files import BRAND, NETWORKS, OPTIONS, folder
from tests.tree import ROOT

SLUGS = (
    "config/canned.yaml:4: replies.Big Name.name: use small letters a-z, digits, - and _ only, at most 48, "
    "beginning with a letter or digit"
)
WRONG = """\
    replies:
      - name: thanks
        text: {en: "Thanks, {nmae}!", english: Thanks}
      - name: Big Name
        text: "Hello {{name}}"
        acounts: telegram:main
      - name: thanks
        text: {}
        accounts: [telegram:other, 'webchat:*']
      - text: []
"""


def loaded(root: Path, text: str) -> Config:
    """The configuration with this canned.yaml."""
    made = folder(root, BRAND + "accounts: [{network: webchat, name: site}]\n")
    (made / "canned.yaml").write_text("\n".join(line[4:] for line in text.splitlines()), "utf-8")
    return load(made, OPTIONS.get, NETWORKS, {})


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    config = load(folder(tmp_path), OPTIONS.get, NETWORKS, {})

    assert config.canned.canned == ()
    assert "canned.yaml" not in config.files


def test_replies_are_read_with_all_they_say(tmp_path: Path) -> None:
    config = loaded(tmp_path, "    replies: [{name: hi, title: Hello, text: 'Hi {name}', accounts: 'webchat:*'}]")

    (reply,) = config.canned.canned
    assert (reply.name, reply.title, reply.texts, reply.accounts) == ("hi", "Hello", {"": "Hi {name}"}, ("webchat:*",))


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as wrong:
        loaded(tmp_path, WRONG)

    assert str(wrong.value).splitlines() == [
        "config/canned.yaml:3: replies.thanks.text.en: nobody fills in {nmae}; did you mean name?",
        "config/canned.yaml:3: replies.thanks.text.english: must be a language code such as en, gu or pt-BR",
        SLUGS,
        "config/canned.yaml:5: replies.Big Name.text: nobody fills in {{name}}; did you mean name?",
        "config/canned.yaml:6: replies.Big Name.acounts: unknown key; did you mean accounts?",
        "config/canned.yaml:7: replies.thanks.name: thanks is already on line 2",
        "config/canned.yaml:8: replies.thanks.text: there is nothing here; write at least one text",
        "config/canned.yaml:9: replies.thanks.accounts.1: no such account in bot.yaml; known here: webchat:site",
        "config/canned.yaml:10: replies.4.name: this key is missing",
        "config/canned.yaml:10: replies.4.text: must be text; put it in quotes",
    ]


def test_mistakes_of_all_files_are_told_together(tmp_path: Path) -> None:
    made = folder(tmp_path, BRAND + "webb: 1\n", rules="rules: 5\n")
    (made / "canned.yaml").write_text("replies: 5\n")

    with pytest.raises(ConfigError) as wrong:
        load(made, OPTIONS.get, NETWORKS, {})

    assert {problem.file for problem in wrong.value.problems} == {
        "config/bot.yaml",
        "config/rules.yaml",
        "config/canned.yaml",
    }


def test_a_file_that_comes_changes_and_goes_is_taken_over(tmp_path: Path) -> None:
    config = load(folder(tmp_path), OPTIONS.get, NETWORKS, {})
    path = config.folder / "canned.yaml"

    path.write_text("replies: [{name: hi, text: Hi}]")
    there = reload(config)
    path.unlink()
    gone = reload(there)

    assert [[reply.name for reply in one.canned.canned] for one in (there, gone)] == [["hi"], []]
    assert ("canned.yaml" in there.files, "canned.yaml" in gone.files) == (True, False)
    assert there.digest != gone.digest == config.digest


async def test_a_saved_file_takes_effect_while_sangam_runs(tmp_path: Path) -> None:
    config = load(folder(tmp_path), OPTIONS.get, NETWORKS, {})
    async with aclosing(watch(config, 0.1)) as outcomes:
        (config.folder / "canned.yaml").write_text("replies: [{name: hi, text: Hi}]")
        outcome = await asyncio.wait_for(anext(outcomes), 10)

    assert isinstance(outcome, Config)
    assert [reply.name for reply in outcome.canned.canned] == ["hi"]


@pytest.mark.parametrize("where", ["config", "bot/playground/demo_files"])
def test_the_files_that_we_ship_read_well(tmp_path: Path, where: str) -> None:
    made = folder(tmp_path)
    copy(ROOT / where / "canned.yaml", made)

    config = load(made, OPTIONS.get, NETWORKS, {})

    assert len(config.canned.canned) >= 3
    assert all(reply.text("gu", "Asha") for reply in config.canned.canned)
