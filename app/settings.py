"""Every limit and path of a deployment: default, unit, one sentence.

Each field is read from the environment as ``GATESCOPE_`` and its name in capitals.
Settings are read in ``app.main`` and ``app.__main__`` only and handed down as arguments.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["Settings"]

_APP = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """The folder beside ``app`` in a checkout, inside it in an installed package."""
    sibling = _APP.parent / name
    return sibling if sibling.is_dir() else _APP / name


class Settings(BaseSettings):
    """One field a limit or path."""

    model_config = SettingsConfigDict(env_prefix="GATESCOPE_", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="TCP port to listen on; 0 takes any.")
    trusted_hosts: tuple[str, ...] = Field(
        ("localhost", "127.0.0.1", "[::1]"),
        description="Host names that requests may carry, without the port; * allows any.",
    )
    zoo_folder: Path = Field(_APP / "zoo", description="Folder of the bundled networks.")
    static_folder: Path = Field(
        default_factory=lambda: _folder("static"), description="Folder of scripts, styles, words."
    )
    templates_folder: Path = Field(
        default_factory=lambda: _folder("templates"), description="Folder of the page templates."
    )
    embed_ancestors: str = Field(
        "*",
        pattern=r"^[\w.:/*'\[\] -]+$",
        description="Sites that may show the pages below /embed in a frame, as in the policy "
        "frame-ancestors: * for any, 'none' for none, or addresses with spaces between.",
    )
    default_model: str = Field("review", description="Id of the network that the page opens with.")
    model_order: tuple[str, ...] = Field(
        (
            "review",
            "review-zh",
            "latch",
            "brackets",
            "quotes",
            "quotes-plain",
            "counter",
            "reber",
            "sunspots",
            "sonnets",
        ),
        description="Ids of the networks in the order in which they are listed, the simple before the hard; "
        "others follow by name.",
    )
    development: bool = Field(False, description="Read templates and static files again for every page.")

    body_bytes: int = Field(2 * 2**20, gt=0, description="Largest request body, in bytes.")
    answer_bytes: int = Field(64 * 2**20, gt=0, description="Largest answer, in bytes.")
    trace_bytes: int = Field(
        256 * 2**20, gt=0, description="Memory that one trace may take while it runs, in bytes."
    )
    json_values: int = Field(2_000_000, gt=0, description="Most numbers in an answer of JSON or CSV.")
    steps: int = Field(10_000, gt=0, description="Longest sequence, in steps.")
    sample_steps: int = Field(
        1_000, gt=0, description="Most steps that a network writes on in one request, in steps."
    )
    text_characters: int = Field(100_000, gt=0, description="Longest text, in characters.")
    inline_parameters: int = Field(
        4_000_000, gt=0, description="Most weights of a network that comes inside a request."
    )

    loop_seconds: float = Field(
        0.01,
        ge=0,
        description="A trace estimated below this many seconds runs at once, without the pool.",
    )
    inline_seconds: float = Field(
        2.0,
        gt=0,
        description="A trace estimated above this many seconds counts as long: "
        "long ones never hold the last free worker of the pool.",
    )
    pool_seconds: float = Field(
        30.0, gt=0, description="Most seconds of waiting and computing for one trace."
    )
    pool_workers: int = Field(2, gt=0, description="Threads that compute traces.")
    pool_queue: int = Field(16, ge=0, description="Traces that may wait for a free thread.")
    cache_entries: int = Field(64, ge=0, description="Answers of GET /trace that are kept.")
    cache_bytes: int = Field(16 * 2**20, ge=0, description="Memory for the answers that are kept, in bytes.")
    gzip_from_bytes: int = Field(1024, ge=0, description="Smallest answer to a GET that is compressed.")
    gzip_to_bytes: int = Field(
        2**20, ge=0, description="Largest answer to a GET that is compressed, in bytes."
    )

    header_bytes: int = Field(16 * 2**10, gt=0, description="Largest block of request headers, in bytes.")
    keep_alive_seconds: int = Field(5, gt=0, description="How long an idle connection is kept.")
    shutdown_seconds: int = Field(
        8, gt=0, description="How long running requests may finish after a signal to stop."
    )
