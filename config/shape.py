"""What a pydantic model expects, read off its annotations: which keys, which of them secret, what is inside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

Models = Sequence[type[BaseModel]]


def fields(models: Models) -> dict[str, FieldInfo]:
    """The fields that may stand in a mapping of one of these models, by the key that people write."""
    return {info.alias or name: info for model in models for name, info in model.model_fields.items()}


def inside(models: Models, step: str | int) -> Models:
    """The models of what stands under `step`; numbers and the free keys of a mapping lead nowhere further."""
    info = fields(models).get(step) if isinstance(step, str) else None
    return models if info is None else [part for part in _parts(info.annotation) if _is_model(part)]


def is_secret(info: FieldInfo) -> bool:
    """Whether a field holds a secret, which may not stand in the file itself."""
    return SecretStr in _parts(info.annotation)


def keys(models: Models) -> list[str]:
    """The keys that people may write, secrets in their two forms."""
    return [key for name, info in fields(models).items() for key in (secret_keys(name) if is_secret(info) else (name,))]


def secret_keys(name: str) -> tuple[str, str]:
    """How a secret is written: the name of a variable, or the path of a file."""
    return f"{name}_env", f"{name}_file"


def _parts(annotation: object) -> Iterator[type]:
    """The types an annotation is made of: `tuple[A, ...] | None` is tuple, A and None."""
    parts = get_args(annotation)
    if not parts and isinstance(annotation, type):
        yield annotation
    for part in parts:
        yield from _parts(part)


def _is_model(part: type) -> bool:
    return issubclass(part, BaseModel)
