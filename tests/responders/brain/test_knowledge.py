"""All that may be known and cited."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.models import account_id
from responders.brain.knowledge import Vector, embedded, knowledge_of
from responders.brain.passages import Chunk
from responders.brain.written import BrandFile
from responders.faq import FaqFile

BRAND = BrandFile.model_validate(
    {
        "mission": ["Cloth\n  that lasts.", "And more."],
        "claims": {"id": "dyes", "text": "All dyes are natural."},
        "products": {"id": "stole", "name": "Ajrakh stole", "price": "₹ 1,850", "link": "https://acme.example/stole"},
        "voice": {"lines": "Warm.", "networks": {"x": "Short.", "telegram": "With emoji."}},
        "red_lines": "No politics.",
        "never_promise": "A delivery day.",
        "contacts": {"name": "Noor", "reach": "+91 2832 000000"},
    }
)
FAQ = FaqFile.model_validate(
    {"entries": [{"id": "place", "questions": "Where are you?", "answer": "acme.example/map", "accounts": "x:main"}]}
)
CARE = Chunk("doc:care.md#1", "care.md › Washing", "Wash the stole by hand in cold water.")
KNOWLEDGE = knowledge_of(BRAND, FAQ, [CARE])


def ids(question: str, k: int = 6, **where: object) -> list[str]:
    """The ids of what is found."""
    return [passage.id for passage in KNOWLEDGE.find(question, k, **where)]  # type: ignore[arg-type]


def test_out_of_nothing_nothing_is_known() -> None:
    knowledge = knowledge_of(BrandFile(), FaqFile())

    assert knowledge.find("When are you open?") == ()
    assert knowledge.always("x") == ()


def test_lines_products_entries_and_documents_are_found_together() -> None:
    assert ids("how much is the ajrakh stole")[0] == "brand:stole"
    assert ids("can I wash the stole")[0] == "doc:care.md#1"
    assert ids("are the dyes natural")[0] == "brand:dyes"
    assert set(ids("stole")) == {"brand:stole", "doc:care.md#1"}
    assert len(ids("stole", 1)) == 1


def test_an_entry_of_another_account_is_not_found() -> None:
    assert ids("Where are you?", account=account_id("x", "main"))[0] == "place"
    assert "place" not in ids("Where are you?", account=account_id("x", "other"))


def test_what_steers_us_is_never_found() -> None:
    assert ids("politics delivery day Noor Warm Short") == []


def test_every_prompt_gets_mission_voice_red_lines_and_what_is_never_promised() -> None:
    said = [(line.section, line.text) for line in KNOWLEDGE.always("x")]

    assert said == [
        ("mission", "Cloth that lasts."),
        ("voice", "Warm."),
        ("voice", "Short."),
        ("red_lines", "No politics."),
        ("never_promise", "A delivery day."),
    ]


def test_the_checks_get_their_lines_and_all_addresses() -> None:
    assert [line.text for line in KNOWLEDGE.red_lines] == ["No politics."]
    assert [line.text for line in KNOWLEDGE.promises] == ["A delivery day."]
    assert [line.id for line in KNOWLEDGE.claims] == ["dyes"]
    assert [(line.text, line.public) for line in KNOWLEDGE.contacts] == [("Noor, +91 2832 000000", False)]
    assert KNOWLEDGE.links >= {"https://acme.example/stole", "acme.example", "acme.example/map"}


def test_the_version_changes_with_everything_in_it() -> None:
    others = [
        knowledge_of(BRAND, FAQ),
        knowledge_of(BRAND, FaqFile(), [CARE]),
        knowledge_of(BrandFile(mission=BRAND.mission), FAQ, [CARE]),
    ]

    assert len({KNOWLEDGE.version, *(other.version for other in others)}) == 4
    assert knowledge_of(BRAND, FAQ, [CARE]).version == KNOWLEDGE.version


class Endpoint:
    """Turns a text into a vector by which subject it is about; remembers what it was asked."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.asked: list[str] = []

    async def __call__(self, texts: Sequence[str]) -> Sequence[Vector]:
        """One vector for each."""
        self.asked += texts
        return [[float("water" in text or "clean" in text), float("dyes" in text), 0.1] for text in texts]


