"""Grants end, never contradict each other, and may cover an absent colleague; a case's history names its team."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.grant_functions import GATE_FUNCTIONS, GATE_SIGNATURES
from migrations.row_security import as_gate

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TODAY = "(now() AT TIME ZONE 'UTC')::date"
CHECKS = {
    "lasts_a_year_at_most": "valid_until <= reviewed_on + 366",
    "team_works_with_files": "team_id IS NULL OR role IN ('caseworker', 'supervisor')",
    "covers_another": "covers_user_id <> user_id",
    "cover_is_casework": "covers_user_id IS NULL OR role = 'caseworker'",
    "cover_is_short": "covers_user_id IS NULL OR valid_until - valid_from < 60",
}
# What one hand never holds at the same time; two transactions that give one each cannot both commit.
NEVER_TOGETHER = {
    "administrator": "(CASE WHEN role = 'administrator' THEN 1 ELSE 0 END)",
    "release": "(role::text)",
}
AMONG = {"administrator": "ended_at IS NULL", "release": "ended_at IS NULL AND role IN ('reporting_officer', 'data_protection')"}


def upgrade() -> None:
    refuse_contradictions()
    op.add_column("user_grant", sa.Column("reviewed_on", sa.Date(), server_default=sa.text(TODAY), nullable=False))
    op.add_column("user_grant", sa.Column("covers_user_id", sa.UUID(), nullable=True))
    op.add_column("user_grant", sa.Column("ended_by", sa.UUID(), nullable=True))
    op.add_column("user_grant", sa.Column("end_asked_by", sa.UUID(), nullable=True))
    op.add_column("user_grant", sa.Column("end_asked_at", sa.DateTime(timezone=True), nullable=True))
    for column in ("covers_user_id", "ended_by", "end_asked_by"):
        op.create_foreign_key(op.f(f"fk_user_grant_{column}"), "user_grant", "user", [column], ["id"])
    op.create_index(op.f("ix_user_grant_covers_user_id"), "user_grant", ["covers_user_id"])
    op.execute(
        f"""UPDATE user_grant
        SET valid_until = greatest(valid_from, least(coalesce(valid_until, {TODAY} + 365), {TODAY} + 365)),
            reviewed_on = greatest(valid_from, least(coalesce(valid_until, {TODAY}), {TODAY}))"""  # noqa: S608 - no input
    )
    op.alter_column("user_grant", "valid_until", nullable=False, server_default=sa.text(f"{TODAY} + 365"))
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_user_grant_{name}"), "user_grant", condition)
    for name, duty in NEVER_TOGETHER.items():
        op.execute(
            f"""ALTER TABLE user_grant ADD CONSTRAINT ex_user_grant_{name} EXCLUDE USING gist
            (user_id WITH =, {duty} WITH <>, daterange(valid_from, valid_until, '[]') WITH &&) WHERE ({AMONG[name]})"""
        )
    op.add_column("case_assignment", sa.Column("team_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_case_assignment_team_id"), "case_assignment", "team", ["team_id"], ["id"])
    op.execute('UPDATE case_assignment SET team_id = "case".team_id FROM "case" WHERE "case".id = case_id')
    with as_gate():
        for statement in GATE_FUNCTIONS:
            op.execute(statement)


def downgrade() -> None:
    with as_gate():
        for signature in GATE_SIGNATURES:
            op.execute(f"DROP FUNCTION {signature}")
    op.drop_column("case_assignment", "team_id")
    for name in NEVER_TOGETHER:
        op.drop_constraint(f"ex_user_grant_{name}", "user_grant")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_user_grant_{name}"), "user_grant")
    # Cover that goes on would become a role of one's own.
    op.execute("UPDATE user_grant SET ended_at = now() WHERE covers_user_id IS NOT NULL AND ended_at IS NULL")
    op.alter_column("user_grant", "valid_until", nullable=True, server_default=None)
    for column in ("end_asked_at", "end_asked_by", "ended_by", "covers_user_id", "reviewed_on"):
        op.drop_column("user_grant", column)


def refuse_contradictions() -> None:
    op.execute(
        """DO $$
        DECLARE
            who text;
        BEGIN
            SELECT string_agg(DISTINCT one.user_id::text, ', ') INTO who
            FROM user_grant AS one JOIN user_grant AS other ON other.user_id = one.user_id AND other.role <> one.role
            WHERE one.ended_at IS NULL AND other.ended_at IS NULL
                AND daterange(one.valid_from, one.valid_until, '[]') && daterange(other.valid_from, other.valid_until, '[]')
                AND (one.role = 'administrator' OR (one.role, other.role) = ('data_protection', 'reporting_officer'));
            IF who IS NOT NULL THEN
                RAISE EXCEPTION 'These accounts hold roles that exclude each other: %. End one of the two on the page of each account, then upgrade again.', who;
            END IF;
        END $$"""
    )
