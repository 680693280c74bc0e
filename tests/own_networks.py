"""Files of small networks as PyTorch names their parts, and applications to send them to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from fastapi import FastAPI
from safetensors.numpy import save

from app.main import create_app
from app.sandbox import Sandbox
from app.schema import Parts
from app.settings import Settings

Arrays = Mapping[str, Any]
OCTETS = {"Content-Type": "application/octet-stream"}


def lstm(
    name: str = "lstm", inputs: int = 3, units: int = 4, *, layers: int = 1, seed: int = 1
) -> dict[str, Any]:
    """The arrays of an LSTM."""
    generator = np.random.Generator(np.random.PCG64(seed))
    arrays: dict[str, Any] = {}
    for layer in range(layers):
        width = units if layer else inputs
        for part, shape in (
            ("weight_ih", (4 * units, width)),
            ("weight_hh", (4 * units, units)),
            ("bias_ih", (4 * units,)),
            ("bias_hh", (4 * units,)),
        ):
            arrays[f"{name}.{part}_l{layer}"] = generator.uniform(-0.5, 0.5, shape).astype(np.float32)
    return arrays


def embedding(name: str = "embedding", rows: int = 5, width: int = 3) -> dict[str, Any]:
    return {f"{name}.weight": np.linspace(-1, 1, rows * width, dtype=np.float32).reshape(rows, width)}


def output(name: str = "output", size: int = 2, width: int = 4) -> dict[str, Any]:
    weight = np.linspace(-1, 1, size * width, dtype=np.float32).reshape(size, width)
    return {f"{name}.weight": weight, f"{name}.bias": np.linspace(0, 1, size, dtype=np.float32)}


def file_of(*parts: Arrays) -> bytes:
    """The bytes of a safetensors file."""
    return save({name: array for part in parts for name, array in part.items()})


def whole() -> bytes:
    """Embedding, LSTM, output layer, and a layer that nothing runs."""
    rest = {"attention.weight": np.zeros((7, 7), np.float32)}
    return file_of(embedding(), lstm(), output(), rest)


def app_of(zoo: Path, folder: Path, sandbox: Sandbox, **settings: Any) -> FastAPI:
    """An application that keeps networks in a folder."""
    wanted = {"zoo_folder": zoo, "default_model": "feeling", "store_folder": folder, **settings}
    return create_app(Settings(**wanted), sandbox=sandbox)


def client_for(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost/api/v1")


async def send(client: httpx.AsyncClient, content: Any, **headers: str) -> httpx.Response:
    return await client.post(
        "/models", params={"filename": "my.model.pt"}, content=content, headers={**OCTETS, **headers}
    )


async def opened(client: httpx.AsyncClient, content: bytes) -> dict[str, Any]:
    """The network that a file becomes."""
    answer = await send(client, content)
    assert answer.status_code == 201, answer.text
    model: dict[str, Any] = answer.json()
    return model


async def parts_of(client: httpx.AsyncClient, model: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(f"/models/{model['id']}/parts")
    Parts.model_validate_json(answer.content)
    parts: dict[str, Any] = answer.json()
    return parts


def left(folder: Path) -> list[str]:
    """What is in the store besides whole networks and the locks of living processes."""
    incoming = [path for bench in folder.glob(".incoming/*") for path in bench.iterdir()]
    return [path.name for path in incoming if path.name != "lock"]
