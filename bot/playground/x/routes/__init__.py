"""What the calls of the simulated X do."""
