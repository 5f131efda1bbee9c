"""What the webhook benchmark says and where: the paths, the secret, and updates as Telegram sends them."""

from __future__ import annotations

TOKEN, SECRET = "1:benchmark", "benchmark"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOOK, BARE = "/hooks/telegram/main", "/bare"
PEOPLE = 500


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
