"""The control channel: where our people work on Discord, with cards, buttons and commands."""
