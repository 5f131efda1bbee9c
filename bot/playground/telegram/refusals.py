"""How the simulated Bot API says no: status, description and parameters as the real server words them.

Wording: tdlib/telegram-bot-api `Client.cpp` (`fail_query_with_error`), read 2026-11.
"""

from __future__ import annotations

PREFIX = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class Refusal(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, reason: str = "", **parameters: int) -> None:
        prefix = PREFIX.get(code, "Internal Server Error")
        super().__init__(f"{prefix}: {reason}" if reason else prefix)
        self.code = code
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        """The JSON object of the answer."""
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": str(self)}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> Refusal:
    """400 with its reason."""
    return Refusal(400, reason)


def forbidden(reason: str) -> Refusal:
    """403 with its reason."""
    return Refusal(403, reason)


def conflict(reason: str) -> Refusal:
    """409 with its reason."""
    return Refusal(409, reason)


def too_many(seconds: int) -> Refusal:
    """429: come back in so many seconds."""
    return Refusal(429, f"retry after {seconds}", retry_after=seconds)


def upgraded(supergroup_id: int) -> Refusal:
    """400 for a group that has become this supergroup."""
    return Refusal(400, "group chat was upgraded to a supergroup chat", migrate_to_chat_id=supergroup_id)
