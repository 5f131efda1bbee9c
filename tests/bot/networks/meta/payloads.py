"""Payloads of Meta as files, who is in them, and the records that tests of them expect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.networks._meta.parse import comment_of_graph, message_of_graph, parse
from bot.networks._meta.place import Known, Place
from inbox.incoming import Incoming, NewMessage
from inbox.models import Contact, Media, MediaKind, RemoteId, Subject, Thread

FOLDER = Path(__file__).parents[3] / "payloads"
NOW = 1785312600_000
T = 1785312000_000  # when things are said in public: Meta tells seconds
TOLD = 1785312003_000  # when a hook tells of them
TM = 1785312000_523  # when things are said in private: Meta tells milliseconds
APP = "1234567890"
NADI = Place("facebook", "206070979425408", APP)
NADI_PICTURES = Place("instagram", "17841400000000001", APP)
PLACES = {"facebook": NADI, "instagram": NADI_PICTURES}

ASHA = Contact(RemoteId("24266381753000101"), "Asha")
BHAVIN = Contact(RemoteId("24266381753000102"), "Bhavin")
CHEN = Contact(RemoteId("24266381753000103"), "Chen")
DOLORES = Contact(RemoteId("24266381753000104"), "Dolores")
ASHA_HERE = Contact(RemoteId("1254459154000101"), "asha", "asha")  # on Instagram, where a hook tells the username alone
BHAVIN_HERE = Contact(RemoteId("1254459154000102"), "bhavin", "bhavin")
CDN = "https://scontent.xx.fbcdn.net/v/t39.30808-6/"


def payload(network: str, name: str) -> dict[str, Any]:
    """One payload, as written down after the documentation."""
    loaded: dict[str, Any] = json.loads((FOLDER / network / f"{name}.json").read_text())
    return loaded


def names(network: str) -> list[str]:
    """Every payload of a network."""
    return sorted(file.stem for file in (FOLDER / network).glob("*.json"))


def told(network: str, name: str, known: Known | None = None) -> list[Incoming]:
    """What a payload tells: the body of a hook, or something that the Graph API lists."""
    body, place, lore = payload(network, name), PLACES[network], known or Known()
    if "comment" in body:
        post = "206070979425408_712750021053074" if network == "facebook" else "18172143295349192"
        return comment_of_graph(body["comment"], place, lore, post, NOW)
    if "message" in body:
        return message_of_graph(body["message"], place, lore, body["person"], NOW)
    return [one for entry in body["entry"] for one in parse(entry, place, lore, NOW)]


def nameless(contact: Contact, name: str = "") -> Contact:
    """Somebody of whom only the id was told."""
    return Contact(contact.remote, name)


def below(comment: str, post: str, text: str = "", link: str = "", *, ad: bool = False) -> Thread:
    """The thread of a comment, both by their padded ids."""
    return Thread(RemoteId("c." + comment), "comments", subject=Subject(RemoteId(post), text, link, ad=ad))


def private(contact: Contact, subject: Subject | None = None) -> Thread:
    """The thread of somebody's messages."""
    return Thread(RemoteId("p." + contact.remote), "direct", subject=subject)


def medium(kind: MediaKind, url: str, holder: str, number: int = 0, **more: Any) -> Media:
    """A medium as it is named."""
    return Media(kind, f"{url} {holder} {number}", **more)


def said(thread: Thread, id: str, author: Contact | None, text: str, at: int, *media: Media, **more: Any) -> NewMessage:
    """A new message."""
    return NewMessage(thread, RemoteId(id), author, text, at, media, **more)
