"""How the simulated Graph API says no: HTTP status, type, code, subcode and words.

Sources: developers.facebook.com, "Handle errors", Messenger "Error codes", Instagram Platform "Error codes", and
answers quoted in public clients. The status is that of one such answer, others occur: only the code tells what is
wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.meta.wire import JsonObject

OAUTH = "OAuthException"
MISSING = (
    "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, "
    "or does not support this operation. Please read the Graph API documentation at "
    "https://developers.facebook.com/docs/graph-api"
)
WINDOW_CLOSED = "(#10) This message is sent outside of allowed window. Learn more about the new policy here: {link}"
LINK = "https://developers.facebook.com/docs/messenger-platform/policy-overview"


@dataclass(frozen=True, slots=True)
class Words:
    """What a code and subcode are answered with. Several statuses take turns, as they do in the wild."""

    message: str
    statuses: tuple[int, ...] = (400,)
    transient: bool = False
    title: str = ""
    told: str = ""


WORDS: dict[tuple[int, int], Words] = {
    (1, 0): Words("An unknown error occurred", (500,), transient=True),
    (2, 0): Words("An unexpected error has occurred. Please retry your request later.", (500, 503), transient=True),
    (3, 0): Words("(#3) Application does not have the capability to make this API call."),
    (4, 0): Words("(#4) Application request limit reached", (403, 400), transient=True),
    (10, 0): Words("(#10) Application does not have permission for this action", (403, 400)),
    (10, 1893063): Words("(#10) This Page is temporarily restricted from sending messages.", (403,)),
    (10, 2018065): Words("(#10) This message is sent outside of allowed window.", (403,)),
    (10, 2018278): Words(WINDOW_CLOSED.format(link=LINK), (400, 403)),
    (10, 2018300): Words("(#10) Message not sent because another app is controlling this thread now.", (403,)),
    (10, 2534022): Words(WINDOW_CLOSED.format(link=LINK), (400, 403, 500)),
    (17, 0): Words("(#17) User request limit reached", (400, 403), transient=True),
    (32, 0): Words("(#32) Page request limit reached", (403, 400)),
    (100, 0): Words("(#100) Invalid parameter"),
    (100, 33): Words(MISSING.format(method="get", id="0")),
    (100, 2018001): Words("(#100) No matching user found"),
    (102, 0): Words("API Session"),
    (104, 0): Words("An access token is required to request this resource."),
    (190, 0): Words("Invalid OAuth access token - Cannot parse access token", (400, 401)),
    (190, 458): Words("Error validating access token: The user has not authorized application {app}.", (400, 401)),
    (190, 460): Words(
        "Error validating access token: The session has been invalidated because the user changed their password or "
        "Facebook has changed the session for security reasons.",
        (400, 401),
    ),
    (190, 463): Words("Error validating access token: Session has expired.", (400, 401)),
    (190, 467): Words(
        "The access token is invalid since the user hasn't engaged the app in longer than 90 days.", (400,)
    ),
    (190, 492): Words(
        "The user must be an administrator, editor, or moderator of the page in order to impersonate it."
    ),
    (200, 0): Words("(#200) Permissions error", (403, 400)),
    (210, 0): Words("(#210) A page access token is required to request this resource."),
    (230, 0): Words("(#230) User consent is required to access user profile", (403, 400)),
    (368, 0): Words(
        "The action attempted has been deemed abusive or is otherwise disallowed",
        (400,),
        title="You can't use this feature right now",
        told="We limit how often you can post, comment or do other things in a given amount of time.",
    ),
    (551, 1545041): Words("(#551) This person isn't available right now.", (400, 403)),
    (613, 0): Words("(#613) Calls to this api have exceeded the rate limit.", (400, 403)),
    (803, 0): Words("(#803) Some of the aliases you requested do not exist"),
    (2500, 0): Words("An active access token must be used to query information about the current user."),
    (10900, 0): Words("(#10900) Activity already replied to"),
    (10903, 0): Words("(#10903) This user cannot reply to this activity"),
    (80001, 0): Words(
        "(#80001) There have been too many calls to this Page account. Wait a bit and try again.", (403,)
    ),
    (80002, 0): Words(
        "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.", (403, 400)
    ),
    (80006, 0): Words(
        "(#80006) There have been too many calls to this Messenger account. Wait a bit and try again.", (403,)
    ),
    (-1, 2534023): Words(
        "An unknown error has occurred.", (400, 500), told="This comment has already been replied to."
    ),
    # Publishing on Instagram.
    (-2, 2207003): Words("Timeout", told="It takes too long to download the media."),
    (-2, 2207020): Words(
        "Media expired", told="The media you are trying to access has expired. Please try to upload again."
    ),
    (-1, 2207001): Words("Server error", transient=True, told="Instagram server error. Try again."),
    (-1, 2207032): Words("Creation failed", told="Create media fail, please try to re-create media"),
    (-1, 2207053): Words("Upload failed", told="unknown upload error"),
    (4, 2207051): Words(
        "Application request limit reached", (403,), told="We restrict certain activity to protect our community."
    ),
    (9, 2207042): Words(
        "Application request limit reached",
        (403,),
        told="You reached maximum number of posts that is allowed to be published by Content Publishing API.",
    ),
    (24, 2207006): Words("The requested resource does not exist", told="The media with {id} cannot be found"),
    (24, 2207008): Words(
        "The requested resource does not exist",
        told="The media builder with creation id = {id} does not exist or has been expired.",
    ),
    (25, 2207050): Words("Restricted", (403,), told="The Instagram account is restricted."),
    (100, 2207023): Words("Invalid parameter", told="The media type {id} is unknown."),
    (100, 2207028): Words(
        "Invalid parameter",
        told="Your post won't work as a carousel. Carousels need at least 2 photos/videos and no more than 10.",
    ),
    (100, 2207040): Words("Invalid parameter", told="Cannot use more than 20 tags per media."),
    (352, 2207026): Words("Unsupported format", told="The video format is not supported. Please check spec."),
    (9004, 2207052): Words(
        "Only photo or video can be accepted as media type.",
        title="Media download has failed. The media URI doesn't meet our requirements.",
        told="The media could not be fetched from this URI: {id}",
    ),
    (9007, 2207027): Words(
        "Media ID is not available",
        title="Cannot be published",
        told="The media is not ready for publishing, please wait for a moment.",
    ),
    (36000, 2207004): Words(
        "The image size is too large.",
        title="Image size too large",
        told="The image is too large to download. It should be less than 8 MiB.",
    ),
    (36001, 2207005): Words(
        "The image format is not supported.", told="The image format is not supported. It should be JPEG."
    ),
    (36003, 2207009): Words(
        "The aspect ratio is not supported.",
        title="Aspect ratio not supported",
        told="The submitted image with aspect ratio cannot be published. It should be from 4:5 to 1.91:1.",
    ),
    (36004, 2207010): Words("The caption was too long.", told="The submitted image caption is too long."),
}


class Refusal(Exception):
    """An answer that is an error. `more` fills the words; a `message` of its own replaces them."""

    def __init__(
        self, code: int, subcode: int = 0, message: str = "", *, type: str = OAUTH, status: int = 0, **more: str
    ) -> None:
        known = WORDS.get((code, subcode)) or WORDS.get((code, 0)) or Words(f"(#{code}) An error has occurred.")
        self.code, self.subcode, self.type = code, subcode, type
        self.statuses = (status,) if status else known.statuses
        self.transient = known.transient
        self.title = known.title
        self.told = _filled(known.told, more)
        super().__init__(message or _filled(known.message, more))

    def status(self, turn: int) -> int:
        """The HTTP status of the `turn`-th error."""
        return self.statuses[turn % len(self.statuses)]

    def body(self, trace: str, type: str = "") -> JsonObject:
        """The JSON object of the answer."""
        error: JsonObject = {"message": str(self), "type": type or self.type, "code": self.code}
        if self.subcode:
            error["error_subcode"] = self.subcode
        if self.transient or self.told:
            error["is_transient"] = self.transient
        if self.told:
            error |= {"error_user_title": self.title or str(self), "error_user_msg": self.told}
        return {"error": error | {"fbtrace_id": trace}}


def missing(object_id: str, method: str = "get") -> Refusal:
    """100/33: nothing that this token may see or do has that id."""
    message = MISSING.format(method=method.lower(), id=object_id)
    return Refusal(100, 33, message, type="GraphMethodException")


def invalid(message: str) -> Refusal:
    """100 with its reason."""
    return Refusal(100, 0, f"(#100) {message}")


def lacks(permission: str, *, write: bool) -> Refusal:
    """What a call without the permission is told: 200 for a change, 10 for a look."""
    if write:
        return Refusal(200, 0, f"(#200) Requires the {permission} permission to manage the object")
    feature = "or the 'Page Public Content Access' feature. Refer to https://developers.facebook.com/docs/apps/review"
    return Refusal(10, 0, f"(#10) This endpoint requires the '{permission}' permission {feature}")


def _filled(words: str, more: dict[str, str]) -> str:
    for name in ("id", "app"):
        words = words.replace(f"{{{name}}}", more.get(name, ""))
    return words
