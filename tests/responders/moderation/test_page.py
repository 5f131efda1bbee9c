"""Holds docs/moderation.md to the code: every key is explained and shown, and every example works."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from config.shape import keys
from responders.moderation.conditions import Capitals, Condition, Emoji, Flood, Links, Raid, Repeated, Writer
from responders.moderation.file import Allow, Appeals, Do, ModerationFile, Rule, Step, Strikes, Trust
from tests.config_files import BRAND, folder, loaded
from tests.tree import ROOT

PAGE = (ROOT / "docs" / "moderation.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
PLAIN: tuple[type[BaseModel], ...] = (ModerationFile, Rule, Do)
BELOW: dict[str, type[BaseModel]] = {
    "when": Condition,
    "links": Links,
    "capitals": Capitals,
    "emoji": Emoji,
    "repeated": Repeated,
    "flood": Flood,
    "raid": Raid,
    "author": Writer,
    "allow": Allow,
    "strikes": Strikes,
    "ladder": Step,
    "earned": Trust,
    "appeals": Appeals,
}
ACCOUNTS = "accounts: [{network: webchat, name: site}, {network: telegram, name: main, token_env: T}]\n"
CLASSIFIER = "classifier: {api_key_env: K}\n"


def explained() -> Iterator[str]:
    """Every key as the page names it."""
    for model in PLAIN:
        yield from keys([model])
    for name, model in BELOW.items():
        yield from (f"{name}.{key}" for key in keys([model]))


@pytest.mark.parametrize("key", sorted(set(explained())))
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"^\|.*`{re.escape(key)}`.* \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize("key", sorted({key for model in (*PLAIN, *BELOW.values()) for key in keys([model])}))
def test_every_key_is_in_an_example(key: str) -> None:
    assert any(re.search(rf"(?<!\w){key}:", example) for example in EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_works(tmp_path: Path, example: str) -> None:
    made = folder(tmp_path)
    text = re.sub(r"'(discord|instagram|facebook):(\*|main)'", "'telegram:*'", example)
    (made / "moderation.yaml").write_text(re.sub(r"networks: \[[^\]]*\]", "networks: [telegram]", text), "utf-8")
    (made / "slurs.txt").write_text("vermin\n")

    file = loaded(tmp_path, BRAND + ACCOUNTS + CLASSIFIER, environ={"T": "1:a", "K": "k" * 20}).moderation

    assert file.model_dump(exclude_defaults=True)
