"""Mending: which fixes are made, what the files are then, and how they are written."""
