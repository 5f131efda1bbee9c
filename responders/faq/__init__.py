"""The FAQ: which written answer a question asks for, how certain that is, and what to say then.

Everything is learnt from the phrasings in faq.yaml, offline and in any script, by the classifier of
`responders.matching`. To see what it makes of questions, without a running Sangam:

    fitted = fit(entries)                         # Entry objects, as `FaqFile.model_validate(...).entries` has them
    fitted.answer(["wen r u open"])               # one Match, or None, for each text
    match.entry, match.probability, match.margin, match.phrasing, match.second, match.sure

It cannot cross languages by itself: an entry needs phrasings in each language that people ask in, or an endpoint that
makes vectors of texts.
"""

from __future__ import annotations

from responders.faq.file import Entry, FaqFile
from responders.faq.fitted import Fitted, fit
from responders.faq.responder import Faq, Recall, keep_learning

__all__ = ["Entry", "Faq", "FaqFile", "Fitted", "Recall", "fit", "keep_learning"]
