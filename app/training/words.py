"""What a person says of a network: the words of its card, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

__all__ = ["Bilingual", "Words"]


class Bilingual(TypedDict):
    """The same in English and in Chinese."""

    en: str
    zh: str


@dataclass(frozen=True)
class Words:
    """The words of a card.

    Attributes
    ----------
    title, task : Bilingual
        A name of two or three words; a sentence on what is learned.
    examples : sequence of mapping
        ``title`` and ``hint`` (what to look at), one of ``text``, ``tokens`` and ``values``; where the
        page stands when it is chosen: ``step``, ``unit``, ``channel``, ``probes`` (up to three units),
        ``overview`` ("text": as a coloured text).
    readings : mapping
        The meaning of each reading, or of each quantity that was looked for, by name.
    metrics : mapping
        What a reader calls each metric, by name.
    knock_outs : sequence of Bilingual
        A sentence for each knock-out of the task, with ``{before}`` and ``{after}`` in it.
    trained_on, license : Bilingual
        The data and their source; the licences of network and data.
    notes : sequence of Bilingual
        What a reader must know to judge it: how the gates were helped, where it fails.
    """

    title: Bilingual
    task: Bilingual
    examples: Sequence[Mapping[str, Any]]
    trained_on: Bilingual
    license: Bilingual
    readings: Mapping[str, Bilingual] = field(default_factory=dict)
    metrics: Mapping[str, Bilingual] = field(default_factory=dict)
    knock_outs: Sequence[Bilingual] = ()
    notes: Sequence[Bilingual] = ()
