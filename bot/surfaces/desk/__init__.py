"""The desk: the web page where a community manager's team works all day."""

from bot.learning import School
from bot.surfaces.desk.app import Desk
from bot.surfaces.desk.kit import Codes

__all__ = ["Codes", "Desk", "School"]
