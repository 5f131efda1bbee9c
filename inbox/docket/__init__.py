"""What a person needs to see of moderation: cases, appeals, flags, rules, measures, people, figures; read only.

Every surface renders these and nothing else, so they show the same content and offer the same buttons.
"""

from inbox.docket.cases import appeals, case, cases
from inbox.docket.measures import measures, tally
from inbox.docket.people import person
from inbox.docket.rules import flags, match, rule, rules

__all__ = [
    "appeals",
    "case",
    "cases",
    "flags",
    "match",
    "measures",
    "person",
    "rule",
    "rules",
    "tally",
]
