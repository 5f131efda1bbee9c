"""Which FAQ entry a question asks for, how certain that is, and when to stay silent: offline, in any script.

    from responders.matching.fitted import Example
    from responders.matching.matcher import fit

    matcher = fit([Example("hours", "When are you open?"), ...], nothing=["do you sell shoes"])
    (match,) = matcher.answer(["wen r u open"])

`fit` is quick enough to be run again whenever an entry, a phrasing or a question without an entry is added. Nothing is
imported here: numpy takes a tenth of a second, and what only reads a FAQ does without.
"""
