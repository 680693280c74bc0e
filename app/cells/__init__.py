"""The cells that Gatescope can run: one file each, one registry line each."""

from __future__ import annotations

from app.cells.arithmetic import Arithmetic, Term
from app.cells.base import Cell, Chunk, GateSpec
from app.cells.lstm import LSTM
from app.cells.rnn import RNN
from app.errors import InvalidWeights, shorten

__all__ = ["CELLS", "Arithmetic", "Cell", "Chunk", "GateSpec", "Term", "get_cell"]

CELLS: dict[str, Cell] = {cell.name: cell for cell in (LSTM(), RNN())}


def get_cell(name: str) -> Cell:
    """Look a cell up.

    Raises
    ------
    InvalidWeights
        When there is no such cell; the message lists the choices.

    Examples
    --------
    >>> [gate.symbol for gate in get_cell("lstm").gates]
    ['f', 'i', 'g', 'o']
    """
    try:
        return CELLS[name]
    except KeyError:
        raise InvalidWeights(
            f"there is no cell named {shorten(name)}",
            hint=f"Choose one of: {', '.join(CELLS)}.",
            pointer="/model/cell",
        ) from None
