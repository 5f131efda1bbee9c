"""moderation.yaml as data: its lists read in, and all that is wrong with it that no single line can know."""

from __future__ import annotations

from pathlib import Path

from config.cross import Known
from config.cross_moderation import check_moderation
from config.document import Document
from config.problems import Problem
from config.word_lists import LISTS, Keep, lists_of


def sections_of(document: Document, folder: Path, known: Known, keep: Keep) -> tuple[object, list[Problem]]:
    """The data of the file with the words of its lists, and what is wrong with either that pydantic does not see."""
    lists, problems = lists_of(document, folder, keep)
    data = document.data
    if isinstance(data, dict):
        data = {key: value for key, value in data.items() if value is not None}
        data |= {LISTS: lists} if isinstance(data.get(LISTS), dict) else {}
    return data, [*problems, *check_moderation(document, known)]
