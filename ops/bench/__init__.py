"""``./quipu bench``: what the main pages cost over real HTTP, as ratios to the cheapest signed-in page of the same run."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence

from ops.bench.importing import figures_of_import
from ops.bench.instance import running_instance, tools_folder
from ops.bench.matching.figures import figures_of_matching
from ops.bench.matching.peers.side_by_side import compare_with_splink
from ops.bench.measure import Result, measure
from ops.bench.pages import pages_of
from ops.bench.search.figures import figures_of_search
from ops.bench.second_wall import accounts_to_measure, costs_of_lists
from ops.bench.second_wall import as_table as table_of_costs
from ops.errors import OperationError

ROUNDS = 120


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./quipu bench", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="invented people in the database (default: 100000)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"requests a page, all pages in turn (default: {ROUNDS})")
    parser.add_argument("--second-wall", action="store_true", help="measure instead what row-level security costs the lists")
    parser.add_argument("--search", action="store_true", help="measure instead finding people: its cost, and who is found")
    parser.add_argument("--matching", action="store_true", help="measure instead how many who stand twice in a file are found")
    parser.add_argument("--peers", action="store_true", help="with --matching: Splink beside it, on FEBRL (installs both)")
    parser.add_argument("--import", action="store_true", dest="imports", help="measure instead bringing in a file of people")
    parser.add_argument("--rows", type=int, default=20_000, help="with --import: rows of the file (default: 20000)")
    parser.add_argument("--json", action="store_true", help="print the figures for machines")
    asked = parser.parse_args(arguments)
    if not 1_000 <= asked.people <= 5_000_000:
        raise OperationError("--people takes a number from 1,000 to 5,000,000.")
    if asked.matching:
        print(compare_with_splink(tools_folder(os.environ)) if asked.peers else figures_of_matching())
        return 0
    if asked.second_wall:
        print(_second_wall(asked.people))
        return 0
    if asked.imports:
        with running_instance(asked.people, os.environ) as bench:
            print(bench.attend(lambda: figures_of_import(bench, asked.people, rows=asked.rows)))
        return 0
    if asked.search:
        with running_instance(asked.people, os.environ) as bench:
            print(figures_of_search(bench, asked.people, rounds=asked.rounds))
        return 0
    with running_instance(asked.people, os.environ) as bench:
        browser = bench.browser_of(bench.account("caseworker"))
        results = bench.attend(lambda: measure(browser, pages_of(browser), rounds=asked.rounds))
    if asked.json:
        print(json.dumps({"people": asked.people, "pages": [vars(result) for result in results]}))
    else:
        print(as_table(asked.people, results))
    return 0


def _second_wall(people: int) -> str:
    with running_instance(people, os.environ) as bench:
        readers = [(account, bench.browser_of(account)) for account in accounts_to_measure(bench.instance.demo_accounts())]
        costs = bench.attend(lambda: costs_of_lists(bench.settings, readers))
    return f"{people:,} people, the {len(costs)} slowest queries of all lists\n\n{table_of_costs(costs)}"


def as_table(people: int, results: Sequence[Result]) -> str:
    """The figures with the aim of each page beside its ratio."""
    lines = [
        f"{people:,} people, {results[0].requests} requests a page, one browser, 2 web processes",
        "",
        f"{'page':<34}{'p50 ms':>8}{'p95 ms':>8}{'ratio':>7}{'aim':>6}{'queries':>9}{'kB':>7}{'kB sent':>9}",
    ]
    for one in results:
        aim = f"{one.aim:g}" if one.aim else "-"
        lines.append(
            f"{one.name:<34}{one.p50_ms:>8.1f}{one.p95_ms:>8.1f}{one.ratio:>7.2f}{aim:>6}{one.queries:>9}"
            f"{one.kilobytes:>7.1f}{one.kilobytes_compressed:>9.1f}"
        )
    return "\n".join(lines)
