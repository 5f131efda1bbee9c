"""The model: drafts an answer from what the brand says of itself, and has to show its sources.

One `Endpoint` lives as long as the process, or until the options of the model change; a `Model` is made anew over it
whenever the brand, its FAQ or its documents do. For a replay `recalled` stands in the endpoint's place and answers from
the ledger.
"""

from __future__ import annotations

from responders.llm.asking import Ask, Unheard, recalled
from responders.llm.client import Endpoint
from responders.llm.meter import Meter
from responders.llm.model import Model

__all__ = ["Ask", "Endpoint", "Meter", "Model", "Unheard", "recalled"]
