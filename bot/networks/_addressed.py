"""What is said behind our own name: on networks where one is spoken to by name, the name is no part of the question."""

from __future__ import annotations

import re
from typing import Final

_NAMED: Final = r"\s*@{}(?![\w@])[,:;]?\s*"


def without_name(text: str, *names: str) -> str:
    """The text without our name in front of it, however often it stands there; as it is where nothing else is said."""
    ours = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    said = re.sub(f"^(?:{_NAMED.format(f'(?:{ours})')})+", "", text, flags=re.IGNORECASE) if ours else text
    return said or text
