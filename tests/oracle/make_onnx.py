"""Write ``tests/readers/fixtures/onnx.zip``: small ONNX files, and what onnxruntime makes of them.

Each file has an .npz beside it; see :mod:`tests.readers.onnx_files`.
"""

import torch

from tests.oracle.onnx_cases import all_cases
from tests.oracle.onnx_reference import computed
from tests.readers.onnx_files import FIXTURES, pack


def main() -> None:
    """Write all files."""
    torch.set_num_threads(1)
    FIXTURES.parent.mkdir(parents=True, exist_ok=True)
    cases = list(all_cases(seed=0))
    pack((case.name, case.content, computed(case.content, case.feeds)) for case in cases)
    print(f"{len(cases)} files, {FIXTURES.stat().st_size:,} bytes together")


if __name__ == "__main__":
    main()
