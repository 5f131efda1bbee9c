"""Payloads of TikTok as files, who is in them, and what they tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.networks._tiktok.parse import comment_of_list, parse
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.talk import message
from inbox.incoming import Incoming
from inbox.models import Contact, RemoteId, Subject, Thread

FOLDER = Path(__file__).parents[3] / "payloads" / "tiktok"
NOW = 1785312600_000
T = 1785312000_000
US = "biz0000000000000000000000000000000001"
OUR_NAME = "+/OURSp6zZ0aBcDeFgHiJkLmN0pQrStUvWxYz0123=="
ASHA = RemoteId("+~ASHAp6zZ0aBcDeFgHiJkLmN0pQrStUvWxYz0123==")
VIDEO, TOP, REPLY, OURS = "7301303576418569001", "7247303576418566913", "7247303576418566999", "7247303576418566777"
POST = Subject(RemoteId(VIDEO), "", f"https://www.tiktok.com/@nadipots/video/{VIDEO}")
BELOW = Thread(RemoteId(f"{VIDEO}.{TOP}"), "comments", subject=POST)
TALK = Thread(RemoteId("dm.u5JhConv~ersation+One=="), "direct")
HER = Contact(ASHA, "asha", "asha")


def known() -> Known:
    """Our account, as a process knows it that has just begun."""
    return Known(US, "nadipots")


def payload(name: str) -> dict[str, Any]:
    """One payload, as written down after the documentation."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    assert loaded.pop("_source").startswith("https://")
    return loaded


def names() -> list[str]:
    """Every payload."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def told(name: str, lore: Known | None = None) -> list[Incoming]:
    """What a payload tells: the body of a hook, or something that a list shows."""
    body, lore = payload(name), lore or known()
    if "comment" in body:
        return comment_of_list(body["comment"], lore, VIDEO, NOW)
    if "message" in body:
        return message(body["message"], lore, NOW)
    return parse(body, lore, NOW)


def mid(number: int) -> RemoteId:
    """The id of a message in the payloads."""
    return RemoteId(f"u5BuMess~age+{number:02d}==")
