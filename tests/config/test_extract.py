"""HTML and PDF files, read in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from config.documents import EXTRACT
from config.extract import Page
from tests.config.pdfs import bomb, pdf

SHOP = """\
<!doctype html><html><head><title>A shop</title><style>p { color: red }</style></head>
<body><nav><ul><li>Home<li>Stoles</ul></nav>
<h1>Our <em>stoles</em></h1>
<p>We are open<br>daily.<script>alert("x < y")</script></p>
<template><p>Not seen</p></template>
<h2>Care</h2><div>Wash &amp; dry, see <a href="https://acme.example/care">here</a>
  or <a href="javascript:x()">there</a>.</div><table><tr><td>Silk<td>40 cm</table>
<h2>Price</h2>₹ 1,850
"""


def page(text: str) -> list[tuple[tuple[str, ...], str]]:
    """The paragraphs of a page."""
    read = Page()
    read.feed(text)
    read.close()
    return read.pieces


def test_a_page_comes_in_paragraphs_under_its_headings_without_scripts_and_styles() -> None:
    assert page(SHOP) == [
        ((), "Home"),
        ((), "Stoles"),
        (("Our stoles",), "We are open daily."),
        (("Our stoles", "Care"), "Wash & dry, see here (https://acme.example/care) or there."),
        (("Our stoles", "Care"), "Silk 40 cm"),
        (("Our stoles", "Price"), "₹ 1,850"),
    ]


@pytest.mark.parametrize("text", ["", "<", "</p></p>", "<script>", "<svg><svg></svg>x", "<h1></h1>", "&#xD800;&#0;"])
def test_broken_pages_end(text: str) -> None:
    assert "x" not in str(page(text))


def extracted(kind: str, path: Path) -> dict[str, object]:
    """What the process says."""
    done = subprocess.run([sys.executable, "-I", str(EXTRACT), kind, str(path)], capture_output=True, check=True)
    said: dict[str, object] = json.loads(done.stdout)
    return said


def test_a_pdf_comes_page_by_page(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf("Wash it cold.\nDry it.", "In the shade."))

    assert extracted("pdf", tmp_path / "a.pdf") == {
        "pieces": [[["page 1"], "Wash it cold.\nDry it."], [["page 2"], "In the shade."]]
    }


def test_words_that_were_cut_in_two_are_whole_again(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf("It is hand-\nmade in 2-\n3 days . . . . . . . 4"))

    assert extracted("pdf", tmp_path / "a.pdf") == {"pieces": [[["page 1"], "It is handmade in 2-\n3 days …  4"]]}


@pytest.mark.parametrize(
    "raw", [b"", b"no pdf", b"%PDF-1.4\n" + bytes(range(256)) * 9, pdf("Text")[:-90], bomb(200_000_000)]
)
def test_a_broken_pdf_or_a_bomb_is_told(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(raw)

    said = extracted("pdf", tmp_path / "a.pdf")

    assert "cannot be read" in str(said.get("wrong")) or said.get("pieces") == [[["page 1"], "Text"]]


def test_comments_that_never_end_and_other_encodings_end(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Seen<!--" + "<!--" * 500_000)
    (tmp_path / "b.html").write_bytes("<p>caf\xe9".encode("latin-1"))

    assert extracted("html", tmp_path / "a.html") == {"pieces": [[[], "Seen"]]}
    assert extracted("html", tmp_path / "b.html") == {"wrong": "is not UTF-8; save it again as UTF-8"}
