"""A death is a fact of a person (docs/adr/0030)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

SOURCES = ("family", "document", "partner", "other")
ACTS = ("change", "split", "merge", "correction")
PARTS = ("died_year", "died_month", "died_day")
EMPTY_WHEN_ERASED = (
    "given_names, surname_1, surname_2, gender_identity, birth_year, stated_age, area_code, phone_index, name_as_said, "
    "birth_country, ethnic_group, preferred_language, interpreter_need, contact_channel, place_country, arrival_year, entry"
)
CHECKS = {
    "died_day_needs_month": "died_day IS NULL OR died_month IS NOT NULL",
    "died_month_needs_year": "died_month IS NULL OR died_year IS NOT NULL",
    "died_is_known_by_somebody": "died_year IS NULL OR death_known_by IS NOT NULL",
    "died_year_is_plausible": "died_year BETWEEN 1900 AND 2100",
    "died_month_is_a_month": "died_month BETWEEN 1 AND 12",
    "died_day_is_a_day": "died_day BETWEEN 1 AND 31",
    "death_known_by": f"death_known_by IN {SOURCES}",
}


def upgrade() -> None:
    op.add_column("person", sa.Column("death_known_by", sa.String(40), nullable=True))
    for name in PARTS:
        op.add_column("person", sa.Column(name, sa.SmallInteger(), nullable=True))
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_person_{name}"), "person", condition)
    _check_what_erased_files_lack(f"{EMPTY_WHEN_ERASED}, died_year, death_known_by")
    _check_acts((*ACTS, "death"))


def downgrade() -> None:
    op.execute("UPDATE household_event SET act = 'change' WHERE act = 'death'")
    _check_acts(ACTS)
    _check_what_erased_files_lack(EMPTY_WHEN_ERASED)
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_person_{name}"), "person")
    for name in (*PARTS, "death_known_by"):
        op.drop_column("person", name)


def _check_what_erased_files_lack(columns: str) -> None:
    name = op.f("ck_person_erased_stays_empty")
    op.drop_constraint(name, "person")
    condition = f"erased_at IS NULL OR num_nonnulls({columns}) = 0 AND other_names = '{{}}' AND NOT leave_no_message"
    op.create_check_constraint(name, "person", condition)


def _check_acts(acts: tuple[str, ...]) -> None:
    name = op.f("ck_household_event_act")
    op.drop_constraint(name, "household_event")
    op.create_check_constraint(name, "household_event", f"act IN {acts}")
