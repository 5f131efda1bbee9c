"""What does not work while an account listens: said in the log once, and not each time that it is tried."""

from __future__ import annotations

import structlog

from inbox.models import AccountId

log = structlog.get_logger("sangam")


class Troubles:
    """Those of one account; `network` begins the name of each in the log, such as "tiktok.gap_open"."""

    def __init__(self, network: str, account: AccountId) -> None:
        """There are none yet."""
        self._network = network
        self._account = account
        self._said: dict[tuple[str, ...], str] = {}

    def say(self, what: str, error: Exception, **where: str) -> None:
        """Say it, unless it was said in these very words and has not worked since."""
        key = (what, *where.values())
        if self._said.get(key) != str(error):
            self._said[key] = str(error)
            log.warning(f"{self._network}.{what}", account=self._account, **where, words=str(error))

    def over(self, what: str, **where: str) -> None:
        """It works again."""
        self._said.pop((what, *where.values()), None)


def first_error(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """The one error that ended a group of tasks; of several, the first that happened."""
    inner = failed.exceptions[0]
    return first_error(inner) if isinstance(inner, BaseExceptionGroup) else inner
