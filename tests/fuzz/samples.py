"""One file of every format and of every way to write it, taken from the fixtures of the readers."""

import json
import zipfile
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "readers" / "fixtures"
LARGEST = 60_000


def kind_of(name: str) -> str:
    """What stands behind the name of a network in the name of a fixture: ".legacy.pt", "-weights.h5"."""
    return name[name.find(".") :] if "-weights" not in name else "-weights" + name[name.find(".") :]


def samples(each: int = 4) -> dict[str, bytes]:
    """Some files of every kind of every set of fixtures: small ones, for these are mostly structure."""
    found: dict[str, bytes] = {}
    for path in sorted(FIXTURES.glob("*.zip")):
        with zipfile.ZipFile(path) as fixtures:
            kinds: dict[str, list[zipfile.ZipInfo]] = {}
            for info in fixtures.infolist():
                # Expected states lie beside the networks, in files of their own or as npz.
                states = ".expected" if path.stem == "torch" else ".npz"
                if not info.filename.endswith(states):
                    kinds.setdefault(kind_of(info.filename), []).append(info)
            for infos in kinds.values():
                for info in sorted(infos, key=lambda one: one.file_size)[:each]:
                    if info.file_size <= LARGEST:
                        found[f"{path.stem}/{info.filename}"] = fixtures.read(info)
    found["inline.json"] = json.dumps(
        {
            "cell": "lstm",
            "weights": [{"W_x": [[[0.5]]] * 4, "W_h": [[[0.25]]] * 4, "b": [[0.0]] * 4}],
        }
    ).encode()
    return found
