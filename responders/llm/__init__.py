"""The model: drafts an answer from what the brand says of itself, and has to show its sources."""
