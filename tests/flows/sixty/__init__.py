"""Sixty conversations, the settings that they are had under, and how each is had."""
