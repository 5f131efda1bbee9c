"""The parts of the adapter for X; `bot/networks/x.py` puts them together."""
