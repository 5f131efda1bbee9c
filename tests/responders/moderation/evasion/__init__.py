"""Disguised spellings and clean messages, for the test of disguises and its benchmark."""
