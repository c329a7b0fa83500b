"""The kinds of faults that mutations.py plants, by what they are in."""
