"""``python -m bench [PART ...] [--seconds S]``: all parts, or those named."""

import os

# Before NumPy is imported: one BLAS thread for every rival.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import argparse
from importlib import import_module

from bench.report import Target, summary

PARTS = ("traces", "others", "agreement", "serialising", "http", "assets")


def main() -> int:
    """Run the parts, print the targets; fail when one was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure against the targets.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--seconds", type=float, default=8, help="time for each comparison; default 8")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; choose of {', '.join(PARTS)}")
    targets: list[Target] = []
    for part in arguments.parts or PARTS:
        targets += import_module(f"bench.{part}").main(arguments.seconds)
    return 1 if summary(targets) else 0


if __name__ == "__main__":
    raise SystemExit(main())
