"""What an address asks for, where anything may stand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from inbox.brand import Brand
from inbox.cases import CaseNumber
from inbox.errors import NotFound
from inbox.models import AccountId

Query = Mapping[str, str]
_NUMBER = re.compile(r"(?:case\s*)?#?\s*([0-9]{1,12})", re.IGNORECASE)


def number_in(text: str) -> CaseNumber | None:
    """The case that is meant by "17", "#17" or "case 17"; None where no number is."""
    found = _NUMBER.fullmatch(text.strip())
    return CaseNumber(int(found[1])) if found else None


def number_of(text: str) -> CaseNumber:
    """The same; raises NotFound for what is no number."""
    number = number_in(text)
    if number is None:
        raise NotFound(f"“{text.strip()[:40]}” is no number of a case; say it like 17.")
    return number


def account_in(brand: Brand, name: str) -> AccountId | None:
    """The account of that name; None where none is asked for. Raises NotFound for one that we do not have."""
    if not name:
        return None
    found = next((known for known in brand.capabilities if known == name), None)
    if found is None:
        raise NotFound(f"The account {name[:80]} is not switched on.")
    return found
