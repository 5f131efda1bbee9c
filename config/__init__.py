"""What operators edit, and the one reader of it."""
