"""Measurements against the targets; run by ``make bench``. Ratios hold where times drift."""
