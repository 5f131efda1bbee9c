"""The brand's own words as commands need them."""

from pathlib import Path

from config.brand_book import book_of, remarks
from tests.config_files import folder, loaded


async def test_what_is_written_is_read_anew_with_the_documents(tmp_path: Path) -> None:
    (folder(tmp_path) / "brand.yaml").write_text("owner: olga\n")
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "care.md").write_text("Wash the stole by hand.")
    lines, knowledge, add, change = book_of(lambda: loaded(tmp_path))

    added = await add("values", "We repair a stole.", "", None)
    changed = await change(added.id, "We repair every stole.", "noor", None)

    assert lines() == (changed,)
    assert {passage.text for passage in knowledge().find("stole")} == {"Wash the stole by hand.", changed.text}


def test_stale_lines_and_documents_that_cannot_be_read_are_remarked_on(tmp_path: Path) -> None:
    (folder(tmp_path) / "brand.yaml").write_text("owner: olga\nmission: {text: Cloth., review: 1970-01-01}\n")
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "a.pdf").write_text("broken")
    config = loaded(tmp_path)

    assert [said.split(";")[0] for said in remarks(config, 86_400_000)] == [
        "config/brand.yaml:2: mission: should have been read again by 1970-01-01",
        "knowledge/a.pdf:1: cannot be read (PdfStreamError)",
    ]
    assert len(remarks(config, 0)) == 1
