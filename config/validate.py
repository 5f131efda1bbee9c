"""Plain data into a pydantic model, its complaints turned into problems with a line and words for people."""

from __future__ import annotations

from collections.abc import Set
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.document import Document, Loc
from config.problems import Problem, nearest
from config.shape import Models, fields, inside, is_secret, keys, secret_keys

Model = TypeVar("Model", bound=BaseModel)

KEYS = "must be keys with values, indented below"
FEW = 7  # keys that fit into one line
PLAIN = {
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "dict_type": KEYS,
    "list_type": "must be a list: lines that begin with a dash",
    "tuple_type": "must be a list: lines that begin with a dash",
}


def validate(
    model: type[Model], data: object, document: Document, loc: Loc = (), told: Set[Loc] = frozenset()
) -> Model | list[Problem]:
    """The model, or everything that is wrong with the data at `loc`, without what was `told` before."""
    try:
        return model.model_validate(data)
    except ValidationError as wrong:
        errors = [(error, (*loc, *error["loc"])) for error in wrong.errors(include_url=False, include_input=False)]
        return [
            document.problem(at, _words([model], error))
            for error, at in errors
            if not any(at[: len(known)] == known for known in told)
        ]


def _words(models: Models, error: ErrorDetails) -> str:
    """What one complaint of pydantic means to somebody who edits the file."""
    loc, kind = error["loc"], error["type"]
    for step in loc[:-1]:
        models = inside(models, step)
    last = str(loc[-1]) if loc else ""
    match kind:
        case "missing":
            return _missing(models, last)
        case "extra_forbidden":
            return _unknown(models, last)
        case "model_type" | "model_attributes_type" if loc and isinstance(loc[-1], int):
            return KEYS
        case "model_type" | "model_attributes_type":
            known = keys(inside(models, loc[-1]) if loc else models)
            return f"{KEYS}: {', '.join(known)}" if len(known) <= FEW else KEYS
        case "literal_error":
            return (
                f"must be {error['ctx']['expected']}".replace("'", "").replace("True", "true").replace("False", "false")
            )
        case "too_short" if error["ctx"]["field_type"] == "Value":  # a secret's text, and no list
            return f"must have at least {error['ctx']['min_length']} characters"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return PLAIN.get(kind) or error["msg"].replace("Input should be", "must be")


def _unknown(models: Models, name: str) -> str:
    """What may have been meant; a key that is right one step further in was most likely not indented enough."""
    below = [
        key for key in fields(models) if name in keys([part for part in inside(models, key) if part not in models])
    ]
    if below:
        return f"unknown key here; it may stand below {' or '.join(below)}"
    return "; ".join(part for part in ("unknown key", nearest(name, keys(models))) if part)


def _missing(models: Models, name: str) -> str:
    info = fields(models).get(name)
    if info is not None and is_secret(info):
        return "is missing; write {} with the name of a variable or {} with a path".format(*secret_keys(name))
    return "this key is missing"
