"""Pieces of single rules: one kind of a rule's fault, or one of its questions, in a file of its own."""
