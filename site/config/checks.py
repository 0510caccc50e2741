"""Misuse that fails at start-up, each with its cure."""
