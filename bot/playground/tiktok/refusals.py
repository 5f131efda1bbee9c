"""How the simulated TikTok refuses: numbers in HTTP 200 (API for Business), names with a status (open.tiktokapis.com).

Sources: business-api.tiktok.com, "Appendix - Return codes"; developers.tiktok.com, "Error handling" and the pages of
the Content Posting API. That a closed window is 40064 is what others who use the API report.
"""

from __future__ import annotations

BUSINESS = {
    40000: "The parameters provided are invalid.",
    40001: "You don't have permission to perform this operation.",
    40002: "Parameter error.",
    40007: "The object does not exist.",
    40016: "Requests made too frequently.",
    40064: "You are sending messages too fast. Please try again after the user sends you a message.",
    40100: "Too many requests. Please retry in some minutes.",
    40101: "Invalid parameter values for authentication.",
    40102: "Access token is expired.",
    40103: "Refresh token is expired.",
    40104: "Access token is null, you should set it in http header with key Access-Token.",
    40105: "Access token is incorrect or has been revoked.",
    40107: "Refresh token is invalid.",
    40108: "Invalid value for grant_type.",
    40110: "The auth_code is canceled. Please re-authorize and try again with a new auth_code.",
    40113: "The app has been blocked or does not exist.",
    40118: "The app is not on the allowlist for accessing the feature.",
    40133: "Requests made too frequently for this account.",
    40907: "The file is too large.",
    40908: "The file type is unsupported.",
    40910: "The file has expired.",
    50000: "System error.",
    50002: "Service error: please try again later.",
    51065: "System error. Retry the call.",
    51305: "Satellite service error.",
    60001: "The system is in maintenance.",
}
OPEN = {
    "invalid_params": (400, "One or more fields in request is invalid."),
    "invalid_publish_id": (400, "The publish_id does not exist."),
    "token_not_authorized_for_specified_publish_id": (400, "The token is not the one that began this post."),
    "access_token_invalid": (401, "The access token is invalid or not found in the request."),
    "scope_not_authorized": (401, "The user did not authorize the scope required for completing this request."),
    "scope_permission_missed": (400, "The scope needed for some of the fields was not authorized."),
    "spam_risk_too_many_posts": (403, "The daily post cap from the API is reached for the current user."),
    "spam_risk_user_banned_from_posting": (403, "The user is banned from making new posts."),
    "spam_risk_too_many_pending_share": (403, "There may be at most 5 pending shares within any 24-hour period."),
    "reached_active_user_cap": (403, "The daily quota for active publishing users from your client is reached."),
    "unaudited_client_can_only_post_to_private_accounts": (403, "Please review our integration guidelines."),
    "url_ownership_unverified": (403, "Please review our URL ownership verification rules."),
    "privacy_level_option_mismatch": (403, "The privacy level is not among those of creator_info."),
    "rate_limit_exceeded": (429, "The API rate limit was exceeded. Please try again later."),
    "internal_error": (500, "Something went wrong. Please try again later."),
}
FAILURES = frozenset(
    (
        "file_format_check_failed",
        "duration_check_failed",
        "frame_rate_check_failed",
        "picture_size_check_failed",
        "internal",
        "video_pull_failed",
        "photo_pull_failed",
        "publish_cancelled",
        "auth_removed",
        "spam_risk_too_many_posts",
        "spam_risk_user_banned_from_posting",
        "spam_risk_text",
        "spam_risk",
    )
)


class Refusal(Exception):
    """A call is refused: by a number of BUSINESS, or by a name of OPEN; `status` is the HTTP status."""

    def __init__(self, code: int | str, message: str = "", status: int = 0) -> None:
        usual, words = OPEN.get(code, (400, code)) if isinstance(code, str) else (200, BUSINESS.get(code, "Error."))
        super().__init__(message or words)
        self.code = code
        self.status = status or usual


def wrong(message: str) -> Refusal:
    """A parameter is missing or odd, in the API for Business."""
    return Refusal(40002, message)


def invalid(message: str) -> Refusal:
    """A parameter is missing or odd, at open.tiktokapis.com."""
    return Refusal("invalid_params", message)
