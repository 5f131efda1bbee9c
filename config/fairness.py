"""What moderation.yaml says besides its rules, as use cases need it: who is told what, strikes, when a rule may act."""

from __future__ import annotations

from datetime import timedelta

from inbox.canned import in_language
from inbox.cases import Fairness, Ladder
from inbox.models import AccountId
from inbox.moderation.rulings import EVERYTHING, FOR_GOOD
from responders.fields import covers
from responders.moderation.file import ModerationFile
from responders.moderation.wanting import wants_of


def fairness_of(file: ModerationFile) -> Fairness:
    """The fairness of a file; that of an empty one where there is none, so that the buttons for bad days work."""
    usual, appeals, apology = Fairness(), file.appeals, file.apology

    def notice(account: AccountId, language: str) -> str:
        told = appeals is not None and covers(appeals.accounts, account)
        return in_language(appeals.text, language) if appeals and told else ""

    return Fairness(
        ladder=Ladder(
            tuple((step.at, wants_of(step)) for step in file.strikes.ladder),
            _ms(file.strikes.half_life),
        ),
        after=file.earned.after,
        precision=file.earned.precision,
        alone=file.earned.alone,
        notice=notice,
        apology=(lambda language: in_language(apology, language)) if apology else usual.apology,
        appeal_within=_ms(appeals.within) if appeals else usual.appeal_within,
        decide_within=_ms(appeals.decide_within) if appeals else usual.decide_within,
    )


def to_confirm(file: ModerationFile) -> dict[str, str]:
    """The rules that act only when a lead confirms that, each with why."""
    found = {rule.id: FOR_GOOD for rule in file.rules if rule.do.irreversible}
    return found | {rule.id: EVERYTHING for rule in file.rules if rule.forced}


def _ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
