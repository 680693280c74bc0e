"""Static files, each at an address that changes with its content.

A file's address is its path with ``?v=`` and a part of its SHA-256. The import map sends
what modules import by relative path to the same addresses, so nothing is loaded twice and
everything may be kept for ever.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import mimetypes
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["Asset", "Assets"]

# Some systems' tables serve modules as text/plain, which browsers refuse.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/svg+xml", ".svg")

# Types in comments name modules too; they load nothing.
_IMPORT = re.compile(
    r"""^\s*(?:import|export)\b(?:[\w$*{}\s,]*?\bfrom\b)?\s*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE
)
_TEXT = ("text/", "application/json", "image/svg+xml")
PREFIX = "/static/"


@dataclass(frozen=True)
class Asset:
    """One file, as it is sent."""

    content: bytes
    media_type: str
    digest: str

    @cached_property
    def compressed(self) -> bytes | None:
        """The content in gzip, for text."""
        if not self.media_type.startswith(_TEXT):
            return None
        return gzip.compress(self.content, compresslevel=9, mtime=0)


class Assets:
    """The static files, read once.

    Parameters
    ----------
    folder : Path
        Everything below it is served.
    development : bool
        Read the files again whenever one is asked for.

    Attributes
    ----------
    import_map : str
        JSON that sends each module's plain address to its hashed one.
    import_map_hash : str
        SHA-256 of the import map, in base64, for the content security policy.
    """

    def __init__(self, folder: Path, *, development: bool = False) -> None:
        self._folder = folder
        self._development = development
        self._files: Mapping[str, Asset] = {}
        self.import_map = ""
        self.import_map_hash = ""
        self._read()

    def get(self, path: str) -> Asset | None:
        """The file at a path below the folder, such as "js/main.js"."""
        self.refresh()
        return self._files.get(path)

    def refresh(self) -> None:
        """In development, read the files again."""
        if self._development:
            self._read()

    def url(self, path: str) -> str:
        """The address of a file; raises KeyError when there is none."""
        return f"{PREFIX}{path}?v={self._files[path].digest}"

    def modules(self, entry: str) -> list[str]:
        """Addresses of a module and all that it imports, each once, the entry first.

        Parameters
        ----------
        entry : str
            Path of a module, such as "js/main.js".
        """
        found = [entry] if entry in self._files else []
        for path in found:
            text = self._files[path].content.decode()
            for target in _IMPORT.findall(text):
                wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                if wanted in self._files and wanted not in found:
                    found.append(wanted)
        return [self.url(path) for path in found]

    def content(self, path: str) -> bytes:
        """The bytes of a file; raises KeyError when there is none."""
        return self._files[path].content

    def words(self, folder: str = "i18n") -> dict[str, dict[str, str]]:
        """The word tables that lie directly in a folder, by language."""
        tables = [path for path in self._files if posixpath.dirname(path) == folder]
        return {
            posixpath.basename(path).removesuffix(".json"): json.loads(self.content(path)) for path in tables
        }

    def _read(self) -> None:
        paths = sorted(path for path in self._folder.rglob("*") if path.is_file())
        self._files = {path.relative_to(self._folder).as_posix(): _read_asset(path) for path in paths}
        imports = {PREFIX + path: self.url(path) for path in self._files if path.endswith(".js")}
        self.import_map = json.dumps({"imports": imports}, separators=(",", ":"))
        digest = hashlib.sha256(self.import_map.encode()).digest()
        self.import_map_hash = base64.b64encode(digest).decode()


def _read_asset(path: Path) -> Asset:
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Asset(content, media_type, hashlib.sha256(content).hexdigest()[:16])
