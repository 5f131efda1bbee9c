"""The one reader of the files that operators edit: everything at once, or every mistake in them at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict

from pydantic import BaseModel

from config.brand import BRAND, LARGEST, check_brand, check_lines
from config.canned import CannedFile
from config.cross import Known, account_names, check_bot, check_canned
from config.cross_faq import check_faq
from config.cross_rules import check_rules
from config.document import MOST_BYTES, Document, Loc, read
from config.documents import GiveUp, Library, never, read_library
from config.moderation import sections_of
from config.problems import ConfigError, Problem
from config.secrets import Secrets
from config.settings import AccountSettings, Redis, Settings, Tokens
from config.shape import fields
from config.validate import Model, validate
from responders.brain import BrandFile, Chunk
from responders.faq import FaqFile
from responders.fields import Written
from responders.moderation.file import ModerationFile
from responders.options import ClassifierOptions, ModelOptions
from responders.rules import RulesFile

__all__ = ["BRAND", "Config", "ConfigError", "Problem", "knowledge_folder", "load", "reload", "with_documents"]

BOT, RULES, FAQ, CANNED, MODERATION = "bot.yaml", "rules.yaml", "faq.yaml", "canned.yaml", "moderation.yaml"
CONTROL, CLASSIFIER = "control_channel", "classifier"
SECTIONS: Mapping[str, type[BaseModel]] = {"tokens": Tokens, "model": ModelOptions, CLASSIFIER: ClassifierOptions}
KEPT = ("media", "redis", "search")  # folders in that of all data; what people send us is in the first
OptionsOf = Callable[[str], type[BaseModel] | None]
Check = Callable[[Document, Known], Iterable[Problem]]
OURS = fields([AccountSettings]).keys() - {"options"}  # of an account's keys; the others are the network's own


NO_MODERATION = ModerationFile()


@dataclass(frozen=True, slots=True)
class Config:
    """All that the files say. `folder` is where they stand, `files` the digest of each."""

    settings: Settings
    rules: RulesFile
    faq: FaqFile
    canned: CannedFile
    brain: BrandFile
    folder: Path
    networks: frozenset[str]  # that exist, used or not
    files: Mapping[str, str]
    moderation: ModerationFile = NO_MODERATION  # where there is no such file
    secrets: tuple[str, ...] = field(default=(), repr=False)  # never to be written anywhere
    library: Library = field(default=Library(), repr=False)  # empty until `with_documents`

    @property
    def documents(self) -> tuple[Chunk, ...]:
        """What the documents say, in pieces; empty until `with_documents`."""
        return self.library.chunks

    @property
    def digest(self) -> str:
        """The same for the same files, byte for byte; another for any change in any of them."""
        return _digest("".join(f"{name} {digest}\n" for name, digest in sorted(self.files.items())).encode())


def load(
    folder: Path,
    options_of: OptionsOf,
    known_networks: Collection[str],
    environ: Mapping[str, str] = os.environ,
    *,
    control_channel: type[BaseModel] = Written,
) -> Config:
    """Read bot.yaml and all the others, but no documents; ConfigError with every mistake in all of them.

    `options_of` names the model of a network's own options, None for a network that does not exist, and
    `control_channel` is the model of that section. Relative paths in the files count from the folder above `folder`.
    """
    reading = _Reading(folder.resolve(), Secrets(environ, folder.resolve().parent))
    bot = reading.read(BOT)
    known = Known(account_names(bot), known_networks, classifies=_classifies(bot))
    settings = _settings(reading, bot, options_of, control_channel) if bot else None
    reading.problems += check_bot(bot, known) if bot else ()
    if bot and settings:
        reading.problems += _misplaced(bot, reading.folder, settings)
    answers = _answers(reading, known)
    if answers is None or settings is None:
        raise ConfigError(map(reading.secrets.scrubbed, reading.problems))
    return Config(
        settings,
        **answers,
        folder=reading.folder,
        networks=frozenset(known_networks),
        files=reading.digests,
        secrets=reading.secrets.values,
    )


def reload(config: Config, give_up: GiveUp = never) -> Config:
    """The same settings with all else as it stands now, documents too; ConfigError with every mistake in the files.

    Takes seconds where there are large documents that are new, so it belongs `aside`.
    """
    reading = _Reading(config.folder, Secrets({}, config.folder.parent))
    settings = config.settings
    accounts = [account.id for account in settings.accounts]
    answers = _answers(reading, Known(accounts, config.networks, classifies=settings.classifier is not None))
    if answers is None:
        raise ConfigError(reading.problems)
    files = {BOT: config.files[BOT], **reading.digests}
    return with_documents(replace(config, **answers, files=files), give_up)


def with_documents(config: Config, give_up: GiveUp = never) -> Config:
    """The same with what the documents say now; a command that needs none need not wait for them.

    What is wrong with a document is in `library.problems` and stops nothing. Takes seconds where there are large ones,
    so it belongs `aside`.
    """
    library = read_library(knowledge_folder(config), config.library, give_up)
    files = {name: digest for name, digest in config.files.items() if name not in config.library.digests}
    return replace(config, library=library, files=files | library.digests)


def knowledge_folder(config: Config) -> Path:
    """Where the documents are."""
    return config.folder.parent / config.settings.knowledge


@dataclass(slots=True)
class _Reading:
    """One pass over the files of a folder; gathers what is wrong instead of stopping at it."""

    folder: Path
    secrets: Secrets
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def read(self, name: str, most: int = MOST_BYTES) -> Document | None:
        try:
            document = read(self.folder / name, f"{self.folder.name}/{name}", most)
        except ConfigError as wrong:
            self.problems += wrong.problems
            return None
        self.problems += document.problems
        self.digests[name] = _digest(document.raw)
        return document

    def keep(self, name: str, raw: bytes) -> None:
        """Take note of a file that one of ours refers to."""
        self.digests[name] = _digest(raw)

    def fill(self, model: type[Model], data: object, document: Document, loc: Loc = ()) -> Model | None:
        filled = validate(model, data, document, loc, told=self.secrets.told)
        if not isinstance(filled, list):
            return filled
        self.problems += filled
        return None


def _classifies(bot: Document | None) -> bool:
    """Whether bot.yaml names a classifier, right or wrong in other ways."""
    return bot is not None and isinstance(bot.data, dict) and bot.data.get(CLASSIFIER) is not None


def _settings(
    reading: _Reading, bot: Document, options_of: OptionsOf, control_channel: type[BaseModel]
) -> Settings | None:
    data = _sections(bot)
    if isinstance(data, dict):
        data["redis"] = reading.secrets.resolve(bot, data.get("redis", {}), [Redis], ("redis",))
        for name, model in SECTIONS.items():
            if name in data:
                data[name] = reading.secrets.resolve(bot, data[name], [model], (name,))
        if isinstance(accounts := data.get("accounts"), list):
            data["accounts"] = [
                _account(reading, bot, options_of, number, account) for number, account in enumerate(accounts)
            ]
        if CONTROL in data:
            data[CONTROL] = _own(reading, bot, control_channel, (CONTROL,), data[CONTROL])
    reading.problems += reading.secrets.problems
    return reading.fill(Settings, data, bot)


def _account(reading: _Reading, bot: Document, options_of: OptionsOf, number: int, account: object) -> object:
    """The account with the network's own keys made into its options; where they are wrong, with empty ones."""
    if not isinstance(account, dict):
        return account
    loc, network = ("accounts", number), account.get("network")
    model = options_of(network) if isinstance(network, str) else None
    own = {key: value for key, value in account.items() if key not in OURS}
    options = _own(reading, bot, model, loc, own) if model else Written()
    return {key: account[key] for key in OURS & account.keys()} | {"options": options}


