"""Gatescope shows what the gates of an LSTM do."""

__version__ = "0.1.0"
