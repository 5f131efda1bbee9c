"""Moderation in the control channel: what it did is told together, decided with buttons, and never floods anybody."""
