"""All that may be known and cited."""

from responders.brain.knowledge import knowledge_of
from responders.brain.written import BrandFile
from responders.faq import FaqFile


def test_out_of_nothing_nothing_is_known() -> None:
    knowledge = knowledge_of(BrandFile(), FaqFile())

    assert knowledge.find("When are you open?") == ()
    assert knowledge.always("x") == ()
