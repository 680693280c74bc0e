"""Networks that people brought, on disk: each a folder that is there as a whole or not at all.

::

    <folder>/u-0123456789abcdef/network.safetensors   all arrays
                                card.json             what the file was and what was found in it
                                chosen.json           what its owner decided; replaced as a whole
                                .used                 its time of change is the last use
    <folder>/.incoming/<name>.<random>/               what is being written; locked by its process

A network is written below ``.incoming``, forced to disk and then renamed into its place. Whatever a process
that has died left there is removed by the next one that starts: its lock is free.
"""

from __future__ import annotations

from app.store.networks import ARRAYS, CARD, CHOSEN, ID_PATTERN, Store, Stored, StoreLimits

__all__ = ["ARRAYS", "CARD", "CHOSEN", "ID_PATTERN", "Store", "StoreLimits", "Stored"]
