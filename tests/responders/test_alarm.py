"""Words after which a person should look before anything is said."""

from __future__ import annotations

import pytest

from responders.alarm import alarming


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The bowl came with a crack and I am BLEEDING", ("bleeding",)),
        ("Can I return something or I will sue you", ("sue",)),
        ("You idiots. Can I return something?", ("idiots",)),
        ("Mi hijo está en urgencias", ("urgencias",)),
        ("Ich nehme mir einen Anwalt", ("anwalt",)),
        ("मेरा बेटा अस्पताल में है", ("अस्पताल",)),
        ("લોહી નીકળ્યું", ("લોહી",)),
        ("我流血了，可以退货吗？", ("流血",)),
        ("Мой адвокат напишет вам", ("адвокат",)),
    ],
)
def test_what_should_make_a_person_look_is_found(text: str, found: tuple[str, ...]) -> None:
    assert alarming(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Do you send to Bombay?", "Is there hospitality for groups?", "How long is the choker?",
        "Hebt u tot tien uur open?",
        "Je vous demande un texte court", "Ist die Anzeige noch aktuell?", "Кровать есть?", "Sorry, a stupid question",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert alarming(text) == ()
