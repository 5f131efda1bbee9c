"""The brand's own files say what may be told, and what never."""

from __future__ import annotations

from responders.brain import BrandFile
from responders.brain.knowledge import knowledge_of
from responders.faq import FaqFile
from responders.guard import Guard
from responders.guard.ground import ground_of
from responders.options import GuardOptions
from tests.turns import turn


def test_the_brand_says_what_may_be_told_and_what_never() -> None:
    brand = BrandFile.model_validate(
        {
            "history": "Founded in 1987.",
            "products": [{"name": "Blue vase", "price": "₹1,200", "link": "https://shop.example/vase"}],
            "red_lines": ["politics", 'Never call anybody "cheapskate".', "Never give advice on illness."],
            "never_promise": ["A delivery before Diwali"],
            "contacts": [
                {"name": "Rita", "for": "complaints", "reach": ["rita@shop.example", "098250 12345"]},
                {"name": "The shop", "reach": ["hello@shop.example"], "public": True},
            ],
        }
    )
    ground = ground_of(knowledge_of(brand, FaqFile()))
    guard, asked = Guard(GuardOptions(region="IN"), ground), turn("Tell me, please?")

    assert ground.banned == ("politics", "cheapskate")
    assert ground.internal == ("rita@shop.example", "098250 12345")
    good = "Since 1987. The vase is 1200 rupees: https://shop.example/vase, hello@shop.example."
    assert guard.check(good, asked, "") == ()
    assert guard.check("We do delivery before Diwali, yes.", asked, "") == (
        "It may promise what we never promise: “A delivery before Diwali”.",
    )
    assert len(guard.check("Ask rita@shop.example, 09825012345, no politics", asked, "")) == 3
