"""Every limit and path of a deployment: default, unit, one sentence.

Each field is read from the environment as ``GATESCOPE_`` and its name in capitals.
Settings are read in ``app.main`` and ``app.__main__`` only and handed down as arguments.
"""

from __future__ import annotations

import os
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

    @property
    def networks_folder(self) -> Path:
        """``store_folder`` as it is on this machine."""
        home = os.environ.get("XDG_DATA_HOME")
        if home and "store_folder" not in self.model_fields_set:
            return Path(home) / "gatescope" / "networks"
        return self.store_folder.expanduser()

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="TCP port to listen on; 0 takes any.")
    trusted_hosts: tuple[str, ...] = Field(
        ("localhost", "127.0.0.1", "[::1]"),
        description="Host names that requests may carry, without the port; * allows any.",
    )
    store_folder: Path = Field(
        Path("~/.local/share/gatescope/networks"),
        description="Folder of the networks that people bring; where only XDG_DATA_HOME is set, "
        "gatescope/networks below that.",
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

    uploads: bool = Field(True, description="Whether people may bring networks of their own.")
    deletes: bool = Field(True, description="Whether people may delete networks that somebody brought.")
    model_file_bytes: int = Field(64 * 2**20, gt=0, description="Largest file of a network, in bytes.")
    unpacked_bytes: int = Field(
        256 * 2**20, gt=0, description="Most bytes of all arrays of such a file together, once unpacked."
    )
    tensors: int = Field(4096, gt=0, description="Most arrays in such a file.")
    ratio: int = Field(100, gt=0, description="Most bytes that one byte of an archive may become.")
    read_seconds: float = Field(20.0, gt=0, description="Most seconds that reading such a file may take.")
    read_memory: int = Field(
        2**30,
        gt=0,
        description="Memory that reading such a file may take, in bytes, beside the readers themselves.",
    )
    read_workers: int = Field(2, gt=0, description="Files that are read at the same time.")
    read_queue: int = Field(8, ge=0, description="Files that may be on their way or wait beside those.")
    receive_seconds: float = Field(
        15.0, gt=0, description="How long a file may stop coming before it is given up, in seconds."
    )
    upload_seconds: float = Field(
        600.0, gt=0, description="How long a whole file may take to come, in seconds."
    )
    store_bytes: int = Field(
        4 * 2**30, gt=0, description="Room for all networks that people bring, in bytes."
    )
    store_networks: int = Field(200, gt=0, description="Most networks that people bring.")
    store_days: float = Field(
        30.0, gt=0, description="How long such a network stays after it was last used, in days."
    )
    store_cache_bytes: int = Field(
        256 * 2**20, ge=0, description="Memory for such networks that are in use, in bytes."
    )

    header_bytes: int = Field(16 * 2**10, gt=0, description="Largest block of request headers, in bytes.")
    keep_alive_seconds: int = Field(5, gt=0, description="How long an idle connection is kept.")
    shutdown_seconds: int = Field(
        8, gt=0, description="How long running requests may finish after a signal to stop."
    )
