"""What a browser must fetch of ours to run the page (target 6)."""

import gzip
from pathlib import Path

from bench.report import Target, heading, table

STATIC = Path(__file__).parents[1] / "static"


def main(_: float) -> list[Target]:
    """Add up scripts and styles, compressed one by one as they are sent."""
    heading("Own scripts and styles, gzip level 1 as served, in kB")
    rows, total = [], 0.0
    for suffix in ("js", "css"):
        files = [path.read_bytes() for path in sorted(STATIC.rglob(f"*.{suffix}"))]
        packed = sum(len(gzip.compress(file, compresslevel=1, mtime=0)) for file in files) / 1000
        rows.append([suffix, str(len(files)), f"{sum(map(len, files)) / 1000:.1f}", f"{packed:.1f}"])
        total += packed
    table(["", "files", "plain", "gzip"], rows)
    return [Target(6, "scripts and styles, gzip, kB", total, "<=", 150)]
