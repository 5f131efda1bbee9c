"""What can be cited."""

from inbox.actions import Source
from responders.brain.passages import Passage


def test_a_passage_is_cited_by_its_id_with_its_words() -> None:
    passage = Passage("brand:founding", "History", "Founded in 2009.", "line")

    assert passage.source == Source("brand:founding", "History", "Founded in 2009.")
