"""What the Bluesky adapter is made of."""
