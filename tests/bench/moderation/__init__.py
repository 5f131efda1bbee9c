"""Moderation measured on public data: what its rules find and miss, what disguises they see through, and the cost."""
