"""Tests, mirroring the tree; the wire is faked, never our own code."""
