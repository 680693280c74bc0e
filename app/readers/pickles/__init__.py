"""Pickles without an unpickler: names stay names, and nothing is called."""
