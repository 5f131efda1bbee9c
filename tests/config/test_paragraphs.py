"""Texts in paragraphs under their headings, and in pieces whose ids stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.paragraphs import LONGEST, chunks, markdown, plain

CARE = """\
---
title: Care
---
# Care #

Wash it **by hand** in `cold` water. <!-- not
for anybody -->

We send to:

- India
- Nepal

## Drying

In the shade, see [our page](https://acme.example/dry "Drying") ![a stole](stole.png).

Ironing
-------
```
# no heading
```
"""


def test_markdown_comes_in_paragraphs_under_its_headings() -> None:
    assert [(chunk.title, chunk.text) for chunk in chunks("care.md", markdown(CARE))] == [
        ("care.md › Care", "Wash it by hand in cold water."),
        ("care.md › Care", "We send to:\n- India\n- Nepal"),
        ("care.md › Care › Drying", "In the shade, see our page (https://acme.example/dry) a stole."),
        ("care.md › Care › Ironing", "# no heading"),
    ]


def test_a_text_comes_in_paragraphs() -> None:
    pieces = [chunk.text for chunk in chunks("a.txt", plain("One\ntwo.\n \n\n\nThree."))]

    assert pieces == ["One\ntwo.", "Three."]


def test_a_paragraph_keeps_its_id_when_others_change() -> None:
    before = {chunk.text: chunk.id for chunk in chunks("care.md", markdown(CARE))}
    after = {
        chunk.text: chunk.id
        for chunk in chunks(
            "care.md", markdown(CARE.replace("## Drying", "New.\n\n## How to dry").replace("Nepal", "US"))
        )
    }

    same = before.keys() & after.keys()
    assert len(same) == 3
    assert all(before[text] == after[text] for text in same)
    assert all(id.startswith("doc:care.md#") for id in after.values())


def test_the_same_words_under_two_headings_are_two_pieces_and_under_one_heading_one() -> None:
    found = list(chunks("a.md", markdown("# Silk\n\nYes.\n\nYes.\n\n# Wool\n\nYes.\n")))

    assert [chunk.title for chunk in found] == ["a.md › Silk", "a.md › Wool"]
    assert len({chunk.id for chunk in found}) == 2


def test_long_paragraphs_are_cut_between_sentences() -> None:
    sentence = "We print every stole by hand with natural dyes. "
    found = [chunk.text for chunk in chunks("a.txt", plain("".join(f"{at} {sentence}" for at in range(100))))]

    assert all(len(text) <= LONGEST and text.endswith("dyes.") for text in found)
    assert sum(text.count("natural") for text in found) == 100


def test_a_paragraph_without_sentences_is_cut_all_the_same() -> None:
    endless = "".join(chr(0x0A85 + at % 7) for at in range(5000))
    found = [chunk.text for chunk in chunks("a.txt", plain(endless))]

    assert "".join(found) == endless
    assert max(map(len, found)) <= LONGEST


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "---", "# Title only", "***", "\x00\ud800", "```", "<!-- never ended", "|---|"]
)
def test_what_says_nothing_is_no_piece(text: str) -> None:
    assert list(chunks("a.md", markdown(text))) == []


@pytest.mark.parametrize(
    "sign", ["<!--", "[a](", "![", "**a ", "#", "- ", "`", "```\n", "---\n", "[[", ">", " ", "=", "~~~", "__a", "…"]
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("# a", "b"), ("x\n", "\nx")])
def test_garbage_ends(sign: str, before: str, after: str) -> None:
    text = before + sign * (200_000 // len(sign)) + after
    assert list(chunks("a.md", markdown(text))) is not None
    assert list(chunks("a.txt", plain(text))) is not None


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("# Care", "Care"),
        ("###   Care of silk   ##", "Care of silk"),
        ("## C#", "C#"),
        ("   # Care", "Care"),
        ("#", ""),
    ],
)
def test_a_heading_may_be_closed_and_indented(line: str, title: str) -> None:
    (found,) = chunks("a.md", markdown(f"{line}\n\nText.\n"))

    assert found.title == " › ".join(filter(None, ("a.md", title)))


@pytest.mark.parametrize("line", ["####### Care", "#hashtag", "    # Care"])
def test_what_only_looks_like_a_heading_is_text(line: str) -> None:
    assert [chunk.text for chunk in chunks("a.md", markdown(line))] == [line.strip()]


def test_documents_in_gujarati_are_cut_as_well() -> None:
    found = list(chunks("સંભાળ.md", markdown("# ધોવું\n\nઠંડા પાણીમાં ધોવો।\n\n## સૂકવવું\n\nછાંયડામાં સૂકવો.\n")))

    assert [(chunk.title, chunk.text) for chunk in found] == [
        ("સંભાળ.md › ધોવું", "ઠંડા પાણીમાં ધોવો।"),
        ("સંભાળ.md › ધોવું › સૂકવવું", "છાંયડામાં સૂકવો."),
    ]


@given(st.text(alphabet=st.sampled_from("#-=`~*_[]()!<>:|. \n\tab\u0a95\u7684\ud800\x00"), max_size=300))
def test_whatever_stands_in_a_document_comes_in_small_pieces_with_ids_of_their_own(text: str) -> None:
    for pieces in (markdown(text), plain(text)):
        found = list(chunks("a.md", pieces))
        assert len({chunk.id for chunk in found}) == len(found)
        assert all(0 < len(chunk.text) <= LONGEST for chunk in found)
        assert not {"\x00", "\ud800"} & {sign for chunk in found for sign in chunk.text}
