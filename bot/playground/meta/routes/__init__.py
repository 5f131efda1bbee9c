"""What each call of the Graph API does, one file for each part of it; `routing.py` tells which call is where."""
