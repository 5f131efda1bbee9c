"""Whole stories: what one person outside writes and what one of ours decides, through everything between the two."""
