"""Keras' names of functions -> the canonical ones of a stack's options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.cells.activations import activation as runnable

__all__ = ["HARD_SIGMOID", "activation", "hard_sigmoid"]

# Keras 3 changed the slope from 0.2 to 1/6, and with it what a file's "hard_sigmoid" means.
HARD_SIGMOID = {"2": "hard_sigmoid(0.2,0.5)", "3": "hard_sigmoid(1/6,0.5)"}
_OTHER = {"swish": "silu", "elu": "elu(1.0)", "leaky_relu": "leaky_relu(0.2)"}


def hard_sigmoid(version: str) -> str:
    """What "hard_sigmoid" means in a file of this version of Keras.

    Examples
    --------
    >>> hard_sigmoid("2.21.0"), hard_sigmoid("3.15.1")
    ('hard_sigmoid(0.2,0.5)', 'hard_sigmoid(1/6,0.5)')
    """
    major = version.partition(".")[0]
    return HARD_SIGMOID["3" if major.isdigit() and len(major) < 4 and int(major) >= 3 else "2"]


def activation(found: object, version: str) -> str:
    """The canonical name of an activation in a layer's configuration.

    Parameters
    ----------
    found : str, mapping or None
        A name, an object with "class_name" and "config", or None for linear.
    version : str
        Version of Keras that wrote the file.

    Returns
    -------
    str
        Such as "sigmoid" or "leaky_relu(0.2)".

    Raises
    ------
    UnsupportedNetwork
        When it is none that can be run: some functions are code, which a file only names.

    Examples
    --------
    >>> activation("swish", "3.0"), activation({"class_name": "LeakyReLU", "config": {"alpha": 0.1}}, "2.9")
    ('silu', 'leaky_relu(0.1)')
    """
    if found is None:
        return "linear"
    name = _of_object(found, version) if isinstance(found, Mapping) else _of_name(str(found), version)
    # The cells know which functions can be run, and with which numbers.
    return runnable(name).name


def _of_name(name: str, version: str) -> str:
    if name == "hard_sigmoid":
        return hard_sigmoid(version)
    return _OTHER.get(name, name)


def _of_object(found: Mapping[str, Any], version: str) -> str:
    name, config = str(found.get("class_name")), found.get("config")
    if name == "function" or not isinstance(config, Mapping):
        return _of_name(config if isinstance(config, str) else name, version)
    if name == "LeakyReLU":
        # Keras 3 says negative_slope, Keras 2 alpha; 0.3 is what both take when nothing is said.
        slope = config.get("negative_slope", config.get("alpha", 0.3))
        return f"leaky_relu({float(slope)})"
    if name == "ELU":
        return f"elu({float(config.get('alpha', 1.0))})"
    if name == "ReLU" and not any(config.get(key) for key in ("max_value", "negative_slope", "threshold")):
        return "relu"
    return _of_name(name.lower(), version)