def _own(reading: _Reading, bot: Document, model: type[BaseModel], loc: Loc, own: object) -> BaseModel:
    """What a model of somebody else makes of the keys at `loc`; where they are wrong, an empty one."""
    return reading.fill(model, reading.secrets.resolve(bot, own, [model], loc), bot, loc) or Written()


class _Answers(TypedDict):
    """What each file says, by its name in `Config`."""

    rules: RulesFile
    faq: FaqFile
    canned: CannedFile
    brain: BrandFile
    moderation: ModerationFile


def _answers(reading: _Reading, known: Known) -> _Answers | None:
    """What may be said and done, from all its files; None when there is a mistake in any file so far."""
    reading.problems += _misnamed(reading.folder)
    brain = _brain(reading, known) if (reading.folder / BRAND).exists() else BrandFile()
    known = replace(known, opens=brain is None or brain.hours is not None)
    rules = _file(reading, RULES, RulesFile, known, check_rules)
    faq = _file(reading, FAQ, FaqFile, known, check_faq)
    needed = (reading.folder / CANNED).exists()
    canned = _file(reading, CANNED, CannedFile, known, check_canned) if needed else CannedFile()
    moderation = _moderation(reading, known) if (reading.folder / MODERATION).exists() else NO_MODERATION
    if reading.problems or not (rules and faq and canned and brain and moderation):
        return None
    return _Answers(rules=rules, faq=faq, canned=canned, brain=brain, moderation=moderation)


def _misnamed(folder: Path) -> Iterable[Problem]:
    """Files that one need not have, under a name by which nobody reads them."""
    for name in (BRAND, CANNED, MODERATION):
        other = (folder / name).with_suffix(".yml")
        if other.exists():
            yield Problem(f"{folder.name}/{other.name}", 1, "", f"nobody reads this file; call it {name}")


def _moderation(reading: _Reading, known: Known) -> ModerationFile | None:
    document = reading.read(MODERATION)
    if document is None:
        return None
    data, problems = sections_of(document, reading.folder, known, reading.keep)
    reading.problems += problems
    return reading.fill(ModerationFile, data, document)


def _brain(reading: _Reading, known: Known) -> BrandFile | None:
    document = reading.read(BRAND, LARGEST)
    if document is None:
        return None
    reading.problems += check_brand(document, known)
    brain = reading.fill(BrandFile, _sections(document), document)
    if brain:
        reading.problems += check_lines(document, brain)
    return brain


def _misplaced(bot: Document, folder: Path, settings: Settings) -> Iterable[Problem]:
    """A folder of documents that would make documents of our own files, or of what people sent us."""
    place, data = ((folder.parent / name).resolve() for name in (settings.knowledge, settings.data))
    ours = {data / name for name in KEPT}
    if place in {folder, *folder.parents, data, *data.parents} or not ours.isdisjoint({place, *place.parents}):
        yield bot.problem(("knowledge",), "must be a folder of its own that holds nothing but documents")


def _file(reading: _Reading, name: str, model: type[Model], known: Known, check: Check) -> Model | None:
    document = reading.read(name)
    if document is None:
        return None
    reading.problems += check(document, known)
    return reading.fill(model, _sections(document), document)


def _sections(document: Document) -> object:
    """The data without sections in which every line is commented out."""
    if not isinstance(document.data, dict):
        return document.data
    return {key: value for key, value in document.data.items() if value is not None}


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
