"""TikTok in parts: three APIs that are called, one hook, and what both tell and may be asked to do."""
