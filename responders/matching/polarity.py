"""Words that turn a question round, and words that say what is asked: small lists for the languages of the tests.

"Join contest" and "not join contest" share nearly all their letters. No statistics of a few phrasings will see that, so
a denial that the nearest phrasing lacks, or the other way round, always leaves the answer to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

_DENYING = """
    no not cannot cant dont wont didnt doesnt isnt arent wasnt havent hasnt couldnt wouldnt shouldnt
    don won didn doesn isn aren wasn haven hasn couldn wouldn shouldn unable never
    without neither nor none nobody nothing
    nahi nahin nai nhi nathi nathee नहीं नही मत बिना નથી નહીં નહિ નહી વગર
    nunca sin jamas pas jamais sans nicht kein keine keinen nie ohne não nao nunca sem non mai senza
    不 没 沒 無 无 未 别 не нет без لا ليس لم yok değil
"""
_ASKING = """
    how what when where who why which whose whom
    kya kab kaha kahan kaun kyun kyu kyon kaise kitna kitne kitni shu su shun kyare kya kem kevi kon ketla ketlo ketli
    क्या कब कहाँ कहां कौन क्यों कैसे कितना कितने कितनी શું ક્યારે ક્યાં કેમ કોણ કેવી કેટલા કેટલો કેટલી
    que como cuando donde quien cual cuanto comment quand pourquoi combien qui wie was wann wo wer warum welche
    quanto quando onde porque
"""

DENYING = frozenset(_DENYING.split())
ASKING = frozenset(_ASKING.split())


def denied(words: Sequence[str]) -> bool:
    """Whether any word denies; "can't" falls apart into "can" and "t"."""
    return not DENYING.isdisjoint(words) or ("can", "t") in pairwise(words)


def asking(words: Iterable[str]) -> frozenset[str]:
    """The question words among these."""
    return ASKING.intersection(words)
