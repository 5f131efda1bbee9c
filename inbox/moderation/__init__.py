"""Moderation: what was judged, what was done and why, and how that is taken back."""
