"""The simulated world: one small real server per network that speaks its protocol, and people who talk.

A leaf: it imports nothing of ours outside `bot.playground`, so it can run in a process of its own.
"""
