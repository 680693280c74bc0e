"""A client for programs and notebooks: send a network and a sequence, get arrays back.

It needs httpx and NumPy, and nothing else of this package::

    client = Client("http://127.0.0.1:8000")
    model = client.upload(Path("model.pt"))
    trace = client.trace(model["id"], values=np.zeros((20, 3)))
    trace[0]["forget_gate"]          # array [20, H] of layer 0, forward
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Client", "Refusal", "Trace"]

Array = NDArray[Any]
SECONDS = 60.0


class Refusal(Exception):
    """The server did not do what was asked.

    Attributes
    ----------
    status : int
        Of HTTP.
    code : str
        What went wrong, in one word that does not change; docs/api.md lists them.
    detail, hint : str
        What was wrong, and the next step.
    """

    def __init__(self, status: int, code: str, detail: str, hint: str) -> None:
        super().__init__(f"{detail}. {hint}" if hint else detail)
        self.status, self.code, self.detail, self.hint = status, code, detail, hint


@dataclass(frozen=True, eq=False)
class Trace:
    """A trace as arrays: ``trace[layer]`` or ``trace[layer, "backward"]`` is a dict of channels [T, H].

    Attributes
    ----------
    model, stack, cell : str
        What ran.
    tokens : tuple of str or None
        One a step.
    layers : mapping
        Channels by (layer, direction).
    predictions : array [T, K] or None
        What the head says after each step.
    labels : tuple of str or None
        A name a prediction.
    """

    model: str
    stack: str
    cell: str
    tokens: tuple[str, ...] | None
    layers: Mapping[tuple[int, str], Mapping[str, Array]]
    predictions: Array | None
    labels: tuple[str, ...] | None

    def __getitem__(self, place: int | tuple[int, str]) -> Mapping[str, Array]:
        return self.layers[place if isinstance(place, tuple) else (place, "forward")]


class Client:
    """Talks to one server.

    Parameters
    ----------
    address : str
        Such as "http://127.0.0.1:8000".
    http : httpx.Client, optional
        Another way to send requests, such as one with a proxy or credentials.

    Examples
    --------
    >>> def answer(request):
    ...     return httpx.Response(200, json={"models": [{"id": "review"}]})
    >>> http = httpx.Client(transport=httpx.MockTransport(answer))
    >>> with Client("http://127.0.0.1:8000", http=http) as client:
    ...     [model["id"] for model in client.models()]
    ['review']
    """

    def __init__(self, address: str, *, http: httpx.Client | None = None) -> None:
        self._base = address.rstrip("/") + "/api/v1"
        self._http = http or httpx.Client(timeout=SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def models(self) -> list[dict[str, Any]]:
        """All networks that the server has; the fields are those of docs/api.md."""
        models: list[dict[str, Any]] = self._json("GET", "/models")["models"]
        return models

    def upload(
        self, network: Path | bytes | Mapping[str, ArrayLike], filename: str | None = None
    ) -> dict[str, Any]:
        """Send a trained network; the same content twice is the same network.

        Parameters
        ----------
        network : Path, bytes or mapping
            A file of any format in docs/formats.md, which is streamed; what would be in it; or weights by
            name in memory, such as ``module.state_dict()`` of a ``torch.nn.LSTM``.
        filename : str, optional
            A name to show.

        Returns
        -------
        dict
            The network as the server describes it: ``["id"]`` names it in later calls.

        Raises
        ------
        Refusal
            When the file is of no known format, damaged, too large, or holds no recurrent layer.
        """
        content: bytes | Iterator[bytes]
        if isinstance(network, Path):
            name, content = network.name, _pieces(network)
        else:
            name, content = "network", network if isinstance(network, bytes) else _npz(network)
        model: dict[str, Any] = self._json(
            "POST",
            "/models",
            params={"filename": filename or name},
            content=content,
            headers={"Content-Type": "application/octet-stream"},
        )
        return model

    def set_vocabulary(self, model: str, vocabulary: Sequence[str] | Mapping[str, int]) -> dict[str, Any]:
        """Say what the rows of an uploaded network's embedding, or its one-hot inputs, stand for."""
        entries = dict(vocabulary) if isinstance(vocabulary, Mapping) else list(vocabulary)
        described: dict[str, Any] = self._json("PUT", f"/models/{model}/vocabulary", json=entries)
        return described

    def delete(self, model: str) -> None:
        """Remove an uploaded network."""
        self._send("DELETE", f"/models/{model}")

    def trace(
        self,
        model: str | Mapping[str, Any],
        *,
        text: str | None = None,
        tokens: Sequence[str] | None = None,
        token_ids: Sequence[int] | None = None,
        values: ArrayLike | None = None,
        **selection: Any,
    ) -> Trace:
        """Run a network on one sequence and return every channel of every step.

        Parameters
        ----------
        model : str or mapping
            Id of a network, or an inline one as in docs/api.md.
        text, tokens, token_ids, values : optional
            Exactly one; ``values`` is [T, D].
        selection : optional
            ``stack``, ``channels``, ``layers``, ``units``, ``precision`` and so on, as in docs/api.md.

        Returns
        -------
        Trace

        Raises
        ------
        Refusal
            When the server refuses the request.
        """
        given = {
            "text": text,
            "tokens": None if tokens is None else list(tokens),
            "token_ids": None if token_ids is None else [int(index) for index in token_ids],
            "values": None if values is None else np.asarray(values, np.float64).tolist(),
        }
        body = {
            "model": model,
            "encoding": "base64",
            **{name: one for name, one in given.items() if one is not None},
            **selection,
        }
        return _trace(self._json("POST", "/traces", json=body))

    def _json(self, method: str, path: str, **options: Any) -> Any:
        return self._send(method, path, **options).json()

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = self._http.request(method, self._base + path, **options)
        if answer.is_success:
            return answer
        problem = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        detail = problem.get("detail", f"the server answered {answer.status_code}")
        raise Refusal(answer.status_code, problem.get("code", "unknown"), detail, problem.get("hint", ""))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(2**16):
            yield piece


def _npz(weights: Mapping[str, ArrayLike]) -> bytes:
    """Named arrays as a file that needs no framework to be written."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **{name: np.asarray(array) for name, array in weights.items()})
    return file.getvalue()


def _trace(answer: Mapping[str, Any]) -> Trace:
    tokens, said = answer["tokens"], answer["predictions"]
    return Trace(
        model=answer["model"],
        stack=answer["stack"],
        cell=answer["cell"],
        tokens=None if tokens is None else tuple(token["text"] for token in tokens),
        layers={(layer["index"], layer["direction"]): _channels(layer) for layer in answer["layers"]},
        predictions=None if said is None else _array(said["values"]),
        labels=None if said is None or said["labels"] is None else tuple(said["labels"]),
    )


def _channels(layer: Mapping[str, Any]) -> dict[str, Array]:
    return {name: _array(one) for name, one in layer.items() if isinstance(one, dict) and "base64" in one}


def _array(encoded: Mapping[str, Any]) -> Array:
    flat = np.frombuffer(base64.b64decode(encoded["base64"]), encoded["dtype"])
    return flat.reshape(encoded["shape"])
