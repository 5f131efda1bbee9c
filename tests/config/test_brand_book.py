"""The brand's own words as commands need them."""

from pathlib import Path

from config.brand_book import book_of
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
