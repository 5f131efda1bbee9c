"""A simulated OpenAI-compatible endpoint: completions, models and embeddings over real HTTP, by scripted models."""

from bot.playground.model.behaviours import BEHAVIOURS, Asked, Behaviour, says
from bot.playground.model.server import ModelServer

__all__ = ["BEHAVIOURS", "Asked", "Behaviour", "ModelServer", "says"]
