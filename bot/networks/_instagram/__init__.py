"""Parts of Instagram that Facebook does not share."""
