"""Every gadget, bomb and pointer to other files that the readers are tried on, sent to the application."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from app.main import create_app
from app.settings import Settings
from tests.fuzz.attack import attack
from tests.readers import hostile_hdf5
from tests.readers.bombs import bombs
from tests.readers.gadgets import gadgets
from tests.readers.onnx_bombs import bombs as onnx_bombs
from tests.readers.onnx_external import external

SECRET = hostile_hdf5.SECRET.decode()


def corpus(folder: Path) -> Iterator[bytes]:
    """Files of every kind; those that point elsewhere point at a secret in the folder."""
    hostile_hdf5.plant(folder)
    secret = folder / "secret.bin"
    secret.write_bytes(hostile_hdf5.SECRET * 16)
    (folder / "link.bin").symlink_to(secret)
    places = {"parent": "../secret.bin", "absolute": str(secret), "link": "link.bin", "name": "secret.bin"}
    # The readers are tried on all of them; here every fourth is enough.
    yield from (content for _, content, _ in islice(gadgets(str(folder / "canary")), 0, None, 4))
    # Bombs of megabytes take seconds of a processor; the readers are tried on those too.
    yield from (content for _, content, _ in bombs() if len(content) < 2**18)
    yield from (content for _, content, _ in onnx_bombs())
    yield from (content for _, content, _ in external(places))
    for name, change in hostile_hdf5.CHANGES.items():
        options = {"libver": "latest"} if name.startswith("long") else {}
        yield hostile_hdf5.weights(change, folder, **options)


@pytest.mark.anyio
async def test_each_is_refused_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, store = tmp_path / "files", tmp_path / "networks"
    folder.mkdir()
    monkeypatch.chdir(folder)
    # Some files hold thousands of groups, which is harmless but more than this server wants.
    app = create_app(Settings(store_folder=store, tensors=256))
    async with app.router.lifespan_context(app):
        outcome = await attack(app, store, corpus(folder), SECRET)
    assert outcome.sent > 200
    assert set(outcome.statuses) <= {413, 415, 422}
    assert [(status, said) for _, status, said in outcome.failures] == []
    assert outcome.surprises == []
    assert outcome.left == []
    assert outcome.descriptors[1] <= outcome.descriptors[0]
    assert outcome.children[1] == outcome.children[0]
    assert not (folder / "canary").exists()
