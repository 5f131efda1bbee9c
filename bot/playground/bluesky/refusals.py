"""How the simulated Bluesky says no: HTTP status, name and words, as the reference servers do.

Source: github.com/bluesky-social/atproto, packages/pds and packages/xrpc-server (read 2026-11-27); the words of the
chat server, whose code is not public, are those that public clients quote.
"""

from __future__ import annotations

WORDS: dict[str, tuple[int, str]] = {
    "InvalidRequest": (400, "Invalid Request"),
    "AuthMissing": (401, "Authentication Required"),
    "AuthenticationRequired": (401, "Invalid identifier or password"),
    "AuthFactorTokenRequired": (401, "A sign in code has been sent to your email address"),
    "AccountTakedown": (401, "Account has been taken down"),
    "AccountDeactivated": (403, "Account is deactivated"),
    "ExpiredToken": (400, "Token has expired"),
    "InvalidToken": (400, "Token could not be verified"),
    "NoChat": (400, "Bad token method"),
    "RecordNotFound": (400, "Could not locate record"),
    "RecordExists": (500, "Internal Server Error"),
    "RecordAlreadyExists": (400, "Record already exists"),  # as servers may soon say it
    "InvalidSwap": (400, "Record was at another version"),
    "MethodNotImplemented": (501, "Method Not Implemented"),
    "PayloadTooLarge": (413, "request entity too large"),
    "RateLimitExceeded": (429, "Rate Limit Exceeded"),
    "InvalidConvo": (400, "Convo not found"),
    "ConvoLocked": (400, "Convo is locked"),
    "BlockedActor": (400, "block between recipient and sender"),
    "MessagesDisabled": (400, "recipient has disabled incoming messages"),
    "NotFollowedBySender": (400, "recipient requires incoming messages to come from someone they follow"),
    "RecipientNotFound": (400, "recipient does not exist"),
    "UpstreamFailure": (502, "Upstream Failure"),
    "NotEnoughResources": (503, "Not Enough Resources"),
    "InternalServerError": (500, "Internal Server Error"),
}
AS = {"NoChat": "InvalidToken", "RecordExists": "InternalServerError"}  # what the wire calls them
OF_STATUS = {
    400: "InvalidRequest",
    401: "AuthenticationRequired",
    413: "PayloadTooLarge",
    429: "RateLimitExceeded",
    500: "InternalServerError",
    502: "UpstreamFailure",
    503: "NotEnoughResources",
}


class Refusal(Exception):
    """An answer that is an error, by its name in WORDS; `words` replace the usual ones."""

    def __init__(self, name: str, words: str = "", status: int = 0) -> None:
        self.name = name
        self.status = status or WORDS[name][0]
        super().__init__(words or WORDS[name][1])

    def body(self) -> dict[str, object]:
        """The JSON of the answer."""
        return {"error": AS.get(self.name, self.name), "message": str(self)}


def invalid(words: str) -> Refusal:
    """400 with these words."""
    return Refusal("InvalidRequest", words)
