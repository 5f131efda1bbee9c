"""Makes of what bot.yaml says the brand that use cases work with."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from config.load import Config
from config.settings import Disclosure, Settings, mode_for
from inbox.brand import Brand, Check, Undo, nothing_to_disclose, unchecked
from inbox.canned import in_language
from inbox.capabilities import Capabilities
from inbox.cases import Fairness
from inbox.models import AccountId
from inbox.policy import Earned, Limits
from inbox.store import Store
from responders.fields import covers

if TYPE_CHECKING:  # takes a tenth of a second, and most commands never ask
    from responders.guard import Guard


def brand_of(
    settings: Settings,
    capabilities: Mapping[AccountId, Capabilities],
    store: Store,
    now: Callable[[], int],
    check: Check = unchecked,
    fair: Callable[[], Fairness] | None = None,
) -> Brand:
    """The brand as use cases see it, not connected to the outside yet; without `fair` no message is judged."""
    limits, disclosure = settings.limits, settings.disclosure
    return Brand(
        name=settings.brand.name,
        store=store,
        capabilities=capabilities,
        autonomy=functools.partial(mode_for, settings.autonomy),
        now=now,
        undo=Undo(
            _ms(settings.undo.people),
            _ms(settings.undo.automatic),
            {network: _ms(span) for network, span in settings.undo.networks.items()},
        ),
        debounce=_ms(settings.debounce),
        limits=Limits(limits.per_person, limits.per_conversation, _ms(limits.within), _ms(limits.cool_down)),
        earned=Earned(settings.earned.after, settings.earned.unchanged),
        check=check,
        disclosure=functools.partial(disclosed, disclosure) if disclosure else nothing_to_disclose,
        fair=fair,
    )


def disclosed(disclosure: Disclosure, account: AccountId, language: str) -> str:
    """What the first answer of a program says there besides, in the asker's language as far as it is written down."""
    return in_language(disclosure.text, language) if covers(disclosure.accounts, account) else ""


def warn_of(config: Config) -> Check:
    """The warnings by the files as they stand, for one command: made when they are asked for, since most never are."""

    @functools.cache
    def guard() -> Guard:
        from config.answering import guard_of

        return guard_of(config)

    return lambda conversation, messages, said: guard().warn(conversation, messages, said)


def _ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
