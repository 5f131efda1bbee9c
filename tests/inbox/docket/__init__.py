"""Tests of what surfaces show of moderation."""
