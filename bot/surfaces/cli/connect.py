"""`connect`: walks somebody through logging in at a network, and says what the account may do afterwards.

What is asked and done differs between networks; each brings its own questions, and they become the options of its
command, so that a program can do it too. Secrets are read without an echo, or from files; none of them is ever an
argument, where other people on the machine would see it.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer
from typer.core import TyperGroup

from bot.surfaces.cli import safe
from bot.surfaces.cli.asking import ask, secret_in
from bot.surfaces.cli.call import end
from bot.surfaces.cli.screen import Screen, screen
from inbox.errors import NotFound, Rejected, SetupError
from inbox.network import Candidate, Connecting

PASTES = 3  # how often something may be pasted


class Question(Protocol):
    """One thing to know before a login, by the name of its option."""

    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def secret(self) -> bool: ...
    @property
    def needed(self) -> bool: ...
    @property
    def choices(self) -> Sequence[str]: ...
    @property
    def usual(self) -> str: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def asked(self) -> Callable[[Mapping[str, str]], bool]: ...
    @property
    def clean(self) -> Callable[[str], str]: ...


class Dialogue(Protocol):
    """How one connects an account of a network; `id` is the option that names the account there, "" for none."""

    @property
    def title(self) -> str: ...
    @property
    def questions(self) -> Sequence[Question]: ...
    @property
    def id(self) -> str: ...
    @property
    def steps(self) -> Callable[[Mapping[str, str], str], Sequence[str]]: ...
    @property
    def redirect(self) -> str: ...
    @property
    def pasted(self) -> str: ...
    @property
    def takes_token(self) -> bool: ...
    @property
    def afterwards(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be connected; what `known` lacks is as bot.yaml says, or asked for."""

    network: str
    name: str  # in bot.yaml; "" where nobody said it
    known: Mapping[str, str] = field(repr=False)
    wanted: str  # the id of the account; "" where there is a choice
    redirect: str

    @property
    def account(self) -> str:
        """What the inbox calls it."""
        return f"{self.network}:{self.name}"


@dataclass(frozen=True, slots=True)
class Parts:
    """What there is to connect. `complete` fills in what bot.yaml says of the account; `begin` is one login."""

    names: Callable[[], Sequence[str]]
    dialogue: Callable[[str], Dialogue]
    complete: Callable[[Wish], Wish]
    begin: Callable[[Wish], AbstractAsyncContextManager[Connecting]]


def commands(parts: Parts) -> typer.Typer:
    """One command for each network that one logs in at; without any, they are listed."""

    class Networks(TyperGroup):
        """Its commands are made when they are asked for, by what the networks say."""

        def list_commands(self, ctx: Any) -> list[str]:
            return list(parts.names())

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            return _command(parts, cmd_name) if cmd_name in parts.names() else None

    app = typer.Typer(cls=Networks, help="Log in at a network, and see what the account may do there.")

    @app.callback(invoke_without_command=True)
    def connect(context: typer.Context) -> None:
        """Log in at a network, and see what the account may do there; alone it lists the networks."""
        if context.invoked_subcommand is None:
            where = screen(json=False, plain=False)
            for name in parts.names():
                where.write(f"{name:10} {parts.dialogue(name).title}")
            where.hint("Connect one of them with: .venv/bin/python run.py connect NETWORK")
            where.hint("Every other network needs no login: docs/networks says what to write into bot.yaml.")

    return app


# ------------------------------------------------------------------------------------------------------- its options


def _command(parts: Parts, network: str) -> Any:
    """The command of one network, with an option for each of its questions."""
    dialogue = parts.dialogue(network)

    def run(**given: Any) -> None:
        said = {question.name: _said(question, given) for question in dialogue.questions}
        wanted, redirect = str(given.get("wanted", "")).strip(), given.get("redirect", "")
        wish = Wish(network, _name(given["name"]), said, wanted, redirect)
        where, token = screen(json=False, plain=False), given.get("token")
        end(where, lambda: _walk(where, dialogue, parts, wish, token))

    options = list(_options(dialogue))
    run.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]  # typer reads it from there
    run.__annotations__ = {option.name: option.annotation for option in options}
    run.__doc__ = (
        f"Connect {dialogue.title[0].lower()}{dialogue.title[1:]}\n\n"
        "What no option says is as in bot.yaml, or asked for. Secrets come from files, never from the command line."
    )
    one = typer.Typer(add_completion=False)
    one.command(network)(run)
    return typer.main.get_command(one)


def _options(dialogue: Dialogue) -> Sequence[inspect.Parameter]:
    words = "The account's name in bot.yaml; else that of the only one of its network there, or main."
    made = [_option("name", str | None, None, typer.Option("--name", help=words))]
    if dialogue.id:
        words = "Which account, by its id at the network, where you have several."
        made.append(_option("wanted", str, "", typer.Option(_flag(dialogue.id), help=words)))
    made += [_asking(question) for question in dialogue.questions]
    if dialogue.takes_token:
        words = "A file with a token made by hand, - for standard input: no login."
        made.append(_option("token", Path | None, None, typer.Option("--token-file", help=words)))
    if dialogue.redirect:
        words = "Where the login leads to; it must stand in the app's settings."
        made.append(_option("redirect", str, dialogue.redirect, typer.Option("--redirect", help=words)))
    return made


