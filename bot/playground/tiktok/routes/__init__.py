"""The endpoints of the simulated TikTok, by what they are about."""
