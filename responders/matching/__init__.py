"""Which FAQ entry a question asks for, how certain that is, and when to stay silent: offline, in any script.

    matcher = fit([Example("hours", "When are you open?"), ...], nothing=["do you sell shoes"])
    (match,) = matcher.answer(["wen r u open"])

`fit` is quick enough to be run again whenever an entry, a phrasing or a question without an entry is added.
"""

from responders.matching.fitted import Example
from responders.matching.matcher import Match, Matcher, fit
from responders.matching.meaning import Vectors

__all__ = ["Example", "Match", "Matcher", "Vectors", "fit"]
