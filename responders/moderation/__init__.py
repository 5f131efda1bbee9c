"""Moderation: rules that look at every message from outside, and say what should become of it, and why."""
