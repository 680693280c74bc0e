"""Files of networks as people write them: lists of cells, wrapped weights, half precision, several parts."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor, nn
from torch.nn.utils import parametrizations, prune

from tests.oracle.torch_formats import npz, saved, script, without_debugging
from tests.oracle.torch_networks import INPUTS, SHAPES, STEPS, Array, expected, of_stack, tagger

Extra = tuple[str, bytes, dict[str, Array]]


def extras(seed: int) -> Iterator[Extra]:
    """Name, file, and expected arrays under ``<stack>|...``."""
    torch.manual_seed(seed)
    x = torch.randn(STEPS, INPUTS)
    yield from halves(seed)
    yield from wrapped(x)
    yield from lists(x)
    yield from surroundings(x)
    yield from plain_names(x)


def halves(seed: int) -> Iterator[Extra]:
    """Weights of other precisions; what half precision holds, float32 computes with."""
    for name, dtype in (("float16", torch.float16), ("bfloat16", torch.bfloat16), ("float64", torch.float64)):
        network = tagger("lstm", SHAPES[3], seed).to(dtype)
        weights = {name: value.clone() for name, value in network.state_dict().items()}
        arrays = expected(network if name == "float64" else network.float())
        yield f"{name}.pt", saved(weights), arrays
        yield f"{name}.safetensors", save(weights), arrays


def wrapped(x: Tensor) -> Iterator[Extra]:
    """One LSTM whose weights are stored as several tensors, or under longer names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = nn.utils.weight_norm(nn.LSTM(INPUTS, 4), "weight_hh_l0")
    old(x)
    plain = nn.LSTM(INPUTS, 4)
    norm = old.weight_hh_l0_g * old.weight_hh_l0_v / old.weight_hh_l0_v.norm(dim=1, keepdim=True)
    plain.load_state_dict(
        {name: norm if name == "weight_hh_l0" else getattr(old, name) for name in plain.state_dict()}
    )
    yield "weight-norm.pt", saved(old.state_dict()), of_stack("lstm", [plain], x)

    new = nn.LSTM(INPUTS, 4)
    bare = of_stack("lstm", [new], x)
    parametrizations.weight_norm(new, "weight_hh_l0")
    yield "parametrized.pt", saved(new.state_dict()), bare

    cut = nn.LSTM(INPUTS, 4)
    prune.random_unstructured(cut, "weight_ih_l0", 0.5)
    weights = cut.state_dict()
    prune.remove(cut, "weight_ih_l0")
    whole = nn.LSTM(INPUTS, 4)
    whole.load_state_dict(cut.state_dict())
    yield "pruned.pt", saved(weights), of_stack("lstm", [whole], x)

    yield "compiled.pt", saved(torch.compile(plain).state_dict()), of_stack("lstm", [plain], x)
    turned = {
        name: value.t().contiguous().t() for name, value in plain.state_dict().items() if value.ndim == 2
    }
    yield "strided.pt", saved({**plain.state_dict(), **turned}), of_stack("lstm", [plain], x)
    row = torch.cat([torch.zeros(5), *(value.flatten() for value in plain.state_dict().values())])
    yield "shared.pt", saved(dict(windows(row, plain.state_dict()))), of_stack("lstm", [plain], x)


