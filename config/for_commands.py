"""What single commands do with the files: try rules, and write into the FAQ; each loads no more than it needs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.load import Config

if TYPE_CHECKING:  # what answers and judges takes a second to load
    from config.other_rules import ToTry
    from responders.llm.meter import Meter
    from responders.mining import Teach
    from responders.moderation.judge import Moderation


@dataclass(frozen=True, slots=True)
class ForCommands:
    """The files, read anew by `read` for each command. All raise ConfigError with every mistake in them."""

    read: Callable[[], Config]

    async def add_faq(self, id: str, question: str, answer: str, language: str) -> tuple[str, bool]:
        """Write a question into the FAQ; answers the entry that has it now, and whether that is new."""
        from config.additions import add_entry

        config = self.read()
        added = await add_entry(config.folder, id, question, answer, language, networks=config.networks)
        return added.id, added.is_new

    def teaching(self) -> Teach:
        """What writes into the FAQ."""
        from config.rehearsal import teach_of

        return teach_of(self.read())

    def rules(self, other: Path | None) -> ToTry:
        """The rules that count, or those in a file; what checks their texts, and how far they may go."""
        from config.other_rules import to_try

        return to_try(self.read(), other)

    def judge(self, file: Path) -> Moderation:
        """What judges by the rules of moderation in a file."""
        from config.other_moderation import judge_of

        return judge_of(file, self.read())

    def classifying(self, file: Path, meter: Meter, now: Callable[[], int]) -> AbstractAsyncContextManager[Moderation]:
        """The same, with the classifier of bot.yaml asked."""
        from config.other_moderation import classifying

        return classifying(file, self.read(), meter, now)
