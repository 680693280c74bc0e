"""What a browser must fetch of ours to run a page (target 6)."""

import asyncio
import re
from collections.abc import Sequence

import httpx

from app.main import create_app
from app.settings import Settings
from bench.report import Target, heading, table

PAGES = ("/", "/learn", "/embed/figure/4")
LINK = re.compile(r'<link rel="(?:stylesheet|modulepreload)" href="([^"]+)"')


def main(_: float) -> list[Target]:
    """Ask for each page, then for all the scripts and styles that it names, as a browser does."""
    heading("Own scripts and styles of a page, gzip as served, in kB")
    sizes = asyncio.run(weigh(PAGES))
    rows = [
        [page, str(files), f"{plain / 1000:.1f}", f"{packed / 1000:.1f}"]
        for page, files, plain, packed in sizes
    ]
    table(["page", "files", "plain", "gzip"], rows)
    return [Target(6, "scripts and styles of /, gzip, kB", sizes[0][3] / 1000, "<=", 150)]


async def weigh(pages: Sequence[str]) -> list[tuple[str, int, int, int]]:
    """Return each page with the number of its files and their bytes, plain and as they were sent."""
    transport = httpx.ASGITransport(app=create_app(Settings()))
    sizes = []
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for page in pages:
            addresses = LINK.findall((await client.get(page)).text)
            answers = [await client.get(address) for address in addresses]
            packed = sum(int(answer.headers["content-length"]) for answer in answers)
            sizes.append((page, len(answers), sum(len(answer.content) for answer in answers), packed))
    return sizes