def windows(row: Tensor, weights: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    """The same weights as windows on one storage, behind five numbers of something else."""
    at = 5
    for name, value in weights.items():
        yield name, row[at : at + value.numel()].view(value.shape)
        at += value.numel()


def lists(x: Tensor) -> Iterator[Extra]:
    """Layers of different sizes in a list, as modules and as cells, also with dropped weights."""
    sizes = (INPUTS, 5, 4, 2)
    layers = [nn.LSTM(below, above) for below, above in pairwise(sizes)]
    yield (
        "list.pt",
        saved(nn.ModuleDict({"rnns": nn.ModuleList(layers)}).state_dict()),
        of_stack("rnns", layers, x),
    )
    dropped: dict[str, Tensor] = {}
    for index, layer in enumerate(layers):
        weights = layer.state_dict()
        dropped |= {f"0.rnns.{index}.module.{name}": value for name, value in weights.items()}
        dropped[f"0.rnns.{index}.weight_hh_l0_raw"] = weights["weight_hh_l0"]
        dropped[f"0.rnns.{index}.module.weight_hh_l0"] = nn.functional.dropout(weights["weight_hh_l0"], 0.5)
    yield "dropped.pt", saved(dropped), of_stack("0.rnns", layers, x)
    for name, kind, single in (
        ("lstm", nn.LSTM, nn.LSTMCell),
        ("gru", nn.GRU, nn.GRUCell),
        ("rnn", nn.RNN, nn.RNNCell),
    ):
        layers = [kind(below, above) for below, above in pairwise(sizes)]
        cells = [single(layer.input_size, layer.hidden_size) for layer in layers]
        for layer, cell in zip(layers, cells, strict=True):
            cell.load_state_dict(
                {key.removesuffix("_l0"): value for key, value in layer.state_dict().items()}
            )
        held = nn.ModuleDict({"cells": nn.ModuleList(cells)})
        yield f"{name}-cells.pt", saved(held.state_dict()), of_stack("cells", layers, x)
        yield f"{name}-cells-module.pt", saved(held), of_stack("cells", layers, x)
    single = nn.RNN(INPUTS, 4, nonlinearity="relu")
    cell = nn.RNNCell(INPUTS, 4, nonlinearity="relu")
    cell.load_state_dict({key.removesuffix("_l0"): value for key, value in single.state_dict().items()})
    yield "relu-cell-scripted.pt", script(cell, traced=False), of_stack("rnn", [single], x)


def surroundings(x: Tensor) -> Iterator[Extra]:
    """Parts that are not run, and two networks in one file."""
    captions = nn.ModuleDict(
        {
            "cnn": nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2)),
            "lstm": nn.LSTM(INPUTS, 4),
            "head": nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2)),
        }
    )
    arrays = of_stack("lstm", [captions["lstm"]], x)
    yield "captions.pt", saved(captions.state_dict()), arrays
    yield "captions-module.pt", saved(captions), arrays
    encoder, decoder = nn.GRU(INPUTS, 4, bidirectional=True), nn.GRU(INPUTS, 8)
    both = {"encoder": {"gru": encoder}, "decoder": {"gru": decoder}}
    parts = {name: nn.ModuleDict(held).state_dict() for name, held in both.items()}
    arrays = {**of_stack("encoder.gru", [encoder], x), **of_stack("decoder.gru", [decoder], x)}
    yield "translator.pt", saved({**parts, "epoch": 7, "losses": [0.5, 0.25]}), arrays


def plain_names(x: Tensor) -> Iterator[Extra]:
    """Arrays under Gatescope's own names, made by hand from torch's."""
    lstm = nn.LSTM(INPUTS, 4)
    yield "own.npz", npz(own(lstm, [1, 0, 2, 3])), of_stack("lstm", [lstm], x)
    named = {f"tagger.0.forward.{name}": array for name, array in own(lstm, [1, 0, 2, 3]).items()}
    yield "own-stack.npz", npz(named), of_stack("tagger", [lstm], x)


def own(lstm: nn.LSTM, rows: list[int]) -> dict[str, Any]:
    """W_x [G, H, D], W_h [G, H, H] and b [G, H], gates in Gatescope's order."""
    gates = {name: value.detach().reshape(4, 4, -1)[rows].numpy() for name, value in lstm.named_parameters()}
    return {
        "W_x": gates["weight_ih_l0"],
        "W_h": gates["weight_hh_l0"],
        "b": (gates["bias_ih_l0"] + gates["bias_hh_l0"])[..., 0],
    }


def refused(seed: int) -> Iterator[tuple[str, bytes]]:
    """Files of networks that are not read, by what their refusal should say."""
    network = tagger("lstm", SHAPES[0], seed)
    frozen = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.save(torch.jit.freeze(torch.jit.script(network)), frozen)
        packed = torch.ao.quantization.quantize_dynamic(network, {nn.LSTM, nn.Linear})
        yield "frozen.refused", without_debugging(frozen)
        yield "quantized.refused", saved(packed.state_dict())
        yield "quantized-module.refused", saved(packed)
        yield "quantized-script.refused", script(packed, traced=False)
    spectral = nn.LSTM(INPUTS, 4)
    parametrizations.spectral_norm(spectral, "weight_hh_l0")
    yield "spectral.refused", saved(spectral.state_dict())
    yield "perceptron.refused", saved(nn.Linear(3, 4).state_dict())
    yield "optimizer.refused", saved(torch.optim.Adam(network.parameters()).state_dict())
    exported = io.BytesIO()
    torch.export.save(torch.export.export(nn.Linear(3, 4), (torch.ones(1, 3),)), exported)
    yield "exported.refused", names_only(exported)


def names_only(stream: io.BytesIO) -> bytes:
    """A zip with the same members, all of them empty: their texts name paths of this machine."""
    kept = io.BytesIO()
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(kept, "w") as packed:
        for name in whole.namelist():
            packed.writestr(zipfile.ZipInfo(name), b"")
    return kept.getvalue()
