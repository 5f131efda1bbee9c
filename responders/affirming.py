"""The words for yes and no, at the beginning of an answer to a question that nobody compares with anything."""

from __future__ import annotations

from responders.text import normalise, words

YES_AND_NO = frozenset(
    normalise(
        "yes yeah yep yup no nope sure certainly absolutely definitely indeed correct right exactly of-course "
        "si claro no oui non bien-sur ja nein doch klar sicher natürlich sim nao certo sì haan han nahi nahin "
        "हाँ हां जी नहीं नही હા ના નહીં да нет نعم لا أجل"
    ).split()
)
YES_RUNS = ("是的", "是", "对", "對", "可以", "好的", "はい", "ใช่")
SOON = 40  # characters in which a yes or a no comes


def says_yes_or_no(answer: str) -> bool:
    """Whether an answer begins with one of them."""
    first = words(answer[:SOON])[:1]
    return bool(first and first[0] in YES_AND_NO) or answer.lstrip().startswith(YES_RUNS)
