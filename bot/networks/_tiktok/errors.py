"""What TikTok's refusals mean: numbers in HTTP 200 (API for Business), names with a status (open.tiktokapis.com).

business-api.tiktok.com, "Appendix: return codes", and developers.tiktok.com, "Error handling" and the pages of the
Content Posting API, read 2026-11-23. That a closed window is 40064 is what others who use the API report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.networks._http import Answer, failed, plain
from bot.networks._tiktok.options import CONNECT
from inbox.errors import (
    LoginNeeded,
    NetworkError,
    RateLimited,
    Rejected,
    Unavailable,
    Uncertain,
    WindowClosed,
)

NAME: Final = "TikTok"
PAUSE: Final = 300.0  # seconds that TikTok wants after too many calls of the API for Business
MINUTE: Final = 60.0
Code = int | str

TOO_MANY: Final = frozenset({40016, 40100, 40133})
DEAD: Final = frozenset({40102, 40104, 40105, "access_token_invalid"})  # another access token may be taken
ENDED: Final = frozenset({40103, 40107, 40110, "invalid_grant"})  # only a person can renew it
WINDOW: Final = 40064
MAINTENANCE: Final = 60001
NO_SUCH_APP: Final = frozenset({40113, "invalid_client"})
AGAIN: Final = f"Connect the account again: {CONNECT}."
# What to do about a refusal, behind TikTok's own words.
STEPS: Final[Mapping[Code, str]] = {
    40001: f"TikTok does not allow this to the app or for this account. If a permission is missing: {CONNECT}, and "
    "grant it.",
    40118: "The app has to be let into this part of the API first: apply at business-api.tiktok.com/portal, My Apps.",
    40907: "Send a smaller file.",
    40908: "Send a JPG or PNG.",
    "scope_not_authorized": f"The account has not granted this: {CONNECT}, and grant it.",
    "unaudited_client_can_only_post_to_private_accounts": "The app is not audited, so it may post for the account's "
    "own eyes only. Set audited: false in bot.yaml, or apply for the audit at developers.tiktok.com, your app, Content "
    "Posting API.",
    "url_ownership_unverified": "TikTok fetches files only below an address that is proven to be yours: "
    "developers.tiktok.com, your app, URL properties, add the address in web.public_url.",
    "privacy_level_option_mismatch": "The account's settings at TikTok do not allow this visibility. Choose another.",
    "spam_risk_too_many_posts": "The account has posted all that TikTok takes in a day. Retry tomorrow.",
    "spam_risk_user_banned_from_posting": "TikTok has banned this account from posting. Look into the TikTok app.",
    "spam_risk_too_many_pending_share": "Five drafts wait in the account's inbox already. Finish or delete some.",
    "reached_active_user_cap": "The app has posted for as many accounts as TikTok allows it in a day. Retry tomorrow.",
}
OWNERSHIP: Final = "url_ownership_unverified"


def code_of(error: BaseException) -> Code:
    """TikTok's number or name of an error; 0 where it gave none."""
    code: Code = vars(error).get("code", 0)
    return code


def business_error(answer: Answer, *, effect: bool) -> NetworkError | None:
    """What an answer of the API for Business means when it is a refusal; None when it is not."""
    said = answer.object()
    code, words = said.get("code"), plain(said.get("message") or "")
    if isinstance(code, bool) or not isinstance(code, int):
        return _odd(answer, effect=effect)
    if code == 0 and answer.ok:
        return None
    return error_for(code, words, effect=effect)


def content_error(answer: Answer, *, effect: bool) -> NetworkError | None:
    """The same for open.tiktokapis.com, whose logins have errors of another form."""
    said = answer.object()
    error = said.get("error")
    if isinstance(error, dict):
        code, words = error.get("code"), error.get("message")
    else:
        code, words = error, said.get("error_description")
    if answer.ok and said and code in (None, "", "ok"):
        return None
    if not isinstance(code, str) or not code:
        return (
            RateLimited(f"{NAME} wants fewer calls.", MINUTE) if answer.status == 429 else _odd(answer, effect=effect)
        )
    return error_for(code, plain(words or ""), effect=effect)


def error_for(code: Code, words: str, *, effect: bool) -> NetworkError:
    """What a number or name means, with TikTok's words; without `effect` nothing can have been done."""
    error = _meant(code, words, effect=effect)
    vars(error)["code"] = code
    return error


def _meant(code: Code, words: str, *, effect: bool) -> NetworkError:
    said = f"{NAME} says: {words.rstrip('.') or 'no reason'} ({code})."
    if code in TOO_MANY or code == "rate_limit_exceeded":
        return RateLimited(said, PAUSE if isinstance(code, int) else MINUTE)
    if code in DEAD or code in ENDED:
        return LoginNeeded(f"{said} {AGAIN}")
    if code in NO_SUCH_APP:
        return LoginNeeded(f"{said} Compare the app's id and secret in bot.yaml with the app's page at TikTok.")
    if code == WINDOW:
        return WindowClosed(
            f"{said} A message may be answered for 48 hours, ten times at most, until they write again."
        )
    if code == MAINTENANCE:
        return Unavailable(said)
    if code == "internal_error" or (isinstance(code, int) and 50000 <= code < 60000):
        return Uncertain(said) if effect else Unavailable(said)
    step = STEPS.get(OWNERSHIP if OWNERSHIP in words else code, "")
    return Rejected(f"{said} {step}".rstrip())


def _odd(answer: Answer, *, effect: bool) -> NetworkError:
    if answer.status == 429:
        return RateLimited(f"{NAME} wants fewer calls.", answer.seconds() or MINUTE)
    if 400 <= answer.status < 500:
        return Rejected(f"{NAME} refused this call and gave no reason (HTTP {answer.status}).")
    return failed(answer, name=NAME, effect=effect)
