"""Writing what was learned into faq.yaml: one more way to ask, one more entry, a question that has none."""

from __future__ import annotations

import functools

from config.additions import add_entry, add_nothing, add_phrasing
from config.load import Config
from responders.mining import Teach


def teach(config: Config) -> Teach:
    """What writes into the file of this configuration; a running Sangam takes it over by itself."""
    folder, networks = config.folder, config.networks
    return Teach(
        functools.partial(add_phrasing, folder, networks=networks),
        functools.partial(add_entry, folder, networks=networks),
        functools.partial(add_nothing, folder, networks=networks),
    )
