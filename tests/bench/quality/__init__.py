"""How well the FAQ matcher decides, on public data outside the repository, and the scripts that train it on them."""
