"""What YouTube's refusals mean, by their reason, and in words that say what to do.

Source: developers.google.com/youtube/v3/docs/errors and the tables of errors below each call, read 2026-11-27.
"""

from __future__ import annotations

import html
import re
from typing import Final

from bot.networks._http import Answer, failed, plain
from bot.networks._youtube.planner import resets_at, span
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain

NAME: Final = "YouTube"
CONNECT: Final = "Run `.venv/bin/python run.py connect youtube`"
UNAUTHORISED: Final = 401
A_MOMENT: Final = 60.0  # seconds to wait where YouTube says that we are too fast, and not for how long
QUOTA: Final = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
TOO_FAST: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "concurrentLimitExceeded"})
GONE: Final = frozenset({"commentNotFound", "commentThreadNotFound", "videoNotFound", "notFound"})
UNSEEN: Final = frozenset({"commentsDisabled", "forbidden"})  # what is said there is not gone, nobody is shown it
DELETED: Final = frozenset({"forbidden", "processingFailure"})  # setModerationStatus of what its author has deleted
NO_CHANNEL: Final = frozenset({"youtubeSignupRequired", "channelNotFound", "channelClosed", "channelSuspended"})
STALE_PAGE: Final = frozenset({"invalidPageToken"})
OURS: Final = {
    "commentsDisabled": "Comments are switched off for this video, or it is private. Switch them on in YouTube Studio.",
    "insufficientPermissions": f"The login does not allow this. {CONNECT} again and tick every box.",
    "accessNotConfigured": (
        "YouTube Data API v3 is not switched on in the Google Cloud project. Switch it on under APIs & Services."
    ),
    "ineligibleAccount": "This channel may not comment: its Google account has to be completed on youtube.com first.",
    "commentNotFound": "The comment is gone.",
    "parentCommentNotFound": "The comment that this answers is gone.",
    "parentCommentIsPrivate": "The comment that this answers waits for review. Publish it first.",
    "commentTextTooLong": "The text is longer than the 10,000 characters that YouTube takes.",
    "videoNotFound": "The video is gone.",
    "uploadLimitExceeded": "This channel has uploaded as many videos as YouTube takes in a day. Retry tomorrow.",
    "processingFailure": (
        "YouTube could not do this, and says no more. It may be passing, or the comment gone: retry, or look in "
        "YouTube Studio."
    ),
    "operationNotSupported": "YouTube does not offer this for this comment. Do it in YouTube Studio.",
    "forbidden": "YouTube forbids this channel to do that here, or the comment is gone.",
}
_TAG: Final = re.compile(r"<[^>]*>")


class Refusal(Rejected):
    """What YouTube refused for good; `reason` is its own word for why."""

    def __init__(self, words: str, reason: str) -> None:
        """Keep both."""
        super().__init__(words)
        self.reason = reason


def error_for(answer: Answer, now: int, *, effect: bool = False, uploads: bool = False) -> NetworkError:
    """The error that an answer is; `now` in unix ms.

    `effect`: the call may have changed something. `uploads`: it counts against the uploads of the day alone.
    """
    reason, words = reason_of(answer)
    if reason in QUOTA:
        wait = resets_at(now) - now
        if uploads:
            said = "Google takes no further uploads from this project today; it does again in"
            return Refusal(f"{said} {span(wait)}. Retry then.", reason)
        return RateLimited(f"The quota of the day is used up; it is full again in {span(wait)}.", wait / 1000)
    if reason in TOO_FAST or answer.status == 429:
        return RateLimited(f"YouTube asks us to slow down: {words or reason}", answer.seconds() or A_MOMENT)
    if reason in NO_CHANNEL:
        return LoginNeeded(f"Whoever logged in has no such channel: {words} {CONNECT} and choose the channel.")
    if answer.status == UNAUTHORISED:
        return LoginNeeded(f"Google does not accept the login any more: {words} {CONNECT}.")
    if not reason or answer.status >= 500:
        return _server_error(answer, words, effect=effect)
    ours = OURS.get(reason, "")
    return Refusal(f"{ours} (YouTube: {words})" if ours and words else ours or words, reason)


def refusal(error: NetworkError) -> str:
    """YouTube's own word for why; "" where it has none."""
    return error.reason if isinstance(error, Refusal) else ""


def reason_of(answer: Answer) -> tuple[str, str]:
    """The reason and the words of an answer that is an error, both "" where it tells none."""
    error = answer.object().get("error")
    if not isinstance(error, dict):
        return "", ""
    errors = error.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    words = plain(html.unescape(_TAG.sub("", str(first.get("message") or error.get("message") or ""))))
    return str(first.get("reason") or error.get("status") or ""), words


def _server_error(answer: Answer, words: str, *, effect: bool) -> NetworkError:
    if not words:
        return failed(answer, name=NAME, effect=effect)
    said = f"YouTube has trouble of its own: {words} (HTTP {answer.status})"
    if effect and answer.status >= 500 and answer.status != 503:
        return Uncertain(said)
    return Unavailable(said) if answer.status >= 500 else Refusal(words, "")
