"""Lines put into a YAML text, and changed in it, with every other sign of it untouched."""

import difflib
from textwrap import dedent

import pytest

from config.splicing import added, changed
from inbox.errors import NotAllowed

ONE = {"text": "New"}
TWO = {"text": "New: line", "owner": "noor", "review": "2027-01-01"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '\nvalues:\n  - New\n'),
        ("# remark", '# remark\n\nvalues:\n  - New\n'),
        ("mission: A\n", "mission: A\n\nvalues:\n  - New\n"),
        ("values: # what\nmission: A\n", "values: # what\n  - New\nmission: A\n"),
        ("values: A # what\n\nmission: B", "values:\n  - A # what\n  - New\n\nmission: B"),
        ("values: 'A: b'\n", "values:\n  - 'A: b'\n  - New\n"),
        ("values: [A, 'b, c']\n", "values: [A, 'b, c', New]\n"),
        ("values: [A,]\n", "values: [A,New]\n"),
        ("values: []\n", "values: [New]\n"),
        ("values:\n- A\n- B # b\n\n# next\nmission: C\n", "values:\n- A\n- B # b\n- New\n\n# next\nmission: C\n"),
        ("values:\n    - A\n", "values:\n    - A\n    - New\n"),
        ("values:\n  - A", "values:\n  - A\n  - New"),
        ("values:\n  - |\n    A\n    b\n\n# x\n", "values:\n  - |\n    A\n    b\n  - New\n\n# x\n"),
        ("values:\n  - text: A\n    owner: o\n", "values:\n  - text: A\n    owner: o\n  - New\n"),
        ("values: >-\n  A\n  b\nmission: C\n", "values:\n  - A b\n  - New\nmission: C\n"),
        ("values:\n  owner: o\n  lines:\n    - A\n", "values:\n  owner: o\n  lines:\n    - A\n    - New\n"),
        ("values:\n  owner: o\nmission: C\n", "values:\n  owner: o\n  lines:\n    - New\nmission: C\n"),
        ("values: {owner: o, lines: [A]}\n", "values: {owner: o, lines: [A, New]}\n"),
    ],
)  # fmt: skip
def test_a_line_is_added_at_the_end_of_its_section(before: str, after: str) -> None:
    assert added(before, "values", ONE) == after


def test_a_line_with_an_owner_takes_several_lines_or_brackets() -> None:
    assert added("values:\n  - A\n", "values", TWO) == (
        'values:\n  - A\n  - text: "New: line"\n    owner: noor\n    review: 2027-01-01\n'
    )
    assert added("values: [A]\n", "values", TWO) == (
        'values: [A, {text: "New: line", owner: noor, review: 2027-01-01}]\n'
    )


@pytest.mark.parametrize(
    "before", ["values: {text: A}\n", "values:\n  text: A\n", "{mission: A}\n", "- a\n", "values: {owner: o}\n"]
)
def test_what_is_written_too_strangely_is_left_to_people(before: str) -> None:
    with pytest.raises(NotAllowed, match="by hand"):
        added(before, "values", ONE)


FILE = dedent(
    """\
    # ours
    mission: A  # why
    values:
      - B
      - text: C
        owner: o   # who

      # remark
      - {text: 'D', owner: o}
      - text: >-
          E
          e
    """
)


@pytest.mark.parametrize(
    ("place", "item", "gone", "come"),
    [
        (("mission", "lines", 0), {"text": "New"}, ["mission: A  # why"], ["mission: New  # why"]),
        (("values", "lines", 0), {"text": "N: x"}, ["  - B"], ['  - "N: x"']),
        (("values", "lines", 0), {"owner": "noor"}, ["  - B"], ["  - {text: B, owner: noor}"]),
        (("values", "lines", 1), {"owner": "noor"}, ["    owner: o   # who"], ["    owner: noor   # who"]),
        (("values", "lines", 1), {"review": "2027-01-01"}, [], ["    review: 2027-01-01"]),
        (
            ("values", "lines", 2),
            {"text": "New", "review": "2027-01-01"},
            ["  - {text: 'D', owner: o}"],
            ["  - {text: New, owner: o, review: 2027-01-01}"],
        ),
        (("values", "lines", 3), {"text": "New"}, ["  - text: >-", "      E", "      e"], ["  - text: New"]),
        (("values", "lines", 3), {"owner": "noor"}, [], ["    owner: noor"]),
    ],
)
def test_only_what_is_changed_changes(
    place: tuple[str | int, ...], item: dict[str, str], gone: list[str], come: list[str]
) -> None:
    lines = list(difflib.ndiff(FILE.splitlines(), changed(FILE, place, "text", item).splitlines()))

    assert [line[2:] for line in lines if line.startswith("- ")] == gone
    assert [line[2:] for line in lines if line.startswith("+ ")] == come
