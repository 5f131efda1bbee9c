"""From a Turn to Proposals; sends nothing, stores nothing."""
