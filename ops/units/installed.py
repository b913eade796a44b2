"""``./quipu install``: on a server, root puts everything in place that the units' accounts only read."""

from __future__ import annotations

import argparse

from config import ROOT


def main(arguments: list[str]) -> int:
    """The bootstrap has done the work by now."""
    argparse.ArgumentParser(prog="./quipu install", description=__doc__).parse_args(arguments)
    print(f"Quipu is in place in {ROOT}.")
    return 0
