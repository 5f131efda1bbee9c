"""Bare bots and the bare Bot API server that all bots are measured against."""
