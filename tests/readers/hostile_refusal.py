"""What every refusal of a hostile file has to hold to."""

import traceback

import pytest

from app.errors import GatescopeError
from app.readers import ReadLimits, Source, read
from tests.readers.hostile_hdf5 import SECRET

SECONDS = 0.2


def refusal(content: bytes, limits: ReadLimits | None = None) -> GatescopeError:
    """The error, and that it says nothing that it should not."""
    source = Source(content, "x.h5", limits or ReadLimits())
    with pytest.raises(GatescopeError) as caught:
        read(source)
    error = caught.value
    everything = "".join(traceback.format_exception(error)) + repr(error.__dict__)
    assert SECRET.decode() not in everything
    assert error.hint.endswith(".")
    return error
