"""Who a web-chat visitor is, and how often they may knock: tokens, signed identities, allowed sites, token buckets."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from urllib.parse import unquote, urlsplit

from bot.networks._webchat_options import WebChatOptions
from bot.networks._webchat_said import Visitor
from inbox.errors import NotAllowed
from inbox.models import AccountId, RemoteId

TOKEN = re.compile(r"Bearer ([0-9a-f]{64})")  # 256 random bits, made by the visitor's browser
MOST_BUCKETS = 20_000  # about 4 MB; the ones not used for longest go first
LOCAL = ("localhost", "127.0.0.1", "[::1]")


def visitor_of(account: AccountId, options: WebChatOptions, token: str, claimed: str, signature: str) -> Visitor:
    """Whose browser this is: the site's own person if its server signed for them, else whoever holds the token.

    `token` is the Authorization header, `claimed` the percent-encoded id that the site gave. Raises NotAllowed.
    """
    if claimed:
        known_as = unquote(claimed)
        verify_identity(options, known_as, signature)
        return Visitor(_thread(account, "visitor", known_as), known_as)
    match = TOKEN.fullmatch(token)
    if match is None:
        raise NotAllowed("This request names no visitor.")
    return Visitor(_thread(account, "token", match[1]))


def verify_identity(options: WebChatOptions, known_as: str, signature: str) -> None:
    """Check that the site's server vouched for this visitor; raises NotAllowed with the reason."""
    if options.identity_secret is None:
        raise NotAllowed("The page names a visitor, but this chat has no identity_secret to check it with.")
    if len(known_as) > 200:
        raise NotAllowed("The id of the visitor is longer than 200 characters.")
    secret = options.identity_secret.get_secret_value().encode()
    right = hmac.new(secret, known_as.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right.encode(), signature.lower().encode()):
        raise NotAllowed("The page names a visitor, but the signature beside it is missing or wrong.")


def _thread(account: AccountId, kind: str, secret: str) -> RemoteId:
    # A digest, because the thread's id is shown to our people and written to logs, and the token must not be.
    return RemoteId(hashlib.sha256(f"{account}\0{kind}\0{secret}".encode()).hexdigest()[:32])


def sites(options: WebChatOptions, public_url: str) -> tuple[str, ...]:
    """Where the chat may be shown besides our own pages, as the sources of a content security policy."""
    if options.origins:
        return options.origins
    own = urlsplit(public_url)
    public = (f"{own.scheme}://{own.netloc}",) if own.netloc else ()
    return (*public, "http://localhost:*", "http://127.0.0.1:*")


def may_show(options: WebChatOptions, public_url: str, host: str, origin: str) -> bool:
    """Whether a page of this origin may show the chat; `host` is what the browser calls us."""
    url = urlsplit(origin)
    if url.scheme not in ("http", "https") or not url.netloc:
        return False
    if url.netloc in (host, urlsplit(public_url).netloc):
        return True
    if options.origins:
        return origin.lower() in options.origins
    return (url.hostname or "") in LOCAL


def is_ours(public_url: str, host: str, origin: str) -> bool:
    """Whether a request comes from a page of our own, as all of the window's do; other programs send no origin."""
    place = urlsplit(origin).netloc  # empty for "null", which is what a sandboxed frame sends
    return not origin or (bool(place) and place in (host, urlsplit(public_url).netloc))


class Buckets:
    """Token buckets, one per name, held in this process only and bounded in number.

    Several processes each allow the full rate, so the true limit is theirs together.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        """Allow `most` at once and as many again in each stretch of `seconds`."""
        self.most, self.rate, self.clock = most, most / seconds, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Take one; 0 when it was there, else the seconds until there is one."""
        now = self.clock()
        left, since = self._left.pop(name, (float(self.most), now))
        left = min(float(self.most), left + (now - since) * self.rate)
        taken = left >= 1
        self._left[name] = (left - 1 if taken else left, now)
        if len(self._left) > MOST_BUCKETS:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - left) / self.rate


def address_of(remote: str | None) -> str:
    """The name of an address in the buckets; one network of IPv6 (64 bits) is one, as it belongs to one customer."""
    try:
        address = ip_address(remote or "")
    except ValueError:
        return remote or ""
    return str(IPv6Address(int(address) >> 64 << 64)) if isinstance(address, IPv6Address) else str(address)
