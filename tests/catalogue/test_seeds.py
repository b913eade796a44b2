"""The files themselves: every code names something, every word is there in three languages."""

from __future__ import annotations

from collections import Counter

import pycountry
import pytest

from app.catalogue.models import SpecificNeed
from app.catalogue.services.seeding import LISTS, SEEDS, SeedList, read_rows

LISTS_BY_FILE = {seed_list.file: seed_list for seed_list in LISTS}
FILE_OF = {seed_list.model: seed_list.file for seed_list in LISTS}
NAMED_FILES = sorted(LISTS_BY_FILE.keys() - {"admin1.csv"})

AREAS_IN_R4V_LIST = {
    "AR": 24, "AW": 1, "BO": 9, "BR": 27, "CL": 16, "CO": 33, "CR": 1, "CW": 1, "DO": 1, "EC": 24, "GY": 1, "MX": 32,
    "PA": 1, "PE": 25, "PY": 18, "TT": 1, "UY": 19,
}  # fmt: skip

NEED_TO_KNOW = {
    "SV-VA", "TR-PI", "TR-HO", "X-VT", "X-SM", "X-LG", "X-HV", "X-IPN", "SM-MI", "LP-RR", "CR-AF", "CR-CL", "LP-AN",
}  # fmt: skip


def codes_in(file: str) -> set[str]:
    return {row["code"] for row in read_rows(file)}


@pytest.mark.parametrize("seed_list", LISTS, ids=lambda seed_list: seed_list.file)
def test_no_code_stands_twice_in_a_file(seed_list: SeedList) -> None:
    counts = Counter(row["code"] for row in read_rows(seed_list.file))
    assert [code for code, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("seed_list", LISTS, ids=lambda seed_list: seed_list.file)
def test_every_code_that_a_row_names_exists(seed_list: SeedList) -> None:
    missing = []
    for row in read_rows(seed_list.file):
        for key, model in seed_list.references.items():
            if row.get(key) and row[key] not in codes_in(FILE_OF[model]):
                missing.append((row["code"], key, row[key]))
        for key, model in seed_list.links.items():
            missing += [(row["code"], key, code) for code in row[key] if code not in codes_in(FILE_OF[model])]
    assert missing == []


@pytest.mark.parametrize("seed_list", LISTS, ids=lambda seed_list: seed_list.file)
def test_every_entry_says_how_sure_it_is_and_by_which_known_source(seed_list: SeedList) -> None:
    known = codes_in("sources.yaml")
    for row in read_rows(seed_list.file):
        assert row["confidence"], row["code"]
        assert row["sources"], row["code"]
        assert set(row["sources"]) <= known, row["code"]


@pytest.mark.parametrize("file", NAMED_FILES)
def test_every_entry_has_words_in_spanish_english_and_portuguese(file: str) -> None:
    for row in read_rows(file):
        stem = "title" if "title_es" in row else "name"
        assert all(row[f"{stem}_{language}"].strip() for language in ("es", "en", "pt")), row["code"]


@pytest.mark.parametrize("file", NAMED_FILES)
def test_every_file_says_that_its_portuguese_is_unreviewed(file: str) -> None:
    assert "portuguese: unreviewed" in (SEEDS / file).read_text(encoding="utf-8").splitlines()


def test_areas_carry_iso_codes_and_each_country_has_as_many_as_in_r4vs_list() -> None:
    rows = list(read_rows("admin1.csv"))
    assert Counter(row["country"] for row in rows) == AREAS_IN_R4V_LIST
    for row in rows:
        if row["code"] == row["country"]:
            assert pycountry.countries.get(alpha_2=row["code"]) is not None
        else:
            subdivision = pycountry.subdivisions.get(code=row["code"])
            assert subdivision is not None, row["code"]
            assert subdivision.country_code == row["country"], row["code"]


def test_areas_of_mexico_keep_the_code_of_r4v_beside_the_iso_code() -> None:
    jalisco = next(row for row in read_rows("admin1.csv") if row["code"] == "MX-JAL")
    assert jalisco["r4v_code"] == "ME-15"  # as R4V writes it; in ISO 3166-2 that is a town in Montenegro


def test_exactly_the_named_needs_are_highly_sensitive() -> None:
    rows = read_rows(FILE_OF[SpecificNeed])
    assert {row["code"] for row in rows if row.get("is_highly_sensitive")} == NEED_TO_KNOW


def test_the_declaration_has_eighteen_points_with_their_own_numbers() -> None:
    assert sorted(row["number"] for row in read_rows("action_points.yaml")) == list(range(1, 19))


def test_all_parts_belong_to_the_umbrella_point() -> None:
    assert {row["action_point"] for row in read_rows("sub_points.yaml")} == {"protection_regular_stay"}
