"""Parts of Facebook that Instagram does not share."""
