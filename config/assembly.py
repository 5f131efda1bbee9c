"""Makes of what the files say the things that work by it: the brand, and the responders in their order."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import timedelta

from config.load import Config
from config.settings import Settings, mode_for
from inbox.brand import Brand, Undo
from inbox.models import AccountId
from inbox.network import Capabilities
from inbox.policy import Limits
from inbox.store import Store
from responders.faq import Faq
from responders.rules import Rules
from responders.turn import Responder


def brand_of(
    settings: Settings, capabilities: Mapping[AccountId, Capabilities], store: Store, now: Callable[[], int]
) -> Brand:
    """The brand as use cases see it; nothing is connected to the outside yet."""
    limits = settings.limits
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
    )


def responders_of(config: Config) -> tuple[Responder, ...]:
    """The responders in their order, by the files as they stand now."""
    return Rules(config.rules), Faq(config.faq)


def _ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
