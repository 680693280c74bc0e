"""Every format: a good file, one that is cut off, one that is something else inside, and one over a limit."""

from collections.abc import Mapping

import pytest

from app.errors import FileTooLarge, GatescopeError, NoRecurrentLayer, UnreadableFile
from app.readers import READERS, ReadLimits, Source, read
from tests.fuzz.samples import samples

# Reader, a file of the fixtures, its format; what is said when six tenths of it are there, when 64 bytes may
# be unpacked, and when it may hold one array (None: it holds no more).
ROWS = (
    (
        "PyTorch",
        "torch/rnn-no-bias.state_dict.pt",
        "pytorch",
        "the file begins as a zip but is damaged: ",
        "'archive/data.pkl' would unpack to 587 bytes or more; 64 are allowed for this whole file",
        "the file has 2 tensors; the limit is 1",
    ),
    (
        "TorchScript",
        "torch/rnn-no-bias.traced.pt",
        "torchscript",
        "the file begins as a zip but is damaged: ",
        "'archive/code/__torch__/",
        "the file has 2 tensors; the limit is 1",
    ),
    (
        "safetensors",
        "torch/rnn-no-bias.safetensors",
        "safetensors",
        "'embedding.weight' declares shape [6, 3] of float32 at bytes 0 to 72, which does not fit",
        "with 'rnn.weight_hh_l0' the arrays of this file come to 112 bytes; the limit is 64",
        "the file has 5 tensors; the limit is 1",
    ),
    (
        "npz",
        "torch/rnn-no-bias.npz",
        "npz",
        "the file begins as a zip but is damaged: ",
        "'embedding.weight.npy' would unpack to 200 bytes or more; 64 are allowed for this whole file",
        "the file has 5 tensors; the limit is 1",
    ),
    (
        "JSON",
        "torch/rnn-no-bias.json",
        "json",
        "the file is not JSON: Expecting ',' delimiter: line 1 column 975",
        "with 'embedding.weight' the arrays of this file come to 144 bytes; the limit is 64",
        "the file has 5 tensors; the limit is 1",
    ),
    (
        "model folder as zip",
        "torch/rnn-no-bias.folder.zip",
        "safetensors",
        "the file begins as a zip but is damaged: ",
        "'tagger/model.safetensors.index.json' would unpack to 298 bytes or more; 64 are allowed",
        "the file has 3 tensors; the limit is 1",
    ),
    (
        "Keras",
        "keras3/rnn-no-bias.keras",
        "keras",
        "the file begins as a zip but is damaged: ",
        "'config.json' would unpack to 1,943 bytes or more; 64 are allowed for this whole file",
        "the file names more than 3 objects, which is the limit",
    ),
    (
        "Keras HDF5",
        "keras2/cudnn-gru-one-weights.h5",
        "keras-2",
        "the HDF5 file is damaged",
        "'/gru/gru/bias:0' declares the shape [24], 96 bytes; 64 are left of the limit",
        "the file names more than 3 objects, which is the limit",
    ),
    (
        "ONNX",
        "onnx/rnn-relu.onnx",
        "onnx",
        "the ONNX file is damaged or cut off: its part at byte 2 should end at byte 332",
        "the arrays of the ONNX file take more than 64 bytes",
        None,
    ),
    (
        "pickle",
        "torch/rnn-no-bias.pkl",
        "pytorch",
        "the pickle is damaged at byte 1,758: ",
        "with 'rnn.weight_hh_l0' the arrays of this file come to 112 bytes; the limit is 64",
        "the file has 2 tensors; the limit is 1",
    ),
)
IDS = [row[0] for row in ROWS]
TINY = ReadLimits(unpacked_bytes=64)
ONE = ReadLimits(tensors=1)


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return samples()


def refusal(source: Source) -> GatescopeError:
    """What is said of a file; every word of it helps."""
    with pytest.raises(GatescopeError) as caught:
        read(source)
    assert caught.value.hint
    return caught.value


def test_every_reader_has_its_row() -> None:
    assert [reader.name for reader in READERS if reader.suffixes] == IDS


@pytest.mark.parametrize(("name", "file", "kind"), [row[:3] for row in ROWS], ids=IDS)
def test_a_good_file_is_read_by_its_reader_alone(
    files: Mapping[str, bytes], name: str, file: str, kind: str
) -> None:
    source = Source(files[file])
    assert next(reader.name for reader in READERS if reader.match(source)) == name
    assert read(source).format == kind


@pytest.mark.parametrize(("file", "said"), [(row[1], row[3]) for row in ROWS], ids=IDS)
def test_a_file_that_was_cut_off(files: Mapping[str, bytes], file: str, said: str) -> None:
    whole = files[file]
    error = refusal(Source(whole[: len(whole) * 6 // 10]))
    assert isinstance(error, UnreadableFile)
    assert error.message.startswith(said)


@pytest.mark.parametrize(("file", "said"), [(row[1], row[4]) for row in ROWS], ids=IDS)
def test_a_file_that_unpacks_to_too_much(files: Mapping[str, bytes], file: str, said: str) -> None:
    error = refusal(Source(files[file], limits=TINY))
    assert isinstance(error, FileTooLarge)
    assert error.message.startswith(said)


@pytest.mark.parametrize(("file", "said"), [(row[1], row[5]) for row in ROWS], ids=IDS)
def test_a_file_of_too_many_arrays(files: Mapping[str, bytes], file: str, said: str | None) -> None:
    source = Source(files[file], limits=ONE)
    if said is None:
        assert read(source).stacks
    else:
        assert refusal(source).message.startswith(said)


@pytest.mark.parametrize("file", [row[1] for row in ROWS], ids=IDS)
def test_the_first_bytes_alone_are_no_file(files: Mapping[str, bytes], file: str) -> None:
    """What begins like a format and holds something else."""
    error = refusal(Source(files[file][:16] + b"and then a letter to a friend, many times over. " * 40))
    assert isinstance(error, UnreadableFile | NoRecurrentLayer | FileTooLarge)
