"""Every error that Gatescope raises on purpose.

::

    GatescopeError
    ├── InvalidInput            what was sent cannot be used
    │   ├── EmptySequence       there is no step to run
    │   ├── SequenceTooLong     more steps than the limit
    │   ├── InvalidValues       numbers of the wrong shape, or not finite
    │   ├── InvalidSelection    a channel, layer, direction, unit or step that does not exist
    │   ├── InvalidWeights      an inline network whose arrays do not fit together
    │   ├── InvalidState        an initial state that does not fit the network
    │   ├── InvalidVocabulary   a vocabulary that does not fit the network
    │   ├── UnsupportedInput    a kind of input that this network cannot read
    │   ├── UnsupportedNetwork  a network that cannot do what was asked
    │   ├── UnsupportedFormat   a file of no known format
    │   ├── UnreadableFile      a file that is damaged, or holds what is not allowed
    │   └── NoRecurrentLayer    a file without a recurrent layer that can be run
    ├── UnknownModel            no network has that id
    ├── NotAllowed              something that the deployment lets nobody do
    ├── StoreFull               there is no room for another network
    ├── TooExpensive            over a limit of work or of answer size
    │   └── FileTooLarge        a file over a limit, as it is or unpacked
    ├── Overloaded              the workers are busy; try again later
    ├── NumericOverflow         the computation left the finite numbers
    └── BrokenModel             a stored network cannot be read

A message says what was wrong, the value (cut short), and the limit or the choices.
A hint says the next step. Nothing here knows of HTTP: ``app.handlers`` gives each
class its status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

__all__ = [
    "BrokenModel",
    "EmptySequence",
    "FieldError",
    "FileTooLarge",
    "GatescopeError",
    "InvalidInput",
    "InvalidSelection",
    "InvalidState",
    "InvalidValues",
    "InvalidVocabulary",
    "InvalidWeights",
    "NoRecurrentLayer",
    "NotAllowed",
    "NumericOverflow",
    "Overloaded",
    "SequenceTooLong",
    "StoreFull",
    "TooExpensive",
    "UnknownModel",
    "UnreadableFile",
    "UnsupportedFormat",
    "UnsupportedInput",
    "UnsupportedNetwork",
    "shorten",
]


def shorten(value: object, limit: int = 60) -> str:
    """Quote a value in a message without letting it fill the message.

    Examples
    --------
    >>> shorten("x" * 100, limit=5)
    "'xxxx…"
    """
    text = repr(value)
    return text if len(text) <= limit else text[:limit] + "…"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong place in a request, named by its JSON pointer."""

    pointer: str
    message: str


class GatescopeError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    message : str
        What was wrong, with the value and the limit or the choices.
    hint : str
        The next step.
    pointer : str, optional
        JSON pointer of the wrong field; makes ``errors`` when these are not given.
    errors : sequence of FieldError
        The wrong places, when there are several.
    """

    code: ClassVar[str] = "error"

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        pointer: str | None = None,
        errors: Sequence[FieldError] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.errors = tuple(errors)
        if pointer is not None and not self.errors:
            self.errors = (FieldError(pointer, message),)


class InvalidInput(GatescopeError):
    """What was sent cannot be used."""

    code = "invalid_input"


class EmptySequence(InvalidInput):
    """There is no step to run."""

    code = "empty_sequence"


class SequenceTooLong(InvalidInput):
    """More steps than the limit."""

    code = "sequence_too_long"


class InvalidValues(InvalidInput):
    """Numbers of the wrong shape, or not finite."""

    code = "invalid_values"


class InvalidSelection(InvalidInput):
    """A channel, layer, direction, unit or step that does not exist."""

    code = "invalid_selection"


class InvalidWeights(InvalidInput):
    """An inline network whose arrays do not fit together."""

    code = "invalid_weights"


class InvalidState(InvalidInput):
    """An initial state that does not fit the network."""

    code = "invalid_state"


class InvalidVocabulary(InvalidInput):
    """A vocabulary that does not fit the network."""

    code = "invalid_vocabulary"


class UnsupportedInput(InvalidInput):
    """A kind of input that this network cannot read."""

    code = "unsupported_input"


class UnsupportedNetwork(InvalidInput):
    """A network that cannot do what was asked."""

    code = "unsupported_network"


class UnsupportedFormat(InvalidInput):
    """A file of no known format."""

    code = "unsupported_format"


class UnreadableFile(InvalidInput):
    """A file that is damaged, or holds what is not allowed."""

    code = "unreadable_file"


class NoRecurrentLayer(InvalidInput):
    """A file without a recurrent layer that can be run."""

    code = "no_recurrent_layer"


class UnknownModel(GatescopeError):
    """No network has that id."""

    code = "unknown_model"


class TooExpensive(GatescopeError):
    """Over a limit of work or of answer size."""

    code = "too_expensive"


class FileTooLarge(TooExpensive):
    """A file over a limit, as it is or unpacked."""

    code = "file_too_large"


class NotAllowed(GatescopeError):
    """Something that the deployment lets nobody do."""

    code = "not_allowed"


class StoreFull(GatescopeError):
    """There is no room for another network."""

    code = "store_full"


class Overloaded(GatescopeError):
    """The workers are busy; ``retry_after`` seconds from now there may be room."""

    code = "overloaded"

    def __init__(self, message: str, *, hint: str = "", retry_after: int = 1) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class NumericOverflow(GatescopeError):
    """The computation left the finite numbers."""

    code = "numeric_overflow"


class BrokenModel(GatescopeError):
    """A stored network cannot be read."""

    code = "broken_model"