async def test_with_vectors_what_is_meant_is_found_whatever_the_words() -> None:
    endpoint = Endpoint()
    knowledge = await embedded(KNOWLEDGE, endpoint)

    (vector,) = await endpoint(["how to clean"])

    assert knowledge.find("આ કેવી રીતે ધોવું", 1, vector=vector) == (KNOWLEDGE.find("cold water")[0],)
    assert knowledge.find("આ કેવી રીતે ધોવું", 1) == ()


async def test_only_what_is_new_is_asked_for_again() -> None:
    first, second = Endpoint(), Endpoint()
    before = await embedded(KNOWLEDGE, first)
    more = Chunk("doc:care.md#2", "care.md › Drying", "Dry it in the shade.")

    after = await embedded(knowledge_of(BRAND, FAQ, [more, CARE]), second, before)

    assert len(first.asked) == len(KNOWLEDGE.passages)
    assert second.asked == ["care.md › Drying\nDry it in the shade."]
    assert after.find("", 1, vector=[1.0, 0.0, 0.1])[0].id == CARE.id


async def test_vectors_that_do_not_fit_are_refused() -> None:
    async def too_few(texts: Sequence[str]) -> Sequence[Vector]:
        return [[1.0]]

    async def uneven(texts: Sequence[str]) -> Sequence[Vector]:
        return [[1.0] * (at + 1) for at in range(len(texts))]

    for embed in (too_few, uneven):
        with pytest.raises(ValueError, match=r"argument|length"):
            await embedded(KNOWLEDGE, embed)


async def test_vectors_without_numbers_or_of_another_length_change_nothing() -> None:
    async def broken(texts: Sequence[str]) -> Sequence[Vector]:
        return [[float("nan"), float("inf"), 0.0] for _ in texts]

    knowledge = await embedded(KNOWLEDGE, broken)

    assert knowledge.find("cold water", vector=[1.0, float("nan"), 1.0]) == KNOWLEDGE.find("cold water")
    assert knowledge.find("cold water", vector=[1.0]) == KNOWLEDGE.find("cold water")
    assert (await embedded(knowledge_of(BrandFile(), FaqFile()), broken)).find("x", vector=[1.0]) == ()


GUJARATI = [
    Chunk("doc:સંભાળ.md#1", "સંભાળ.md › ધોવું", "શાલને ઠંડા પાણીમાં હાથથી ધોવી. બ્લીચ વાપરવું નહીં."),
    Chunk("doc:સંભાળ.md#2", "સંભાળ.md › સૂકવવું", "છાંયડામાં સૂકવો, તડકામાં નહીં."),
    Chunk("doc:ભાવ.md#1", "ભાવ.md", "અજરખ શાલની કિંમત ₹ ૧,૮૫૦ છે."),
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("શાલ કેવી રીતે ધોવી?", "doc:સંભાળ.md#1"),
        ("શું તડકામાં સુકવી શકાય?", "doc:સંભાળ.md#2"),
        ("અજરખ શાલ કેટલાની છે, કિંમત?", "doc:ભાવ.md#1"),
    ],
)
def test_documents_in_gujarati_are_found_by_questions_in_gujarati(question: str, found: str) -> None:
    knowledge = knowledge_of(BRAND, FAQ, [CARE, *GUJARATI])

    assert knowledge.find(question)[0].id == found


@given(st.text(max_size=80))
def test_whatever_is_asked_the_same_is_found_again(question: str) -> None:
    assert KNOWLEDGE.find(question, 2) == KNOWLEDGE.find(question)[:2]
