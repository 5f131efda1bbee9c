"""Rules: if a message says this, answer that, label it, raise it or hand it to a person; in the order of the file."""

from responders.rules.conditions import Condition
from responders.rules.file import Rule, RulesFile
from responders.rules.responder import Matched, Rules

__all__ = ["Condition", "Matched", "Rule", "Rules", "RulesFile"]
