"""The example that we ship: harmless as it stands, and right once its lines are switched on."""

import re
from pathlib import Path

from responders.brain import BrandFile, lines_of
from responders.brain.lines import SECTIONS
from tests.config_files import folder, loaded
from tests.tree import ROOT

SHIPPED = (ROOT / "config" / "brand.yaml").read_text("utf-8")


def test_as_it_stands_it_says_nothing(tmp_path: Path) -> None:
    (folder(tmp_path) / "brand.yaml").write_text(SHIPPED, "utf-8")

    assert loaded(tmp_path).brain == BrandFile()


def test_every_section_has_an_example_that_reads_well_once_it_is_switched_on(tmp_path: Path) -> None:
    _, begins, examples = SHIPPED.partition("# owner: olga")
    switched_on = re.sub(r"(?m)^# (?=[a-z_]+:| )", "", begins + examples).replace(
        "networks:\n    x:", "networks:\n    telegram:"
    )
    switched_on = switched_on.replace("instagram:", "webchat:")
    (folder(tmp_path) / "brand.yaml").write_text(switched_on, "utf-8")

    lines = lines_of(loaded(tmp_path).brain)

    assert {line.section for line in lines} == set(SECTIONS)
    assert {line.owner for line in lines} == {"olga"}
