"""Tests of moderation: undoing, appeals, rules that earn, people, measures, figures."""
