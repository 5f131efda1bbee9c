"""Logging in at a network, in one way for all: what is asked first, what is opened, what is pasted, what is kept.

A network that one can log in at has bot/networks/_<name>/connect.py with a `DIALOGUE`; nothing else names it. Most
logins end in a code (OAuth 2): for them `by_code` has all but the address and what the code is traded for.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.logs import hide
from bot.networks._http import plain
from bot.networks._oauth import Grant, keep_grant
from bot.networks._outside import Vault
from inbox.errors import SetupError
from inbox.network import Connecting, Health

HERE: Final = "https://localhost/"  # nobody has to listen there: the person copies the address out of the browser
TOKEN: Final = re.compile(r"[!-~]{1,4096}")
LONGEST: Final = 8192  # letters of an address that browsers show whole
FIELDS: Final = 50
NOT_THE_ADDRESS: Final = "This is not the address that the login leads to"
PASTE: Final = "Copy the whole address out of the browser, from https:// to its end, and paste it"
PASTE_CODE: Final = "Copy the code that the page shows, and paste it"
REASONS: Final[Mapping[str, str]] = {"access_denied": "access was denied", "user_denied": "access was denied"}
Known = Mapping[str, str]
"""What has to be known before a login, by the option's name; "" where it is not."""


def always(known: Known) -> bool:
    """Asked of the person whenever bot.yaml does not say it."""
    return True


def never(known: Known) -> bool:
    """Not asked: what is usual is taken, unless an option of the command says something else."""
    return False


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know first. `name` is its option in bot.yaml, where it has one, and of the command.

    `clean` is what is made of an answer, and raises SetupError for one that there cannot be.
    """

    name: str
    words: str
    secret: bool = False  # read without an echo, or from a file
    asked: Callable[[Known], bool] = always
    needed: bool = True  # an empty answer is none
    choices: tuple[str, ...] = ()
    usual: str = ""
    clean: Callable[[str], str] = str.strip
    in_file: bool = True  # bot.yaml has an option of this name
    hidden: bool = False  # for simulated networks


@dataclass(frozen=True, slots=True)
class Place:
    """The account that somebody logs in for, and with what. `check` proves the account that has an id, by its network.

    bot.yaml has the account when `present`; with `overruled` it names a token there, which goes before a kept one.
    """

    dialogue: Dialogue
    network: str
    name: str
    known: Known = field(repr=False)
    wanted: str  # the id that bot.yaml or an option names; "" where there is a choice
    redirect: str
    http: aiohttp.ClientSession
    vault: Vault
    check: Callable[[str], Awaitable[Sequence[Health]]]
    now: Callable[[], int]  # unix milliseconds
    public_url: str = ""
    present: bool = False
    overruled: bool = False


@dataclass(frozen=True, slots=True)
class Dialogue:
    """How one connects an account of a network. `id` is the option of bot.yaml that names the account, "" for none.

    `steps` says what a person has to do at the network before, one sentence or two each.
    """

    title: str
    questions: tuple[Question, ...]
    id: str
    steps: Callable[[Known, str], Sequence[str]]
    begin: Callable[[Place], Connecting]
    redirect: str = HERE  # "" where it is always the same, and no option
    pasted: str = "The address that it led to"
    takes_token: bool = False
    afterwards: str = "Then start Sangam."


def told(*steps: str) -> Sequence[str]:
    """Steps for a person, each on one line however it was written."""
    return [" ".join(step.split()) for step in steps]


# --------------------------------------------------------------------------------------------------------- by a code


@dataclass(frozen=True, slots=True)
class Begun:
    """One login that ends in a code. `state` comes back with it, `verifier` (PKCE) stays here.

    `notes` is what making the address told that trading the code needs.
    """

    place: Place
    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)
    notes: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def known(self) -> Known:
        """What was asked before."""
        return self.place.known


@dataclass(frozen=True, slots=True)
class Found:
    """An account that somebody who logged in could connect, with its login."""

    id: str
    name: str
    grant: Grant


Address = Callable[[Begun], Awaitable[str]]
Trade = Callable[[Begun, str], Awaitable[Sequence[Found]]]


@dataclass(frozen=True, slots=True)
class Flow:
    """What differs between networks: the address, what a code is traded for, how codes are told, where grants lie."""

    address: Address
    trade: Trade
    token: Trade | None = None  # the same for a token that was made by hand
    names: tuple[str, ...] = ("code",)  # under which the address that the login leads to has its code
    bare: bool = False  # the page shows the code, and leads nowhere
    stateless: Callable[[Known], bool] = never  # the network makes the address itself, without a state of ours
    vault: Callable[[Place], Vault] = lambda place: place.vault


@dataclass(frozen=True, slots=True)
class ByCode:
    """One login by a code; nothing of it is kept before `keep`."""

    begun: Begun
    flow: Flow
    found: dict[str, Found] = field(default_factory=dict)

    async def address(self) -> str:
        """What the person opens in a browser to log in."""
        return await self.flow.address(self.begun)

    async def by_address(self, pasted: str) -> Sequence[Found]:
        """Trade the code in what was pasted; SetupErrors say what to paste instead."""
        flow = self.flow
        state = "" if flow.stateless(self.begun.known) else self.begun.state
        code = code_of(pasted, state, names=flow.names, bare=flow.bare)
        hide(code)
        return self._in_mind(await flow.trade(self.begun, code))

    async def by_token(self, token: str) -> Sequence[Found]:
        """Take a token that was made by hand."""
        hide(token)
        if self.flow.token is None or not TOKEN.fullmatch(token):
            raise SetupError("This is no token: it has blanks or other signs in it. Copy the whole token once more.")
        return self._in_mind(await self.flow.token(self.begun, token))

    async def keep(self, id: str) -> None:
        """Keep the grant, in place of the one before."""
        await keep_grant(self.flow.vault(self.begun.place), self.found[id].grant)

    async def report(self, id: str) -> Sequence[Health]:
        """What the account's own check finds."""
        place = self.begun.place
        return [*other_token(place), *await place.check(id)]

    def lines(self, id: str) -> str:
        """The account as bot.yaml needs it."""
        return "" if self.begun.place.present else lines_of(self.begun.place, id)

    def _in_mind(self, found: Sequence[Found]) -> Sequence[Found]:
        for one in found:
            hide(one.grant.access, one.grant.refresh)
        self.found.update({one.id: one for one in found})
        return found


