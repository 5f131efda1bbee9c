"""What Discord demands of embeds: ten of them, 6,000 characters in all, and a limit for each part.

Source: https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

from __future__ import annotations

from typing import Any

from bot.playground.discord.refusals import FormErrors

MOST, MOST_IN_ALL = 10, 6000
LIMITS = {"title": 256, "description": 4096}
FIELD_LIMITS = {"name": 256, "value": 1024}


def check_embeds(errors: FormErrors, embeds: Any) -> None:
    """Complain about the embeds of a message."""
    if not isinstance(embeds, list) or not all(isinstance(embed, dict) for embed in embeds):
        errors.add(("embeds",), "BASE_TYPE_REQUIRED", "This field is required")
        return
    if len(embeds) > MOST:
        errors.add(("embeds",), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST} or fewer in length.")
    in_all = 0
    for at, embed in enumerate(embeds):
        in_all += _check_embed(errors, ("embeds", at), embed)
    if in_all > MOST_IN_ALL:
        words = f"Embed size exceeds maximum size of {MOST_IN_ALL}"
        errors.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", words)


def _check_embed(errors: FormErrors, path: tuple[str | int, ...], embed: dict[str, Any]) -> int:
    texts: list[tuple[tuple[str | int, ...], Any, int]] = [
        ((name,), embed.get(name), most) for name, most in LIMITS.items()
    ]
    texts.append((("footer", "text"), (embed.get("footer") or {}).get("text"), 2048))
    texts.append((("author", "name"), (embed.get("author") or {}).get("name"), 256))
    fields = embed.get("fields") or []
    if len(fields) > 25:
        errors.add((*path, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for at, one in enumerate(fields):
        texts += [(("fields", at, name), one.get(name), most) for name, most in FIELD_LIMITS.items()]
    for place, text, most in texts:
        if text is not None:
            errors.longer((*path, *place), text, most)
    return sum(len(str(text)) for _, text, _ in texts if text is not None)
