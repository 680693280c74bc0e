"""``python -m tests.fuzz 20000``: damage files of every format, send them all, say what came of it."""

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

from app.main import create_app
from app.settings import Settings
from tests.fuzz.attack import Outcome, attack
from tests.fuzz.mutations import mutated
from tests.fuzz.samples import samples


def report(outcome: Outcome, seconds: float) -> str:
    """The outcome, a line a fact."""
    memory = [
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return "\n".join(
        [
            f"{outcome.sent:,} files in {seconds:.0f} s: {dict(sorted(outcome.statuses.items()))}",
            f"refused as {dict(outcome.codes.most_common())}",
            f"descriptors before and after {outcome.descriptors}, children {outcome.children}",
            f"files left in the store: {len(outcome.left)}",
            f"largest memory: {memory[0]} MiB here, {memory[1]} MiB in a child",
            f"failures: {len(outcome.failures)}; errors that no reader meant: {len(outcome.surprises)}",
            *sorted({surprise[-300:] for surprise in outcome.surprises})[:12],
            *outcome.left[:8],
        ]
    )


async def main(count: int, seed: int) -> int:
    """Exit status 1 where anything went wrong; the files that did it are kept."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "networks"
        app = create_app(Settings(store_folder=store))
        async with app.router.lifespan_context(app):
            start = time.monotonic()
            outcome = await attack(app, store, mutated(list(samples().values()), count, seed))
            print(report(outcome, time.monotonic() - start))
    for number, (content, status, said) in enumerate(outcome.failures[:20]):
        path = Path(tempfile.gettempdir()) / f"failure-{seed}-{number}"
        path.write_bytes(content)
        print(f"{status} {path}: {said[:300]}")
    leaks = outcome.left or outcome.descriptors[0] < outcome.descriptors[1] or len(set(outcome.children)) > 1
    return int(bool(outcome.failures or leaks))


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(asyncio.run(main(*arguments, *(20_000, 1)[len(arguments) :])))
