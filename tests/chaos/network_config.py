"""The config folder of a Sangam with one account at a simulated network, and the login that `connect` leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import run
from config.load import Config
from inbox.models import account_id
from inbox.store import opened
from inbox.store.embedded import embedded
from tests.chaos.network_scenes import Scene
from tests.chaos.striking import BRAND
from tests.redis_servers import free_port

RULES = """
    rules:
      - {id: how-long, when: {pattern: 'Comment \\d*3,'}, text: Two days., mode: draft}
"""


def write_config(scene: Scene, stage: Any, folder: Path) -> tuple[Config, int]:
    """Write what an operator has into `folder`, and read it; answers also the port of its web server."""
    port, account, files = free_port(), dict[str, object](), dict[str, str]()
    for name, value in scene.account(stage).items():
        account[name] = value
        if name.endswith("_file"):
            files[f"secrets/{name}"], account[name] = str(value), f"secrets/{name}"
    web = {"port": port} | ({"public_url": scene.reach.format(port=port)} if scene.reach else {})
    settings = {
        "brand": {"id": BRAND, "name": "Chaos"},
        "data": "./data",
        "web": web,
        "accounts": [{"network": scene.network, "name": "main", **account}],
        "undo": {"automatic": "0s", "people": "0s"},
        "debounce": "0s",
    }
    files |= {"config/bot.yaml": json.dumps(settings), "config/rules.yaml": RULES, "config/faq.yaml": "entries: []\n"}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return run.read_config(folder / "config"), port


async def log_in(config: Config, scene: Scene, stage: Any) -> None:
    """Keep the login in the vault, before anybody is there."""
    vault_of = run.keyring_of(config)
    async with embedded(run.data_folder(config) / "redis") as redis, opened(redis.url, BRAND) as store:
        vault = store.vaults(vault_of).of(account_id(scene.network, "main"))
        for name, text in stage.vault.kept.items():
            await vault.write(name, text)
