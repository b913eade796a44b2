"""Run by the environment of ``requirements-bench.lock``: the pairs that Splink finds in one FEBRL file, or between two.

    python splink_pairs.py OUT FILE [FILE2]

Writes ``id_a, id_b, probability`` of every pair that is likelier one person than not.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pandas as pd
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

COLUMNS = ("given_name", "surname", "date_of_birth", "street_number", "address_1", "address_2", "suburb", "postcode", "state")
BLOCKS = (
    ("given_name", "surname"),
    ("given_name", "date_of_birth"),
    ("surname", "date_of_birth"),
    ("date_of_birth", "suburb"),
    ("date_of_birth", "postcode"),
    ("surname", "address_1"),
    ("given_name", "address_1"),
    ("given_name", "suburb"),
    ("surname", "suburb"),
    ("given_name", "postcode"),
    ("surname", "postcode"),
    ("street_number", "address_1"),
    ("address_1", "suburb"),
    ("address_1", "postcode"),
)


def read(path: str) -> pd.DataFrame:
    people = pd.read_csv(path, dtype=str, skipinitialspace=True).rename(columns={"rec_id": "unique_id"})
    return people[["unique_id", *COLUMNS]].map(lambda value: value.strip() or None if isinstance(value, str) else None)


def settings(*, links: bool) -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only" if links else "dedupe_only",
        comparisons=[
            compare.ForenameSurnameComparison("given_name", "surname"),
            compare.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            compare.DamerauLevenshteinAtThresholds("street_number", 1),
            compare.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            compare.JaroWinklerAtThresholds("address_2", [0.9]),
            compare.JaroWinklerAtThresholds("suburb", [0.9]).configure(term_frequency_adjustments=True),
            compare.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
            compare.ExactMatch("state"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
    )


def main() -> None:
    out, *files = sys.argv[1:]
    database = DuckDBAPI()
    tables = [database.register(read(path)) for path in files]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings(links=len(files) > 1), log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth"), block_on("date_of_birth", "postcode")], recall=0.8
    )
    training.estimate_u_using_random_sampling(max_pairs=5_000_000)
    for columns in (("date_of_birth",), ("given_name", "surname"), ("address_1", "postcode")):
        training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    with Path(out).open("w", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(("id_a", "id_b", "score"))
        lines.writerows(zip(found["unique_id_l"], found["unique_id_r"], found["match_probability"], strict=True))


if __name__ == "__main__":
    main()
