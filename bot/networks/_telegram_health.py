"""What proving a Telegram account found, in words that say how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.networks._telegram_shapes import RawMe, RawWebhookInfo
from inbox.errors import LoginNeeded, NetworkError
from inbox.network import Health

RECENT: Final = 3600  # seconds in which a webhook's last error counts as of now
TOKEN_FIX: Final = (
    "Ask @BotFather for the token (/mybots, your bot, API Token) and put it where token_env or token_file points."
)
REACH_FIX: Final = (
    "See that this machine reaches the internet, that DNS and any proxy or firewall let it reach the Bot API, "
    "and that base_url, if you set it, is right."
)
PRIVACY_FIX: Final = (
    "Make the bot an administrator of the group, or turn the mode off in @BotFather (/setprivacy, Disable) and then "
    "take the bot out of the group and put it back."
)


def unproven(error: NetworkError) -> Health:
    """The account could not be proven: the token is dead or malformed, or nobody answered."""
    return Health(ok=False, words=str(error), fix=TOKEN_FIX if isinstance(error, LoginNeeded) else REACH_FIX)


def proven(me: RawMe) -> Sequence[Health]:
    """Telegram knows the token; say as whom, and what the bot hears in groups."""
    name = f"@{me['username']}" if me.get("username") else me["first_name"]
    who = Health(ok=True, words=f"Telegram knows this bot as {name}.")
    if me.get("can_read_all_group_messages"):
        return [who, Health(ok=True, words="The bot hears everything in the groups it is in.")]
    deaf = "Privacy mode is on: where it is no administrator, the bot hears only commands, mentions and answers to it."
    return [who, Health(ok=True, words=deaf, fix=PRIVACY_FIX)]


def webhook(info: RawWebhookInfo, *, wanted: bool, url: str, now: int) -> Sequence[Health]:
    """How updates reach us; `url` is where we want to be called ("" when nobody can call us), `now` in unix ms."""
    if wanted and not url:
        words = "webhook is on, but nobody can call us without a public address; updates are polled instead."
        return [Health(ok=False, words=words, fix="Set public_url to our https address, or take webhook out.")]
    if not wanted:
        return _foreign(info)
    if info.get("url") != url:
        return [Health(ok=True, words=f"Telegram will be told to call {url} when Sangam starts.")]
    failed = info.get("last_error_date", 0)
    if now // 1000 - failed < RECENT:
        words = f"Telegram cannot deliver to {url}: {info.get('last_error_message', 'no reason given')}."
        fix = "See that the address is reachable from outside over https with a valid certificate."
        return [Health(ok=False, words=words, fix=fix)]
    return [Health(ok=True, words=f"Telegram calls {url}; {info.get('pending_update_count', 0)} updates wait.")]


def _foreign(info: RawWebhookInfo) -> Sequence[Health]:
    """A webhook that we did not ask for belongs to another program, or to our own earlier settings."""
    if not info.get("url"):
        return []
    words = (
        f"A webhook is set at {info['url']}; Sangam removes it when it starts to poll, and whoever set it goes deaf."
    )
    return [Health(ok=True, words=words, fix="If another program uses this bot, give Sangam a bot of its own.")]
