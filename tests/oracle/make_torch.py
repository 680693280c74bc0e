"""Write ``tests/readers/fixtures/torch.zip``: small networks in every format of torch's, and their states.

Each network has an .npz beside its files; see :mod:`tests.readers.torch_files`.
"""

from collections.abc import Iterator

import torch

from tests.oracle.torch_extras import extras, refused
from tests.oracle.torch_formats import FORMATS, npz
from tests.oracle.torch_networks import CASES, expected, tagger
from tests.readers.torch_files import FIXTURES, pack


def main() -> None:
    """Write all files."""
    torch.set_num_threads(1)
    files = dict(all_files())
    pack(files)
    print(f"{len(files)} files, {FIXTURES.stat().st_size:,} bytes together")


def all_files() -> Iterator[tuple[str, bytes]]:
    """Every network in every format, then the others."""
    for seed, (cell, shape) in enumerate(CASES):
        network = tagger(cell, shape, seed)
        yield f"{cell}-{shape.name}.expected", npz(expected(network))
        for form, write in FORMATS.items():
            yield f"{cell}-{shape.name}.{form}", write(network)
    for name, content, arrays in extras(seed=0):
        yield name, content
        yield f"{name}.expected", npz(arrays)
    yield from refused(seed=0)


if __name__ == "__main__":
    main()
