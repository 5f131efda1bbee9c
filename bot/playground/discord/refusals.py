"""How the simulated Discord says no: status, code and words as the real one gives them.

Codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from bot.playground.discord.wire import JsonObject

STATUS_AND_WORDS: dict[int, tuple[int, str]] = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (404, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10026: (404, "Unknown Ban"),
    10060: (404, "Unknown sticker"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20016: (429, "This action cannot be performed due to slowmode rate limit"),
    20028: (429, "The write action you are performing on the channel has hit the write rate limit"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later."),
    40005: (413, "Request entity too large"),
    40033: (400, "This message has already been crossposted"),
    40060: (400, "Interaction has already been acknowledged."),
    40066: (403, "Tags can't be used outside of forum channels"),
    40067: (400, "A tag is required to create a forum post in this channel"),
    40061: (400, "Tag names must be unique"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50016: (400, "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages."),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50034: (400, "A message provided was too old to bulk delete"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160002: (403, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
}


class Refusal(Exception):
    """An answer that is an error: its HTTP status, Discord's code, its words."""

    def __init__(self, code: int, errors: JsonObject | None = None, **more: object) -> None:
        self.status, words = STATUS_AND_WORDS.get(code, (400, "Invalid Form Body"))
        super().__init__(words)
        self.code = code
        self.errors = errors
        self.more = more

    def body(self) -> JsonObject:
        """The JSON object of the answer."""
        answer: JsonObject = {"message": str(self), "code": self.code}
        if self.errors is not None:
            answer["errors"] = self.errors
        return answer | self.more


class NoSuchRoute(Refusal):
    """404 for a path that the API does not have."""

    def __init__(self, words: str = "404: Not Found", status: int = 404) -> None:
        super().__init__(0)
        self.status = status
        self.args = (words,)


class FormErrors:
    """Collects what is wrong with a body, each under its path, and refuses all of it at once (code 50035)."""

    def __init__(self) -> None:
        self._tree: JsonObject = {}

    def add(self, path: tuple[str | int, ...], code: str, words: str) -> None:
        """Something is wrong at `path`."""
        place = self._tree
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": words})

    def longer(self, path: tuple[str | int, ...], text: object, most: int, least: int = 0) -> None:
        """Complain when a text is longer or shorter than allowed, or no text."""
        if not isinstance(text, str):
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif len(text) > most and least <= 1:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(text) <= most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def refusal(self) -> Refusal | None:
        """The answer, if anything was wrong."""
        return Refusal(50035, self._tree) if self._tree else None

    def check(self) -> None:
        """Raise Refusal if anything was wrong."""
        refusal = self.refusal()
        if refusal is not None:
            raise refusal


def invalid(path: tuple[str | int, ...], code: str, words: str) -> Refusal:
    """The refusal of a body with one thing wrong."""
    tree: JsonObject = {"_errors": [{"code": code, "message": words}]}
    for step in reversed(path):
        tree = {str(step): tree}
    return Refusal(50035, tree)
