"""Keeps the projection true to what it projects."""
