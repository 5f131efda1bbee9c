"""docs/brand.md is true: every key is explained, and every example reads well."""

import re
from pathlib import Path

import pytest

from config import documents
from config.shape import keys
from responders.brain.lines import SECTIONS, lines_of
from responders.brain.written import BrandFile, Contact, OwnedHours, Product, Voice, WrittenLine
from tests.config_files import folder, loaded
from tests.tree import ROOT

PAGE = (ROOT / "docs" / "brand.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("key", sorted({*keys([BrandFile, WrittenLine, Product, Contact, OwnedHours, Voice])}))
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"`{key}[`:]", PAGE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_reads_well(tmp_path: Path, example: str) -> None:
    (folder(tmp_path) / "brand.yaml").write_text(example, "utf-8")

    assert lines_of(loaded(tmp_path).brain)


def test_every_section_has_an_example() -> None:
    shown = {key for example in EXAMPLES for key in re.findall(r"^([a-z_]+):", example, re.MULTILINE)}

    assert shown >= set(SECTIONS)


def test_every_kind_and_bound_of_documents_is_named() -> None:
    named = " ".join(PAGE.split())

    assert all(f"`{suffix}`" in named for suffix in documents.KINDS)
    assert f"{documents.MOST_FILES} files" in named
    assert f"{documents.MOST_OF_ONE:,} paragraphs of one file and {documents.MOST_PIECES:,} in all" in named
    sizes = {kind: most >> 20 for kind, most in documents.MOST_BYTES.items()}
    assert (
        f"{sizes['Markdown']} MiB of Markdown or text, {sizes['html']} MiB of HTML and {sizes['pdf']} MiB of PDF"
        in named
    )
