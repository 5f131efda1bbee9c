"""A day of each network in some seconds: the real adapter on a simulated network whose clock nothing hurries."""
