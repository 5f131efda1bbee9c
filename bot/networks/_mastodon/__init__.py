"""What the Mastodon adapter is made of."""
