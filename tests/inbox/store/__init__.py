"""Tests of the store, on a real Redis of every kind."""
