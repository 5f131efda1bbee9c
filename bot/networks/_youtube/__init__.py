"""The parts of the YouTube network: bot/networks/youtube.py puts them together."""
