"""Trained parameters -> a network that runs, and its file: the same bytes for the same numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from app.encoders import VocabularyEncoder
from app.heads import Head
from app.training.task import Model, Task, Vocabulary
from app.weights import CellWeights, Stack

__all__ = ["build_model", "write_weights"]

Array = NDArray[Any]


def build_model(task: Task, vocabulary: Vocabulary, parameters: Mapping[str, Array]) -> Model:
    """Turn parameters into a network that runs, in float32 as it is stored.

    Parameters
    ----------
    task : Task
        For the head.
    vocabulary : Vocabulary
        What the network reads.
    parameters : mapping
        ``W_x``, ``W_h``, ``b``, ``head.W``, ``head.b``; readings are dropped.

    Returns
    -------
    Model

    Notes
    -----
    Training sees x / s where s is the recipe's input scale, and says y / z: W_x (x / s) = (W_x / s) x, so
    the scales go into W_x and the head, and the stored network reads and says numbers as they are.
    """
    recipe = task.recipe
    scaled = {
        "W_x": parameters["W_x"] / recipe.input_scale,
        "head.W": parameters["head.W"] * recipe.output_scale,
        "head.b": parameters["head.b"] * recipe.output_scale,
    }
    parameters = {**parameters, **scaled}
    single = {name: array.astype(np.float32) for name, array in parameters.items()}
    weights = CellWeights(single["W_x"], single["W_h"], single["b"])
    return Model(
        stack=Stack(recipe.cell, recipe.cell, ((weights,),)),
        encoder=vocabulary.encoder(),
        head=Head(task.head_kind, single["head.W"], single["head.b"], task.head_labels),
    )


def write_weights(path: Path, model: Model, *, vectors: bool = True) -> None:
    """Write a ``.safetensors`` file that :func:`app.registry.read_network` reads.

    Without ``vectors`` the words' vectors are left out, for a network that shares those of another.
    """
    weights, head = model.stack.layers[0][0], model.head
    tensors = {f"{model.stack.name}.0.forward.{name}": array for name, array in weights.arrays().items()}
    tensors |= {"head.W": head.W, "head.b": head.b}
    if vectors and isinstance(model.encoder, VocabularyEncoder):
        tensors["encoder.vectors"] = model.encoder.vectors
    path.write_bytes(save({name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)}))
