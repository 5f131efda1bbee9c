"""Secrets stand outside the files: `token_env: NAME` or `token_file: path` becomes `token`, and is never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from config.document import Document, Loc
from config.problems import Problem
from config.shape import Models, fields, inside, is_secret, secret_keys
from config.values import password

MOST_BYTES = 64 << 10  # of a secret's file; the largest are private keys
SHORTEST = 4  # anything shorter is part of ordinary words, and no secret
HIDDEN = "•••"


@dataclass(slots=True)
class Secrets:
    """Where secrets are looked up, and what was found on the way; `root` is what relative paths count from."""

    environ: Mapping[str, str]
    root: Path
    problems: list[Problem] = field(default_factory=list)
    told: set[Loc] = field(default_factory=set)  # what the problems are about, so that nobody reports it again
    _values: list[str] = field(default_factory=list, repr=False)

    def resolve(self, document: Document, data: object, models: Models, loc: Loc) -> object:
        """The data with every secret in the place of the key that names it; the rest as it was."""
        if isinstance(data, list):
            return [self.resolve(document, item, models, (*loc, at)) for at, item in enumerate(data)]
        if not isinstance(data, dict):
            return data
        known = fields(models)
        resolved: dict[str, object] = {}
        for key, value in data.items():
            name = _named(key)
            if name in known and key not in known:
                self._add(document, resolved, (*loc, key), value, secret=is_secret(known[name]))
            elif key in known and is_secret(known[key]):
                self._refuse_inline(document, (*loc, key), value)
            else:
                resolved[key] = self.resolve(document, value, inside(models, key), (*loc, key))
        return resolved

    def scrubbed(self, problem: Problem) -> Problem:
        """The problem without any secret that got into its words, whoever put it there."""
        message = problem.message
        for value in sorted(self._values, key=len, reverse=True):
            if len(value) >= SHORTEST:
                message = message.replace(value, HIDDEN)
        return Problem(problem.file, problem.line, problem.key, message)

    @property
    def values(self) -> tuple[str, ...]:
        """Every secret that was found, for whoever has to keep them out of sight."""
        return tuple(self._values)

    def _keep(self, value: str) -> None:
        self._values += [value, *password(value)]

    def _add(self, document: Document, into: dict[str, object], loc: Loc, value: object, *, secret: bool) -> None:
        key = str(loc[-1])
        name = _named(key)
        try:
            if name in into or (*loc[:-1], name) in self.told:
                raise ValueError(f"{name} is given twice; keep one of its lines")
            if not isinstance(value, str):
                raise ValueError("needs the name of a variable" if key.endswith("_env") else "needs the path of a file")
            found = self._variable(value) if key.endswith("_env") else self._file(value)
        except ValueError as wrong:
            self._tell(document, loc, str(wrong), about=(*loc[:-1], name))
            return
        self._keep(found)
        into[name] = SecretStr(found) if secret else found

    def _variable(self, name: str) -> str:
        found = self.environ.get(name, "").strip()
        if not found:
            state = "empty" if name in self.environ else "not set"
            raise ValueError(f"the environment variable {name} is {state}; set it before starting")
        return found

    def _file(self, name: str) -> str:
        path = self.root / Path(name).expanduser()
        try:
            if path.stat().st_size > MOST_BYTES:
                raise ValueError(f"the file {name} is too big for a secret")
            found = path.read_text("utf-8").strip()
        except OSError as wrong:
            raise ValueError(f"the file {name} cannot be read: {wrong.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError(f"the file {name} is not UTF-8 text") from None
        if not found:
            raise ValueError(f"the file {name} is empty")
        return found

    def _refuse_inline(self, document: Document, loc: Loc, value: object) -> None:
        self._keep(str(value))
        variable, file = secret_keys(str(loc[-1]))
        self._tell(document, loc, f"a secret may not stand in this file; write {variable} or {file}", about=loc)

    def _tell(self, document: Document, loc: Loc, message: str, *, about: Loc) -> None:
        self.problems.append(document.problem(loc, message))
        self.told.add(about)


def _named(key: str) -> str:
    """The secret that `token_env` or `token_file` is about; "" for other keys."""
    return next((key.removesuffix(end) for end in ("_env", "_file") if key.endswith(end)), "")