def by_code(flow: Flow) -> Callable[[Place], Connecting]:
    """How a login by a code begins."""
    return lambda place: ByCode(Begun(place), flow)


def code_of(pasted: str, state: str, *, names: Sequence[str] = ("code",), bare: bool = False) -> str:
    """The code in what was pasted; without a `state` any login's is taken, with `bare` the code alone, too.

    Raises SetupError when there is none, the login was refused, or it is another one.
    """
    text, how = "".join(pasted.split()), PASTE_CODE if bare else PASTE
    if len(text) > LONGEST:
        raise SetupError(f"This is too long for what the login leads to. {how}.")
    if bare and TOKEN.fullmatch(text) and not re.search(r"[?=&:/]", text):
        return text
    try:
        asked = parse_qs(urlsplit(text).query, max_num_fields=FIELDS)
    except ValueError:
        asked = {}
    if "error" in asked:
        raise SetupError(
            f"The login was not completed: {_why(asked)}. Open the address again and accept what is asked for."
        )
    codes = next((asked[name] for name in names if name in asked), [])
    if len(codes) != 1 or not TOKEN.fullmatch(codes[0]) or (state and "state" not in asked):
        holds = f": it holds {names[0]}={' and state=' if state else ''}" if not bare else ""
        wrong = "This is not the code that the login leads to" if bare else NOT_THE_ADDRESS
        raise SetupError(f"{wrong}. {how}{holds}.")
    if state and not secrets.compare_digest(asked["state"][0].encode("utf-8", "replace"), state.encode()):
        raise SetupError("This address is of another login. Open the address above, log in, and paste where it leads.")
    return codes[0]


def _why(asked: Mapping[str, Sequence[str]]) -> str:
    code = asked["error"][0]
    return plain(asked.get("error_description", [REASONS.get(code, code)])[0]).rstrip(".") or "it gives no reason"


def too_late(network: str, lives: str, said: str) -> SetupError:
    """A code that the network takes no more; the person can get another in the same login."""
    return SetupError(
        f"{network} does not take this code ({said.rstrip('.')}): each counts once, for {lives}. "
        "Open the address above again, and paste what it leads to at once."
    )


def other_token(place: Place) -> Sequence[Health]:
    """That bot.yaml names a token, which goes before the one that is kept."""
    if not place.overruled:
        return []
    words = "bot.yaml names a token for this account, which is used in place of the one that is kept now."
    return [Health(ok=False, words=words, fix="Take its line token_file or token_env out, and start Sangam again.")]


def lines_of(place: Place, id: str) -> str:
    """The account as it stands in bot.yaml."""
    said = [f"- network: {place.network}", f"  name: {place.name}"]
    if place.dialogue.id:
        said.append(f"  {place.dialogue.id}: {json.dumps(id)}")
    for question in place.dialogue.questions:
        value = place.known.get(question.name, "")
        if not question.in_file or value == question.usual:
            continue
        if question.secret:
            secret = f"{place.network}-{question.name.replace('_', '-')}"
            said.append(f"  {question.name}_file: secrets/{secret}    # a file with it alone")
        else:
            said.append(f"  {question.name}: {json.dumps(value, ensure_ascii=False)}")
    return "".join(f"  {line}\n" for line in said)
