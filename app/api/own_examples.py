"""Example requests about a network that somebody brings, answered by an application made for that.

They change what is stored, so they go to an application with an empty folder and a clock that stands still.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import numpy as np
from fastapi import FastAPI
from safetensors.numpy import save

from app.api.examples import BASE, MODEL, Exchange, exchange
from app.api.media import OCTETS

__all__ = ["exchange_own", "sample_file"]

MODELS = f"{BASE}/models"
STORED = f"{BASE}/stored"
PARTS, CHOICES, VOCABULARY = f"{MODEL}/parts", f"{MODEL}/choices", f"{MODEL}/vocabulary"
FILENAME = "sentiment.safetensors"
NOBODY = "u-0000000000000000"


def sample_file() -> bytes:
    """A small network as PyTorch names its parts: embedding, LSTM, output layer.

    Examples
    --------
    >>> len(sample_file())
    920
    """
    generator = np.random.Generator(np.random.PCG64(7))
    shapes = {
        "embedding.weight": (5, 2),
        "lstm.weight_ih_l0": (12, 2),
        "lstm.weight_hh_l0": (12, 3),
        "lstm.bias_ih_l0": (12,),
        "lstm.bias_hh_l0": (12,),
        "output.weight": (2, 3),
        "output.bias": (2,),
    }
    return save({name: generator.uniform(-1, 1, shape).astype(np.float32) for name, shape in shapes.items()})


async def exchange_own(app: FastAPI, host: str) -> list[Exchange]:
    """Send the example requests to an application of their own and keep the answers.

    Parameters
    ----------
    app : FastAPI
        With an empty store.
    host : str
        A name that the application answers to.

    Returns
    -------
    list of Exchange
        With ``status``, ``media_type`` and ``answer`` as they came back.
    """
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        return [one async for one in _exchanges(client)]


async def _exchanges(client: httpx.AsyncClient) -> AsyncIterator[Exchange]:
    file = Exchange(
        "post", MODELS, "file", "The file of a network", parameters={"filename": FILENAME},
        content=sample_file(), sent_as=OCTETS,
    )  # fmt: skip
    first = await exchange(client, file)
    yield first
    yield await exchange(client, replace(file, name="again", summary="The same file once more"))
    for refused in _refused_files(file):
        yield await exchange(client, refused)
    bundled = (await client.get(MODELS)).json()["models"][0]["id"]
    for planned in _planned(first.answer["id"], bundled):
        yield await exchange(client, planned)


def _refused_files(file: Exchange) -> Iterator[Exchange]:
    foreign = {"Origin": "https://elsewhere.example"}
    yield replace(file, name="foreign", summary="From a page of another site", headers=foreign)
    yield replace(file, name="large", summary="Too large a file", headers={"Content-Length": "1000000000"})
    yield replace(file, name="picture", summary="A file of another kind", content=b"GIF89a")
    yield replace(file, name="damaged", summary="A damaged file", content=sample_file()[:400])


def _planned(model: str, first: str) -> Iterator[Exchange]:
    named, bundled, nobody = {"model_id": model}, {"model_id": first}, {"model_id": NOBODY}
    yield Exchange("get", PARTS, "parts", "What the file holds", parameters=named)
    yield Exchange("get", STORED, "stored", "How it is kept")
    words = ["<unk>", "not", "bad", "good", "film"]
    yield Exchange("put", VOCABULARY, "list", "Five words, in order", parameters=named, body=words)
    numbers = {"not": 1, "bad": 2, "good": 3, "film": 4}
    yield Exchange("put", VOCABULARY, "map", "Words with their numbers", parameters=named, body=numbers)
    kind = {"name": "output", "kind": "softmax", "labels": ["bad", "good"]}
    yield Exchange(
        "put", CHOICES, "softmax", "A softmax follows the sum", parameters=named, body={"output": kind}
    )
    yield Exchange("put", CHOICES, "none", "No embedding", parameters=named, body={"embedding": "lookup"})
    yield Exchange("put", VOCABULARY, "short", "Too few entries", parameters=named, body=["not", "bad"])
    for path, method in ((PARTS, "get"), (CHOICES, "put"), (VOCABULARY, "put"), (MODEL, "delete")):
        body = {CHOICES: {"embedding": None}, VOCABULARY: words}.get(path)
        yield Exchange(method, path, "bundled", "It came with the server", parameters=bundled, body=body)
        yield Exchange(method, path, "unknown", "No such network", parameters=nobody, body=body)
        if method == "put":
            yield Exchange("put", path, "broken", "Broken JSON", parameters=named, content=b'{"embedding": ')
            yield Exchange(
                "put", path, "form", "Not JSON", parameters=named, content=b"a=b", sent_as="text/plain"
            )
    yield Exchange("delete", MODEL, "delete", "It is no longer needed", parameters=named)
