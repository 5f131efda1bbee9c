"""Windows to fill in: how they are drawn, and what somebody has filled in. Each carries what it is about in its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.surfaces.discord.buttons import named
from inbox import wording
from inbox.capabilities import TextLimit, Unit

TITLE: Final = 45  # characters (discord docs, components/reference, read 2026-11-27)
MOST: Final = 4000  # characters that a text field takes
# Units that are never fewer than what Discord counts while somebody types; by the others it would stop them too early.
COUNTED: Final[frozenset[Unit]] = frozenset({"characters", "utf16", "bytes"})
TYPED: Final = ("text", "words", "question", "answer", "when")  # what somebody wrote, and wants back when it is refused
WISH: Final = 400  # characters in one's own words; with what is picked they are fewer than a wish may have
REASONS: Final = ("Wrong answer", "Not our tone", "Out of date", "Needs no reply", "Spam or bait")


def fits(text: str) -> bool:
    """Whether a text can be put into a window whole."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 <= MOST


def edit(ref: str, text: str) -> ui.Modal:
    """Change a drafted text, then send it."""
    return _window("Edit and send", named("edit", ref), _words("text", "This text is sent", text))


def reply(ref: str, text: str = "", title: str = "Reply") -> ui.Modal:
    """Write an answer, then send it."""
    return _window(title, named("reply", ref), _words("text", "This text is sent", text))


def private(ref: str, name: str, once: str, limit: TextLimit | None) -> ui.Modal:
    """Write to the author of a comment; nobody else reads it. `once` says how often and for how long one may."""
    label = "Only they read this, as a message"
    most = limit.most if limit and limit.unit in COUNTED else MOST
    field = _words("text", label, most=max(1, min(MOST, most)), example=once)
    return _window(f"Write to {name} in private", named("privately", ref), field)


def reject(ref: str) -> ui.Modal:
    """Say why a draft is not good."""
    reasons = [discord.SelectOption(label=reason, value=reason) for reason in REASONS]
    return _window(
        "Reject this draft",
        named("reject", ref),
        ui.Label(text="Why?", component=ui.Select(custom_id="reason", options=reasons, placeholder="Pick a reason")),
        _words("words", "In your words", required=False, short=True, most=500),
    )


def redraft(ref: str, language: str = "") -> ui.Modal:
    """Say what is wished of another draft, or nothing; `language` is the one that they have set, if it is known."""
    wishes = dict(wording.WISHES)
    if language:
        wishes |= {f"In {wording.language(language)}": wording.in_language(language)}
    listed = [discord.SelectOption(label=label, value=wish) for label, wish in wishes.items()]
    menu: ui.Select[Any] = ui.Select(
        custom_id="wish", options=listed, placeholder="No wish: just another one", min_values=0, required=False
    )
    return _window(
        "Another draft",
        named("redraft", ref),
        ui.Label(text="What should be different?", component=menu),
        _words("words", "In your words", required=False, most=WISH, example="in Gujarati; say less about prices"),
    )


def snooze(ref: str, examples: str) -> ui.Modal:
    """Say until when."""
    when = _words("when", "Until when?", short=True, most=60, example=examples)
    return _window("Put away until", named("snooze_until", ref), when)


def faq(ref: str, question: str, answer: str) -> ui.Modal:
    """One more entry of the FAQ."""
    return _window(
        "Add to the FAQ",
        named("faq", ref),
        _words("question", "When somebody asks", question, most=1000),
        _words("answer", "We answer", answer),
    )


def undo(ref: str, apology: str) -> ui.Modal:
    """Say why a case is undone; `apology` is where one would be said, empty where none can be."""
    fields = [_words("words", "What was wrong about it?", most=500, example="it was irony")]
    if apology:
        options = [
            discord.SelectOption(label=f"Yes, {apology}", value="yes"),
            discord.SelectOption(label="No", value="no"),
        ]
        menu: ui.Select[Any] = ui.Select(
            custom_id="apologise", options=options, placeholder="No", min_values=0, required=False
        )
        fields.append(ui.Label(text="Tell them that we are sorry?", component=menu))
    return _window(f"Undo case {ref}", named("case_undone", ref), *fields)


def reason(ref: str, text: str) -> ui.Modal:
    """Say, or say better, why a case was opened."""
    return _window(
        f"Why case {ref}?", named("case_reasoned", ref), _words("words", "For our people only", text, most=500)
    )


def decline(ref: str) -> ui.Modal:
    """Answer an appeal that is declined."""
    answer = _words("text", "This is what they are told", most=1500)
    return _window(f"Case {ref} stands", named("appeal_declined", ref), answer)


def filled(data: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a window that was submitted; where one of several things was picked, the one."""
    return dict(_fields(data.get("components", ())))


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in components:
        inner = [one["component"]] if "component" in one else one.get("components", ())
        yield from _fields(inner)
        if "custom_id" in one:
            picked = one.get("values")
            yield one["custom_id"], str(one.get("value") or (picked[0] if picked else ""))


def _window(title: str, id: str, *fields: ui.Label[ui.Modal]) -> ui.Modal:
    window = ui.Modal(title=beginning(title, TITLE), custom_id=id)
    for field in fields:
        window.add_item(field)
    return window


def beginning(text: str, most: int) -> str:
    """As much of a text as a field of `most` takes, by the stricter way of counting."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def _words(
    name: str,
    label: str,
    text: str = "",
    *,
    required: bool = True,
    short: bool = False,
    most: int = MOST,
    example: str = "",
) -> ui.Label[ui.Modal]:
    style = discord.TextStyle.short if short else discord.TextStyle.paragraph
    field: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=name,
        style=style,
        default=beginning(text, most) or None,
        required=required,
        max_length=most,
        placeholder=example[:100] or None,
    )
    return ui.Label(text=label, component=field)
