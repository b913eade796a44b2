"""Consent by recipient, categories and validity, with its evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CATEGORIES = "ARRAY['names', 'profile', 'contact', 'need', 'protection']"
RECIPIENT_OF = """CASE purpose WHEN 'referral_sharing' THEN 'service_partners' WHEN 'statistics' THEN 'donor_statistics'
    ELSE 'our_organisation' END"""
CHECKS = {
    "recipient": "recipient IN ('our_organisation', 'service_partners', 'organisation', 'national_authority', 'donor_statistics')",
    "names_its_organisation": "(recipient = 'organisation') = (organisation_id IS NOT NULL)",
    "recipient_suits_purpose": "CASE purpose WHEN 'referral_sharing' THEN recipient IN "
    "('service_partners', 'organisation', 'national_authority') "
    "WHEN 'statistics' THEN recipient = 'donor_statistics' ELSE recipient = 'our_organisation' END",
    "categories_are_known": f"categories <@ {CATEGORIES}::text[]",
    "assent": "assent IN ('yes', 'no', 'too_young', 'not_there')",
    "assent_stands_beside_a_guardian": "assent IS NULL OR given_by = 'guardian'",
    "no_yes_against_the_child": "assent IS DISTINCT FROM 'no' OR decision <> 'given'",
    "only_drawn_has_a_drawing": "signature_sealed IS NULL OR evidence = 'drawn'",
}
EVIDENCE = ("'verbal', 'signed', 'drawn', 'audio'", "'verbal', 'signed'")
FORMATS = ("'jpeg', 'png', 'webp', 'pdf', 'ogg', 'mp3', 'm4a'", "'jpeg', 'png', 'webp', 'pdf'")
NEW = (
    "recipient", "organisation_id", "categories", "valid_until", "guardian_name_sealed", "assent", "signature_sealed", "sitting_id",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("organisation", sa.Column("is_authority", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("office", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("office", sa.Column("phone", sa.Text(), nullable=True))
    _widen_consent()
    _fill_what_was_meant()
    for column in ("recipient", "categories", "sitting_id"):
        op.alter_column("consent", column, nullable=False)
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_consent_{name}"), "consent", condition)
    _admit_evidence(EVIDENCE[0])
    _admit_formats(FORMATS[0])
    op.add_column("attachment", sa.Column("consent_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_attachment_consent_id"), "attachment", "consent", ["consent_id"], ["id"])
    op.create_index(op.f("ix_attachment_consent_id"), "attachment", ["consent_id"])
    op.create_check_constraint(
        op.f("ck_attachment_evidence_lies_with_the_person"), "attachment", "consent_id IS NULL OR person_id IS NOT NULL"
    )


def downgrade() -> None:
    _refuse_to_widen_what_was_said()
    op.drop_column("attachment", "consent_id")
    _admit_evidence(EVIDENCE[1])
    _admit_formats(FORMATS[1])
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_consent_{name}"), "consent")
    for column in reversed(NEW):
        op.drop_column("consent", column)
    for column in ("phone", "address"):
        op.drop_column("office", column)
    op.drop_column("organisation", "is_authority")


def _widen_consent() -> None:
    for column in (
        sa.Column("recipient", sa.String(40), nullable=True),
        sa.Column("organisation_id", sa.UUID(), nullable=True),
        sa.Column("categories", ARRAY(sa.Text()), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("guardian_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("assent", sa.String(40), nullable=True),
        sa.Column("signature_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sitting_id", sa.UUID(), nullable=True),
    ):
        op.add_column("consent", column)
    op.create_foreign_key(op.f("fk_consent_organisation_id"), "consent", "organisation", ["organisation_id"], ["id"])
    op.create_index(op.f("ix_consent_organisation_id"), "consent", ["organisation_id"])
    op.create_foreign_key(op.f("fk_consent_sitting_id"), "consent", "consent", ["sitting_id"], ["id"])


def _fill_what_was_meant() -> None:
    """The words read until now named no category and no end: they opened what a service needs to know, until withdrawn."""
    op.execute(f"UPDATE consent SET recipient = {RECIPIENT_OF}, categories = {CATEGORIES}, sitting_id = id")  # noqa: S608 - our own words
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _admit_evidence(words: str) -> None:
    op.drop_constraint(op.f("ck_consent_evidence"), "consent")
    op.create_check_constraint(op.f("ck_consent_evidence"), "consent", f"evidence IN ({words})")


def _admit_formats(words: str) -> None:
    op.drop_constraint(op.f("ck_attachment_format"), "attachment")
    op.create_check_constraint(op.f("ck_attachment_format"), "attachment", f"format IN ({words})")


def _refuse_to_widen_what_was_said() -> None:
    op.execute(
        """DO $$ BEGIN
            IF EXISTS (SELECT FROM consent WHERE recipient IN ('organisation', 'national_authority') OR valid_until IS NOT NULL
                       OR evidence IN ('drawn', 'audio')) THEN
                RAISE EXCEPTION 'The version before would read a consent to one organisation, or for a time, as one to all and for good.';
            END IF;
        END $$"""
    )
