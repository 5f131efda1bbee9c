"""How the simulated X says no: HTTP status, problem type, title and words.

Sources: docs.x.com "Response codes and errors" and "Rate limits"; where these are silent, answers quoted in public
clients.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.x.wire import JsonObject

PROBLEMS = "https://api.x.com/2/problems/"
BLANK = "about:blank"
NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author "
    "of the post you are replying to."
)
_LENGTH_HELP = "For more information on how Twitter determines text length see https://github.com/twitter/twitter-text."


@dataclass(frozen=True, slots=True)
class Words:
    """What one kind of refusal is answered with; `type` without a host stands below PROBLEMS."""

    status: int
    title: str
    detail: str
    type: str = BLANK
    more: JsonObject = field(default_factory=dict)


WORDS: dict[str, Words] = {
    "unauthorized": Words(401, "Unauthorized", "Unauthorized"),
    "forbidden": Words(403, "Forbidden", "Forbidden"),
    "scope": Words(403, "Forbidden", "You are not permitted to perform this action."),
    "user-context": Words(
        403,
        "Unsupported Authentication",
        "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication "
        "types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
        "unsupported-authentication",
    ),
    "app-only": Words(
        403,
        "Unsupported Authentication",
        "Authenticating with OAuth 2.0 User Context is forbidden for this endpoint.  Supported authentication types "
        "are [OAuth 2.0 Application-Only].",
        "unsupported-authentication",
    ),
    "invalid": Words(400, "Invalid Request", "One or more parameters to your request was invalid.", "invalid-request"),
    "not-found": Words(404, "Not Found Error", "Could not find what was asked for.", "resource-not-found"),
    "unknown-path": Words(404, "Not Found", "Not Found"),
    "method": Words(405, "Method Not Allowed", "Method Not Allowed"),
    "credits": Words(
        402,
        "CreditsDepleted",
        "Your enrolled account does not have any credits to fulfill this request.",
        "credits",
    ),
    "usage-capped": Words(
        429,
        "UsageCapExceeded",
        "Usage cap exceeded: Monthly product cap",
        "usage-capped",
        {"period": "Monthly", "scope": "Product"},
    ),
    "rate-limit": Words(429, "Too Many Requests", "Too Many Requests"),
    "client-forbidden": Words(
        403,
        "Client Forbidden",
        "This endpoint is not part of the access level of this app.",
        "client-forbidden",
        {"reason": "official-client-forbidden", "client_id": ""},
    ),
    "not-summoned": Words(403, "Forbidden", NOT_SUMMONED),
    "duplicate": Words(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."),
    "reply-restricted": Words(403, "Forbidden", "You are not allowed to reply to this conversation."),
    "reply-gone": Words(403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you."),
    "quote-removed": Words(403, "Forbidden", "Quoting a post is not permitted at this access level."),
    "cashtags": Words(403, "Forbidden", "Posts created via the API are limited to 1 cashtag."),
    "too-long": Words(400, "Bad Request", f"Your Tweet text is too long. {_LENGTH_HELP}"),
    "media-ids": Words(400, "Invalid Request", "Your media IDs are invalid.", "invalid-request"),
    "edit": Words(403, "Forbidden", "You are not allowed to edit this Post."),
    "not-yours": Words(403, "Forbidden", "You are not authorized to delete this Tweet."),
    "hide": Words(403, "Forbidden", "You can only hide or unhide replies to conversations that you started."),
    "dm-closed": Words(403, "Forbidden", "You do not have permission to DM one or more participants.", BLANK),
    "connections": Words(
        429,
        "ConnectionException",
        "This stream is currently at the maximum allowed connection limit.",
        "streaming-connection",
        {"connection_issue": "TooManyConnections"},
    ),
    "subscriptions": Words(403, "SubscriptionLimitExceeded", "The app has as many subscriptions as its plan allows."),
    "duplicate-subscription": Words(400, "DuplicateSubscriptionFailed", "Subscription already exists."),
    "webhook-crc": Words(400, "CrcValidationFailed", "Webhook URL did not answer the CRC check rightly."),
    "webhook-url": Words(400, "UrlValidationFailed", "Webhook URL must be https and must not name a port."),
    "webhook-duplicate": Words(400, "DuplicateUrlFailed", "Webhook URL is already registered."),
    "webhook-limit": Words(400, "WebhookLimitExceeded", "Too many webhooks for this access level."),
    "too-large": Words(413, "Request Entity Too Large", "The file is larger than its kind may be."),
    "internal": Words(500, "Internal Server Error", "Internal Server Error"),
    "unavailable": Words(503, "Service Unavailable", "Service Unavailable"),
}
OF_STATUS = {400: "invalid", 401: "unauthorized", 402: "credits", 403: "forbidden", 404: "not-found", 429: "rate-limit"}


class Refusal(Exception):
    """An answer that is an error, by its name in WORDS; `detail` replaces the usual words."""

    def __init__(self, name: str, detail: str = "", *, errors: list[JsonObject] | None = None) -> None:
        self.name = name
        self.words = WORDS[name]
        self.errors = errors
        super().__init__(detail or self.words.detail)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.words.status

    def body(self) -> JsonObject:
        """The JSON of the answer."""
        if self.name == "rate-limit":
            # As "Rate limits" documents it, beside the problem that clients meet.
            errors: list[JsonObject] | None = [{"code": 88, "message": "Rate limit exceeded"}]
        else:
            errors = self.errors
        kind = self.words.type if self.words.type == BLANK else PROBLEMS + self.words.type
        body: JsonObject = {"title": self.words.title, "detail": str(self), "type": kind, "status": self.status}
        return ({"errors": errors} if errors else {}) | body | self.words.more


class NoToken(Exception):
    """The token endpoint's way to say no (RFC 6749)."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        self.error = error
        self.status = status
        super().__init__(description)

    def body(self) -> JsonObject:
        """The JSON of the answer."""
        return {"error": self.error, "error_description": str(self)}


def invalid(parameter: str, value: str, message: str) -> Refusal:
    """400 for one parameter, with what is wrong with it."""
    error: JsonObject = {"parameters": {parameter: [value]}, "message": message}
    return Refusal("invalid", errors=[error])


def missing(id: str, parameter: str, kind: str = "tweet") -> JsonObject:
    """An error inside an answer that is otherwise good: nothing has this id."""
    return {
        "value": id,
        "detail": f"Could not find {kind} with {parameter}: [{id}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": id,
        "type": PROBLEMS + "resource-not-found",
    }


def unauthorised(id: str, parameter: str, kind: str = "tweet") -> JsonObject:
    """An error inside an answer that is otherwise good: this is protected."""
    return missing(id, parameter, kind) | {
        "detail": f"Sorry, you are not authorized to see the {kind.title()} with {parameter}: [{id}].",
        "title": "Authorization Error",
        "type": PROBLEMS + "not-authorized-for-resource",
    }


def no_field(id: str, field: str) -> JsonObject:
    """An error inside an answer that is otherwise good: this field is for its owner only."""
    return {
        "resource_id": id,
        "resource_type": "tweet",
        "section": "data",
        "field": field,
        "title": "Field Authorization Error",
        "detail": f"Sorry, you are not authorized to access '{field}' on the Tweet with id : [{id}].",
        "type": PROBLEMS + "not-authorized-for-field",
    }