def _asking(question: Question) -> inspect.Parameter:
    if question.secret:
        words = f"A file with it. {question.words}."
        return _option(question.name, Path | None, None, typer.Option(f"{_flag(question.name)}-file", help=words))
    metavar = "|".join(question.choices) or None
    flag = typer.Option(_flag(question.name), help=f"{question.words}.", hidden=question.hidden, metavar=metavar)
    return _option(question.name, str, "", flag)


def _option(name: str, kind: Any, usual: object, option: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=usual, annotation=Annotated[kind, option])


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _said(question: Question, given: Mapping[str, Any]) -> str:
    said = given[question.name]
    if question.secret:
        return secret_in(said)
    if said and question.choices and said not in question.choices:
        raise typer.BadParameter(f"say {' or '.join(question.choices)}", param_hint=_flag(question.name))
    return str(said)


def _name(word: str | None) -> str:
    if word is None:
        return ""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", word):
        raise typer.BadParameter("a name has small letters, digits, - and _", param_hint="--name")
    return word


# ----------------------------------------------------------------------------------------------------------- the walk


async def _walk(where: Screen, dialogue: Dialogue, parts: Parts, wish: Wish, token: Path | None) -> None:
    wish = parts.complete(wish)
    if token is None:
        for number, step in enumerate(dialogue.steps(wish.known, wish.redirect), 1):
            where.write(f"{number}. {step}")
        where.write("")
    ready = replace(wish, known=_asked(dialogue.questions, wish.known))
    async with parts.begin(ready) as login:
        await _connect(where, dialogue, login, ready, token)


def _asked(questions: Sequence[Question], known: Mapping[str, str]) -> Mapping[str, str]:
    """What is known, with what the person answers; raises SetupError for an answer that there cannot be."""
    told = {question.name: known.get(question.name) or question.usual for question in questions}
    for question in questions:
        said = told[question.name]
        if not said and question.name not in known and question.asked(told):
            said = ask(_in_full(question), hidden=question.secret, needed=question.needed)
        told[question.name] = question.clean(said) if said else ""
    return told


def _in_full(question: Question) -> str:
    notes = ["it is not shown"] * question.secret + ["leave it empty if there is none"] * (not question.needed)
    return f"{question.words} ({'; '.join(notes)})" if notes else question.words


async def _connect(where: Screen, dialogue: Dialogue, login: Connecting, wish: Wish, token: Path | None) -> None:
    if token is not None:
        found = await login.by_token(secret_in(token))
    else:
        where.write(f"Open this address in a browser:\n\n  {await login.address()}\n")
        found = await _logged_in(where, dialogue, login)
    chosen = _choose(where, found, wish)
    await login.keep(chosen.id)
    where.write(
        f"Connected {wish.account}: {safe.line(chosen.name)} ({safe.line(chosen.id)}). The token is kept encrypted."
    )
    for health in await login.report(chosen.id):
        where.write(f"{'ok  ' if health.ok else 'FAIL'}  {safe.line(health.words)}")
        if health.fix:
            where.write(f"      {safe.line(health.fix)}")
    if lines := login.lines(chosen.id):
        where.write(f"\nbot.yaml still lacks, below accounts:\n\n{lines}\n{dialogue.afterwards}")


async def _logged_in(where: Screen, dialogue: Dialogue, login: Connecting) -> Sequence[Candidate]:
    """What the login lets us into; at a terminal, what was pasted wrong or too late is asked for again."""
    question = f"{dialogue.pasted} (it is not shown)"
    for _ in range(PASTES - 1 if sys.stdin.isatty() else 0):
        try:
            return await login.by_address(ask(question, hidden=True))
        except SetupError as error:
            where.write(f"{safe.line(str(error))}\n")
    return await login.by_address(ask(question, hidden=True))


def _choose(where: Screen, found: Sequence[Candidate], wish: Wish) -> Candidate:
    """The one that bot.yaml or an option names, the only one, or the one that the person picks."""
    if not found:
        raise NotFound("The login gives access to no account.")
    if wish.wanted:
        for one in found:
            if one.id == wish.wanted:
                return one
        there = ", ".join(f"{safe.line(one.name)} ({safe.line(one.id)})" for one in found)
        raise Rejected(f"The login gives no access to {wish.wanted}, only to: {there}. Nothing was kept.")
    if len(found) == 1:
        return found[0]
    for number, one in enumerate(found, 1):
        where.write(f"  {number}  {safe.line(one.name)} ({safe.line(one.id)})")
    word = ask("Which of them (its number in the list)", hidden=False)
    if not word.isascii() or not word.isdigit() or not 0 < int(word) <= len(found):
        raise SetupError(f"{safe.line(word)} is none of 1 to {len(found)}. Nothing was kept; connect once more.")
    return found[int(word) - 1]
