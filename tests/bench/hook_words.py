"""What the webhook benchmarks say and where: paths, secrets, and bodies as Telegram and Facebook send them."""

from __future__ import annotations

import hashlib
import hmac
import json

TOKEN, SECRET = "1:benchmark", "benchmark"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOOK, BARE = "/hooks/telegram/main", "/bare"
APP, APP_SECRET, PAGE = "112233445566778", "benchmark-secret", "206070979425408"
SHARED_HOOK, BARE_SIGNED = f"/hooks/meta/{APP}", "/bare/signed"
SIGNATURE = "X-Hub-Signature-256"
PEOPLE = 500
POSTS = 50


def update(number: int, people: int = PEOPLE) -> dict[str, object]:
    """A text message in a private chat; `people` write in turn."""
    person = 1_000 + number % people
    name = f"Visitor {person}"
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_790_000_000 + number,
            "chat": {"id": person, "type": "private", "first_name": name},
            "from": {"id": person, "is_bot": False, "first_name": name, "language_code": "en"},
            "text": "hello, how long does shipping take?",
        },
    }


def comment(number: int, people: int = PEOPLE) -> bytes:
    """A body with one top-level comment under one of the Page's posts, as Facebook writes it."""
    post, person = f"{PAGE}_{7_000_000 + number % POSTS}", 24_000_000_000_000_000 + number % people
    value = {
        "from": {"id": str(person), "name": f"Visitor {person}"},
        "message": "hello, how long does shipping take?",
        "post_id": post,
        "comment_id": f"{post.partition('_')[2]}_{10_000_000 + number}",
        "created_time": 1_790_000_000 + number,
        "item": "comment",
        "parent_id": post,
        "verb": "add",
        "post": {"id": post, "is_published": True, "permalink_url": f"https://facebook.invalid/{post}"},
    }
    changes = [{"field": "feed", "value": value}]
    return json.dumps({"object": "page", "entry": [{"id": PAGE, "time": 1_790_000_000, "changes": changes}]}).encode()


def signature(body: bytes) -> str:
    """What Meta sends beside a body."""
    return "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
