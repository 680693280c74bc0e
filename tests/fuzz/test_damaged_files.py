"""Damaged files of every format are refused with a message, and leave nothing behind.

A few hundred here; ``make fuzz`` sends 20,000.
"""

from pathlib import Path

import pytest

from app.main import create_app
from app.settings import Settings
from tests.fuzz.attack import attack
from tests.fuzz.mutations import mutated
from tests.fuzz.samples import samples

COUNT = 400


@pytest.mark.anyio
async def test_damaged_files_harm_nothing(tmp_path: Path) -> None:
    app = create_app(Settings(store_folder=tmp_path))
    async with app.router.lifespan_context(app):
        outcome = await attack(app, tmp_path, mutated(list(samples().values()), COUNT, seed=11))
        assert outcome.sent == COUNT
        assert [(status, said) for _, status, said in outcome.failures] == []
        assert outcome.surprises == []
        assert outcome.descriptors[1] <= outcome.descriptors[0]
        assert outcome.children[1] == outcome.children[0]
        assert outcome.left == []
    # Some damage only moves a weight; most of it must be noticed, or nothing was damaged.
    assert outcome.statuses[422] > COUNT / 2
    assert set(outcome.statuses) <= {200, 201, 413, 415, 422}
