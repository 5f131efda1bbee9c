"""The product: nouns, pure rules, use cases and their Redis; no HTTP, no Discord, no network names."""
