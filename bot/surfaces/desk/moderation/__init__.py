"""The desk's pages of moderation: what waits to be judged, appeals, cases, rules, measures, figures."""

from bot.surfaces.desk.moderation.deciding import decide
from bot.surfaces.desk.moderation.pages import page

__all__ = ["decide", "page"]
