"""What Facebook and Instagram share: the Graph API, what its hooks and lists tell, and what may be done there."""
