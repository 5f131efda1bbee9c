"""Groups of texts that say the same: in order, in any script, the same in every process."""

from __future__ import annotations

import os
import subprocess
import sys

from responders.likeness import Alike, groups, scale
from tests.tree import ROOT

ASKED = [
    "When do you open?",
    "do you deliver to Surat",
    "when do you open",
    "When do you opn today?",
    "તમે ક્યારે ખોલો છો?",
    "Do you deliver to Surat?",
    "???",
    "",
    "તમે ક્યારે ખોલો છો",
    "Can I pay by card?",
]


def test_what_says_the_same_comes_together_in_the_order_of_the_first() -> None:
    assert groups(ASKED, 0.45) == [[0, 2, 3], [1, 5], [4, 8], [9]]


def test_a_higher_bar_parts_what_is_only_similar() -> None:
    assert groups(ASKED, 0.95) == [[0, 2], [1, 5], [3], [4, 8], [9]]


def test_the_nearest_is_the_first_of_equals() -> None:
    texts = ["open on sunday", "open on monday", "open on sunday"]
    weights = scale(texts)
    alike = Alike(weights, 0.3)
    for text in texts:
        alike.add(weights.weigh(text))

    assert alike.nearest(weights.weigh("open on sunday?")) == (0, 1.0)
    assert alike.nearest(weights.weigh("kem cho")) is None


def test_another_seed_of_hashes_makes_no_other_groups() -> None:
    code = (
        "from responders.likeness import groups\n"
        "texts = [f'{a} {b} {c}?' for a in ('when', 'where', 'how') for b in ('open', 'pay', 'park', 'send')"
        " for c in ('today', 'here', 'now', 'soon')]\n"
        "print(groups(texts, 0.5))"
    )
    outs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(outs) == 1
