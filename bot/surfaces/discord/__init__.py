"""The control channel: a Discord server's channel where our people read, decide and answer, a post per conversation."""
