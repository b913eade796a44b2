"""Households over time: what changed when, alternate contacts, who cares for a child."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.row_security import either, in_list, in_scope, protect, unprotect

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = ("household_event", "child_care", "alternate_contact")
RELATIONS = (
    "head", "partner", "child", "parent", "sibling", "grandparent", "grandchild", "other_relative", "not_related", "unknown",
)  # fmt: skip
CARE_RELATIONS = (
    "parent", "grandparent", "sibling", "other_relative", "partner", "friend", "neighbour", "foster_carer", "authority", "other",
    "unknown",
)  # fmt: skip
SITUATIONS = ("accompanied", "separated", "unaccompanied", "unknown")
CONSENT_HOLDERS = ("guardian", "other_adult", "authority", "nobody_yet")
# Until now a joining was written down on its day, and nobody knows when a leaving was: its own day stands for it.
WHAT_IS_KNOWN = """INSERT INTO household_event
        (household_id, person_id, scope_id, act_id, act, step, relation, occurred_on, recorded_at)
    SELECT household_id, person_id, scope_id, uuidv7(), 'change', {step}, relation, {day}, {day}::timestamp AT TIME ZONE 'UTC'
    FROM household_member WHERE {day} IS NOT NULL"""


def upgrade() -> None:
    op.add_column("household_member", sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_household_member_set_aside_is_past"), "household_member", "set_aside_at IS NULL OR left_on IS NOT NULL"
    )
    make_events()
    make_care()
    make_contacts()
    for step, day in (("'joined'", "joined_on"), ("'left'", "left_on")):
        op.execute(WHAT_IS_KNOWN.format(step=step, day=day))
    for table in TABLES:
        op.execute(
            f"""CREATE TRIGGER {table}_has_scope BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.scope_id IS NULL)
            EXECUTE FUNCTION fill_scope_of_person()"""
        )
        protect(table, read=either(in_scope("person"), in_list("person_id", "quipu.person_files")), write=in_scope("person"))


def downgrade() -> None:
    for table in reversed(TABLES):
        unprotect(table)
        op.drop_table(table)
    op.drop_constraint(op.f("ck_household_member_set_aside_is_past"), "household_member")
    op.drop_column("household_member", "set_aside_at")


def make_events() -> None:
    op.create_table(
        "household_event",
        *_of_person("household_event"),
        sa.Column("household_id", sa.UUID(), nullable=False),
        sa.Column("act_id", sa.UUID(), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("corrects_id", sa.UUID(), nullable=True),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("relation_before", sa.String(40), nullable=True),
        sa.Column("other_household_id", sa.UUID(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        *_recorded("household_event"),
        _one_of("household_event", "act", ("change", "split", "merge", "correction")),
        _one_of("household_event", "step", ("joined", "left", "relation_changed")),
        _one_of("household_event", "relation", RELATIONS),
        _one_of("household_event", "relation_before", RELATIONS),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_event_household_id")),
        sa.ForeignKeyConstraint(["other_household_id"], ["household.id"], name=op.f("fk_household_event_other_household_id")),
    )
    op.create_index("ix_household_event_person_id", "household_event", ["person_id", "recorded_at"])
    for column in ("household_id", "act_id", "corrects_id", "other_household_id"):
        op.create_index(op.f(f"ix_household_event_{column}"), "household_event", [column])


def make_care() -> None:
    op.create_table(
        "child_care",
        *_of_person("child_care"),
        sa.Column("situation", sa.String(40), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("guardian_id", sa.UUID(), nullable=True),
        sa.Column("guardian_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("guardian_relation", sa.String(40), nullable=True),
        sa.Column("guardian_phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("consent_holder", sa.String(40), nullable=False),
        sa.Column("consent_holder_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        *_recorded("child_care"),
        _one_of("child_care", "situation", SITUATIONS),
        _one_of("child_care", "guardian_relation", CARE_RELATIONS),
        _one_of("child_care", "consent_holder", CONSENT_HOLDERS),
        sa.CheckConstraint("until_on IS NULL OR until_on >= since_on", name=op.f("ck_child_care_ends_after_beginning")),
        sa.CheckConstraint(
            "consent_holder <> 'guardian' OR num_nonnulls(guardian_id, guardian_name_sealed) > 0",
            name=op.f("ck_child_care_guardian_is_named"),
        ),
        sa.CheckConstraint("num_nonnulls(guardian_id, guardian_name_sealed) < 2", name=op.f("ck_child_care_one_guardian")),
        sa.CheckConstraint("guardian_id <> person_id", name=op.f("ck_child_care_guardian_is_another")),
        sa.ForeignKeyConstraint(["guardian_id"], ["person.id"], name=op.f("fk_child_care_guardian_id")),
    )
    op.create_index(
        "uq_child_care_in_force",
        "child_care",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("until_on IS NULL AND set_aside_at IS NULL"),
    )
    op.create_index("ix_child_care_person_id", "child_care", ["person_id", "since_on"])
    op.create_index(op.f("ix_child_care_guardian_id"), "child_care", ["guardian_id"])


def make_contacts() -> None:
    op.create_table(
        "alternate_contact",
        *_of_person("alternate_contact"),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("notes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("may_be_told", sa.Boolean(), nullable=False),
        *_recorded("alternate_contact"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        _one_of("alternate_contact", "relation", CARE_RELATIONS),
        sa.CheckConstraint(
            "ended_at IS NULL OR num_nonnulls(name_sealed, phone_sealed, notes_sealed) = 0",
            name=op.f("ck_alternate_contact_ended_stays_empty"),
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_alternate_contact_ended_by")),
    )
    op.create_index("ix_alternate_contact_person_id", "alternate_contact", ["person_id", "recorded_at"])


def _of_person(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("scope_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["person_id", "scope_id"],
            ["person.id", "person.scope_id"],
            name=op.f(f"fk_{table}_person_id_scope_id"),
            onupdate="CASCADE",
        ),
    )


def _recorded(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("recorded_by", sa.UUID(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f(f"fk_{table}_recorded_by")),
    )


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    allowed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({allowed})", name=op.f(f"ck_{table}_{column}"))
