"""Measures Sangam as ratios within one run and as counts: `make bench`, or one part: `python -m tests.bench.<part>`."""
