"""How the pages of moderation say things."""

from __future__ import annotations

from collections.abc import Mapping

from inbox.cases import MeasureKind

SEVERE, SERIOUS = 0.8, 0.5
STATES: Mapping[str, tuple[str, str]] = {  # of a case: its words, and the class that colours them
    "on its way": ("on its way", "leaves"),
    "done": ("stands", "out-of-sight"),
    "refused": ("refused", "urgent"),
    "noted": ("noted", ""),
    "undone": ("undone", "good"),
}
DEED_STATES: Mapping[str, tuple[str, str]] = {
    "on its way": ("on its way", "leaves"),
    "done": ("done", "out-of-sight"),
    "refused": ("refused", "urgent"),
    "held": ("held back", "waits"),
    "taken back": ("taken back", "good"),
    "not done": ("not done", ""),
}
RULE_STATES: Mapping[str, tuple[str, str]] = {
    "shadow": ("in shadow", "waits"),
    "force": ("in force", "good"),
    "off": ("off", ""),
}
SHELVES: Mapping[str, str] = {
    "": "all",
    "standing": "those that stand",
    "undone": "those that were undone",
    "appealed": "those with an appeal",
}
SPANS: Mapping[str, tuple[str, int]] = {
    "1d": ("day", 1),
    "7d": ("7 days", 7),
    "30d": ("30 days", 30),
    "90d": ("90 days", 90),
}
EXPLAINED: Mapping[MeasureKind, str] = {
    "hide_new": "What comes in is taken out of sight, unless it is private. Each is a case that can be undone.",
    "followers_only": "What comes from anybody else is taken out of sight. Each is a case that can be undone.",
    "known_only": "What comes from anybody else is taken out of sight. Each is a case that can be undone.",
    "freeze": "Nothing is drafted and nothing goes out by itself. People still answer.",
}
DONE: Mapping[str, str] = {
    "clear": "It stays where it is.",
    "condemn": "It goes out of sight.",
    "mute": "They are muted, as soon as the network has done it.",
    "block": "They are blocked, as soon as the network has done it.",
    "undo": "The case is undone. What can be brought back is on its way.",
    "reason": "The reason is kept.",
    "grant": "The appeal is granted. What can be brought back is on its way.",
    "decline": "The case stands, and they are told your answer.",
    "right": "Right. It counts for the rule.",
    "wrong": "Wrong. It counts against the rule.",
    "unsaid": "Taken back. It waits to be judged again.",
    "put_in_force": "The rule acts from now on.",
    "back_to_shadow": "The rule only writes down what it would do.",
    "switch_off": "The rule does nothing any more.",
    "switch_on": "It is on.",
    "end": "It is over.",
    "allow": "No rule looks at them any more.",
    "disallow": "Rules look at them again.",
    "label": "The labels are kept.",
    "merge": "The two are one person from now on.",
    "unmerge": "This account is somebody of their own again.",
}


def severity(share: float) -> tuple[str, str]:
    """How bad something is, 0 to 1, in a word, and the class that colours it."""
    if share >= SEVERE:
        return "severe", "severe"
    return ("serious", "serious") if share >= SERIOUS else ("mild", "")


def quick(ms: int | None) -> str:
    """A short time as precise as it is worth: "0.8 s", "12 s", "3 min"."""
    if ms is None:
        return "–"
    if ms < 10_000:
        return f"{ms / 1000:.1f} s"
    return f"{ms / 1000:.0f} s" if ms < 120_000 else f"{ms // 60_000} min"
