"""A simulated Facebook and Instagram: the Graph API over HTTP, signed hooks, and a world in which people act."""
