"""A model folder as a zip, as Hugging Face's hub has them: weights, perhaps in shards, and a vocabulary.

``model.safetensors.index.json`` says which shard holds which tensor; ``vocab.json``, ``vocab.txt`` and
``tokenizer.json`` may hold the vocabulary.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.errors import FileTooLarge, GatescopeError, UnreadableFile, shorten
from app.readers.archive import Archive, is_zip
from app.readers.json_text import read_json
from app.readers.named.state_dict import SAVE, read_state_dict
from app.readers.named.tensors import Budget, Tensor
from app.readers.named.vocabulary import find_vocabulary
from app.readers.reading import Leftover, Reading, Source
from app.readers.refused import known_zip
from app.readers.safetensors_file import named_tensors
from app.readers.torch import pytorch
from app.readers.torch.zip import folder_of

__all__ = ["load", "match"]

INDEX = ".safetensors.index.json"
TORCH = (".bin", ".pt", ".pth", ".ckpt")
SIDE_BYTES = 8 * 2**20


def match(source: Source) -> bool:
    """Whether this is a zip with files of weights in it, but none of torch's own.

    Examples
    --------
    >>> match(Source(b"GIF89a"))
    False
    """
    if not is_zip(source):
        return False
    archive = Archive(source)
    return folder_of(archive) is None and known_zip(archive.names) is None and bool(_weights(archive))


def load(source: Source) -> Reading:
    """Read the weights, and look for a vocabulary beside them.

    Raises
    ------
    UnreadableFile
        When a shard is missing, or several files of weights are no shards of one network.
    FileTooLarge, NoRecurrentLayer, UnsupportedNetwork, InvalidWeights
        As the formats inside.
    """
    archive = Archive(source)
    names = _weights(archive)
    texts, unread = _texts(archive)
    if names[0].endswith(TORCH):
        if len(names) > 1:
            raise _several(names)
        inner = Source(archive.read(names[0]), names[0], source.limits)
        if not pytorch.match(inner):
            raise UnreadableFile(
                f"{shorten(names[0])} in the zip is no file of torch.save",
                hint=f"Save it again: {SAVE}.",
            )
        reading = pytorch.load(inner)
        vocabulary, notes = find_vocabulary(texts, reading.embeddings, reading.stacks)
        return replace(
            reading,
            vocabulary=reading.vocabulary or vocabulary,
            notes=(*reading.notes, *(() if reading.vocabulary else notes)),
            leftovers=(*reading.leftovers, *unread),
        )
    budget = Budget(source.limits)
    tensors: dict[str, Tensor] = {}
    for name in names:
        for key, tensor in named_tensors(archive.read(name), budget).items():
            if key in tensors:
                raise UnreadableFile(
                    f"two shards hold {shorten(key)}", hint="Zip one model folder at a time."
                )
            tensors[key] = tensor
    budget.count(len(tensors))
    parts = read_state_dict(tensors)
    vocabulary, notes = find_vocabulary(texts, parts.embeddings, parts.stacks)
    return parts.reading("safetensors", vocabulary=vocabulary, notes=notes, leftovers=tuple(unread))


def _weights(archive: Archive) -> tuple[str, ...]:
    """The files to read: the shards of the index, the only file, or the one of the usual name."""
    index = next((name for name in archive.names if name.endswith(INDEX)), None)
    if index is not None:
        return _shards(archive, index)
    for endings, usual in (((".safetensors",), "model.safetensors"), (TORCH, "pytorch_model.bin")):
        found = tuple(name for name in archive.names if name.endswith(endings))
        named = tuple(name for name in found if name.rpartition("/")[2] == usual)
        if len(named) == 1 or len(found) == 1:
            return named if len(named) == 1 else found
        if found:
            raise _several(found)
    return ()


def _shards(archive: Archive, index: str) -> tuple[str, ...]:
    if archive.size(index) > SIDE_BYTES:
        raise FileTooLarge(
            f"{shorten(index)} has {archive.size(index):,} bytes; the limit is {SIDE_BYTES:,}",
            hint="Open the file of weights by itself.",
        )
    described = read_json(archive.read(index), shorten(index))
    mapped = described.get("weight_map") if isinstance(described, dict) else None
    named = list(mapped.values()) if isinstance(mapped, dict) else []
    files = dict.fromkeys(file if isinstance(file, str) else "?" for file in named)
    folder = index[: index.rfind("/") + 1]
    for file in files:
        if folder + file not in archive:
            raise UnreadableFile(
                f"{shorten(index)} names the shard {shorten(file)}, which is not in the zip",
                hint="Zip the whole model folder.",
            )
    if not files:
        raise UnreadableFile(f"{shorten(index)} names no shards", hint="Zip the whole model folder.")
    return tuple(folder + file for file in files)


def _texts(archive: Archive) -> tuple[dict[str, Any], list[Leftover]]:
    """Vocabularies beside the weights; one that cannot be read is left over, not fatal."""
    texts: dict[str, Any] = {}
    unread: list[Leftover] = []
    for name in archive.names:
        last = name.rpartition("/")[2]
        if last not in ("vocab.json", "vocab.txt", "tokenizer.json") or archive.size(name) > SIDE_BYTES:
            continue
        content = archive.read(name)
        try:
            texts[name] = content.decode().splitlines() if last == "vocab.txt" else read_json(content, last)
        except (GatescopeError, UnicodeDecodeError):
            unread.append(Leftover(name, None, "not UTF-8 text, or no JSON"))
            continue
        if last == "tokenizer.json":
            model = texts[name].get("model") if isinstance(texts[name], dict) else None
            texts[name] = model.get("vocab") if isinstance(model, dict) else None
    return texts, unread


def _several(names: tuple[str, ...]) -> UnreadableFile:
    return UnreadableFile(
        f"the zip has {len(names)} files of weights, such as {shorten(names[0])} and {shorten(names[-1])}, "
        "and no index that makes shards of them",
        hint="Open one of them by itself.",
    )
