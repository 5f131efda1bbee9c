"""How the simulated Google says no: HTTP status, domain, reason, words, and where in the request the mistake is.

Sources: developers.google.com, "YouTube Data API - Errors" and the tables of errors under each call; "Using OAuth 2.0
to Access Google APIs" for tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.youtube.wire import JsonObject

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_NOT_AUTHORISED = "The request might not be properly authorized."
_QUOTA = 'you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'


@dataclass(frozen=True, slots=True)
class Words:
    """What a reason is answered with; `location` names a parameter or a part of the body."""

    status: int
    domain: str
    message: str
    location: str = ""
    location_type: str = "parameter"


WORDS: dict[str, Words] = {
    # Who asks, and how much.
    "authError": Words(
        401,
        "global",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential.",
        "Authorization",
        "header",
    ),
    "loginRequired": Words(401, "global", "Login Required.", "Authorization", "header"),
    "insufficientPermissions": Words(403, "global", "Request had insufficient authentication scopes."),
    "youtubeSignupRequired": Words(
        401,
        "youtube.header",
        "The account has no channel; it must sign up for YouTube first.",
        "Authorization",
        "header",
    ),
    "accessNotConfigured": Words(
        403, "usageLimits", "YouTube Data API v3 has not been used in this project before or it is disabled."
    ),
    "quotaExceeded": Words(403, "youtube.quota", f"The request cannot be completed because {_QUOTA}"),
    "rateLimitExceeded": Words(
        403, "youtube.quota", "The request cannot be completed because too many requests were sent in a short time."
    ),
    "userRateLimitExceeded": Words(403, "usageLimits", "User Rate Limit Exceeded"),
    "uploadLimitExceeded": Words(
        400, "youtube.video", "The user has exceeded the number of videos they may upload.", "body", "other"
    ),
    # What is asked.
    "badRequest": Words(400, "global", "Request contains an invalid argument."),
    "invalidParameter": Words(400, "global", "Request contains an invalid argument."),
    "required": Words(400, "global", "Required parameter: {id}"),
    "unknownPart": Words(400, "youtube.part", "'{id}'", "part"),
    "missingRequiredParameter": Words(400, "youtube.parameter", "No filter selected. Expected one of: {expected}"),
    "incompatibleParameters": Words(400, "youtube.parameter", "Incompatible parameters specified in the request: {id}"),
    "invalidPageToken": Words(400, "youtube.parameter", "The request specifies an invalid page token.", "pageToken"),
    "parseError": Words(400, "global", "Parse Error"),
    "notFound": Words(404, "global", "Not Found"),
    "forbidden": Words(403, "youtube.common", f"Access forbidden. {_NOT_AUTHORISED}"),
    "backendError": Words(500, "global", "Backend Error"),
    "internalError": Words(500, "youtube.common", "Internal error encountered."),
    # Comments.
    "commentsDisabled": Words(
        403,
        "youtube.commentThread",
        'The video identified by the <code><a href="/youtube/v3/docs/commentThreads/list#videoId">videoId</a></code> '
        "parameter has disabled comments.",
        "videoId",
    ),
    "commentNotFound": Words(404, "youtube.comment", "The specified comment could not be found.", "id"),
    "parentCommentNotFound": Words(
        404, "youtube.comment", "The specified parent comment could not be found.", "body.snippet.parentId", "other"
    ),
    "parentCommentIsPrivate": Words(
        403, "youtube.comment", "The specified parent comment is private.", "body.snippet.parentId", "other"
    ),
    "parentIdMissing": Words(
        400, "youtube.comment", "The comment must specify a parent comment.", "body.snippet.parentId", "other"
    ),
    "channelOrVideoIdMissing": Words(
        400, "youtube.commentThread", "The comment thread must be about a channel or a video.", "body", "other"
    ),
    "commentTextRequired": Words(
        400, "youtube.comment", "The comment must have a text.", "body.snippet.textOriginal", "other"
    ),
    "commentTextTooLong": Words(
        400, "youtube.comment", "The comment text is too long.", "body.snippet.textOriginal", "other"
    ),
    "invalidCommentMetadata": Words(
        400, "youtube.comment", "The request metadata specifies invalid values.", "body", "other"
    ),
    "processingFailure": Words(
        400,
        "youtube.comment",
        "The API server failed to successfully process the request. While this can be a transient error, it usually "
        "indicates that the request's input is invalid.",
        "body",
        "other",
    ),
    "operationNotSupported": Words(
        400, "youtube.comment", "The API user is not able to do this with this comment.", "id"
    ),
    "banWithoutReject": Words(
        400,
        "youtube.comment",
        "The banAuthor parameter can only be used if the moderationStatus parameter value is rejected.",
        "banAuthor",
    ),
    "ineligibleAccount": Words(
        403, "youtube.comment", "The account that authorized the request is not eligible to comment. It must be merged."
    ),
    # Videos.
    "videoNotFound": Words(404, "youtube.video", "The specified video could not be found.", "videoId"),
    "channelNotFound": Words(404, "youtube.channel", "The specified channel could not be found.", "channelId"),
    "playlistNotFound": Words(
        404, "youtube.playlistItem", "The playlist identified by the playlistId cannot be found.", "playlistId"
    ),
    "playlistItemsNotAccessible": Words(
        403, "youtube.playlistItem", f"Not authorized to retrieve the playlist. {_NOT_AUTHORISED}", "playlistId"
    ),
    "mediaBodyRequired": Words(
        400, "youtube.video", "The request does not include the video content.", "body", "other"
    ),
    "invalidTitle": Words(
        400,
        "youtube.video",
        "The request metadata specifies an invalid or empty video title.",
        "body.snippet.title",
        "other",
    ),
    "invalidDescription": Words(
        400,
        "youtube.video",
        "The request metadata specifies an invalid video description.",
        "body.snippet.description",
        "other",
    ),
    "invalidTags": Words(
        400, "youtube.video", "The request metadata specifies invalid video keywords.", "body.snippet.tags", "other"
    ),
    "invalidCategoryId": Words(
        400,
        "youtube.video",
        "The snippet.categoryId property specifies an invalid category ID.",
        "body.snippet.categoryId",
        "other",
    ),
    "invalidPublishAt": Words(
        400,
        "youtube.video",
        "The request metadata specifies an invalid scheduled publishing time.",
        "body.status.publishAt",
        "other",
    ),
    "invalidVideoMetadata": Words(400, "youtube.video", "The request metadata is invalid.", "body", "other"),
    "forbiddenPrivacySetting": Words(
        403,
        "youtube.video",
        "The video cannot be changed to this privacy status.",
        "body.status.privacyStatus",
        "other",
    ),
    "videoRatingDisabled": Words(
        403, "youtube.video", "The owner of the video that you are trying to rate has disabled ratings for it.", "id"
    ),
    "invalidRating": Words(400, "youtube.video", "The request contained an unexpected value for the rating.", "rating"),
    # Thumbnails.
    "invalidImage": Words(400, "youtube.thumbnail", "The provided image content is invalid.", "body", "other"),
    "mediaBodyMissing": Words(
        400, "youtube.thumbnail", "The request does not include the image content.", "body", "other"
    ),
    # Analytics.
    "unknownIdentifier": Words(400, "global", "Unknown identifier ({id}) given in field parameters.{expected}."),
}
_WRITTEN_AS = {"loginRequired": "required", "mediaBodyMissing": "mediaBodyRequired", "unknownIdentifier": "badRequest"}


class Refusal(Exception):
    """An answer that is an error, by its reason; `message`, `status` and `location` replace what is usual."""

    def __init__(
        self,
        reason: str,
        message: str = "",
        *,
        status: int = 0,
        location: str = "",
        id: str = "",
        expected: str = "",
        scope: str = "",
    ) -> None:
        known = WORDS.get(reason) or Words(status or 400, "youtube.common", "The request could not be completed.")
        self.reason = _WRITTEN_AS.get(reason, reason)
        self.status = status or known.status
        self.domain = known.domain
        self.location, self.location_type = location or known.location, known.location_type
        self.scope = scope
        super().__init__(message or known.message.replace("{id}", id).replace("{expected}", expected))

    def body(self) -> JsonObject:
        """The JSON object of the answer."""
        one: JsonObject = {"message": str(self), "domain": self.domain, "reason": self.reason}
        if self.location:
            one |= {"location": self.location, "locationType": self.location_type}
        error: JsonObject = {"code": self.status, "message": str(self), "errors": [one]}
        if self.domain == "global" and self.status in STATUS_NAMES:
            error["status"] = STATUS_NAMES[self.status]
        return {"error": error}

    def headers(self) -> dict[str, str]:
        """What goes with it: for a bad token the challenge, which names the scope that is missing."""
        realm = 'Bearer realm="https://accounts.google.com/"'
        if self.reason == "insufficientPermissions":
            return {"WWW-Authenticate": f'{realm}, error="insufficient_scope", scope="{self.scope}"'}
        if self.status == 401:
            return {"WWW-Authenticate": f'{realm}, error="invalid_token"'}
        return {}


class OAuthRefusal(Exception):
    """An answer of the token endpoint that is an error, by its code."""

    def __init__(self, code: str, words: str = "", status: int = 400) -> None:
        self.code, self.status = code, 401 if code == "invalid_client" else status
        super().__init__(words or _OAUTH.get(code, "Bad Request"))

    def body(self) -> JsonObject:
        """The JSON object of the answer."""
        return {"error": self.code, "error_description": str(self)}


_OAUTH = {
    "invalid_grant": "Token has been expired or revoked.",
    "invalid_client": "The OAuth client was not found.",
    "unsupported_grant_type": "Invalid grant_type.",
    "invalid_token": "Token expired or revoked",
    "invalid_request": "Bad Request",
}
