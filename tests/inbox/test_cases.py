"""The nouns of moderation."""

from __future__ import annotations

from inbox.cases import MODERATION, Case, CaseNumber, Fairness
from inbox.models import account_id, conversation_id
from inbox.policy import may
from tests.cast import ASHA

ACCOUNT = account_id("telegram", "main")


def test_a_case_stands_until_it_is_undone() -> None:
    of = conversation_id(ACCOUNT, ASHA.remote)
    case = Case(CaseNumber(1), 1, ACCOUNT, of, None, None, ASHA, "", (), MODERATION)
    undone = Case(CaseNumber(1), 1, ACCOUNT, of, None, None, ASHA, "", (), MODERATION, undone_at=2)
    assert case.stands
    assert not undone.stands


def test_a_rule_has_no_rights_of_a_person() -> None:
    assert not may(MODERATION, "hide")


def test_nobody_is_told_anything_until_the_file_says_so() -> None:
    fairness = Fairness()
    assert fairness.notice(ACCOUNT, "gu") == ""
    assert fairness.apology("gu") == ""
