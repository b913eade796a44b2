"""The tables of all rooms as they first stood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_edition",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("is_only", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("token", sa.UUID(), nullable=False),
        sa.CheckConstraint("is_only", name=op.f("ck_catalogue_edition_only_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_edition")),
        sa.UniqueConstraint("is_only", name=op.f("uq_catalogue_edition_is_only")),
    )
    op.create_table(
        "catalogue_revision",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("entry_table", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("earlier", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.UUID(), nullable=True),
        sa.Column("changed_by_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_revision")),
        sa.UniqueConstraint("entry_id", "version", name=op.f("uq_catalogue_revision_entry_id_version")),
    )
    op.create_table(
        "catalogue_source",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_source")),
        sa.UniqueConstraint("code", name=op.f("uq_catalogue_source_code")),
    )
    op.create_table(
        "country",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("iso3", sa.Text(), nullable=False),
        sa.Column("r4v_platform", sa.Text(), nullable=True),
        sa.Column(
            "quito_status",
            sa.Enum(
                "member",
                "participant",
                "observer",
                "origin",
                name="quito_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("signed_declaration_2018", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_country_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_country_version_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country")),
        sa.UniqueConstraint("code", name=op.f("uq_country_code")),
        sa.UniqueConstraint("iso3", name=op.f("uq_country_iso3")),
    )
    op.create_table(
        "name_word",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("near", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_word")),
        sa.UniqueConstraint("word", name=op.f("uq_name_word_word")),
    )
    op.create_index(
        "ix_name_word_near", "name_word", ["near"], unique=False, postgresql_using="gin", postgresql_with={"fastupdate": "off"}
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("name", name=op.f("uq_number_series_name")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("caseload_capacity", sa.Integer(), server_default="40", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("code ~ '^[A-Z]{3}$'", name=op.f("ck_office_code_is_three_letters")),
        sa.CheckConstraint("caseload_capacity > 0", name=op.f("ck_office_capacity_is_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("code", name=op.f("uq_office_code")),
    )
    op.create_index(op.f("ix_office_country"), "office", ["country"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column(
            "language",
            sa.Enum("es", "en", "pt", name="language", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("country", "name", name=op.f("uq_organisation_country_name")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index(
        "ix_outbox_message_waiting",
        "outbox_message",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND given_up_at IS NULL"),
    )
    op.create_table(
        "population_type",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_population_type_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_population_type_version_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_type")),
        sa.UniqueConstraint("code", name=op.f("uq_population_type_code")),
    )
    op.create_table(
        "sector",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("parent_id", sa.UUID(), nullable=True),
        sa.Column("r4v_label", sa.Text(), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_sector_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_sector_version_from_one")),
        sa.ForeignKeyConstraint(["parent_id"], ["sector.id"], name=op.f("fk_sector_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector")),
        sa.UniqueConstraint("code", name=op.f("uq_sector_code")),
    )
    op.create_index(op.f("ix_sector_parent_id"), "sector", ["parent_id"], unique=False)
    op.create_table(
        "specific_need",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "label_confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="label_confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_highly_sensitive", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_specific_need_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_specific_need_version_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specific_need")),
        sa.UniqueConstraint("code", name=op.f("uq_specific_need_code")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_table(
        "thematic_axis",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("title_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_thematic_axis_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_thematic_axis_version_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thematic_axis")),
        sa.UniqueConstraint("code", name=op.f("uq_thematic_axis_code")),
    )
    op.create_table(
        "action_point",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("title_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("order_basis", sa.Text(), nullable=True),
        sa.Column(
            "scope",
            sa.Enum("service", "policy", name="scope", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "evidence",
            sa.Enum(
                "casework_and_policy_indicators",
                "policy_support_indicators",
                "narrative_only",
                name="evidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("axis_id", sa.UUID(), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_action_point_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_action_point_version_from_one")),
        sa.ForeignKeyConstraint(["axis_id"], ["thematic_axis.id"], name=op.f("fk_action_point_axis_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_point")),
        sa.UniqueConstraint("code", name=op.f("uq_action_point_code")),
        sa.UniqueConstraint("number", name=op.f("uq_action_point_number")),
    )
    op.create_index(op.f("ix_action_point_axis_id"), "action_point", ["axis_id"], unique=False)
    op.create_table(
        "area",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("country_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("r4v_code", sa.Text(), nullable=False),
        sa.Column("r4v_name", sa.Text(), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_area_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_area_version_from_one")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_area_country_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
        sa.UniqueConstraint("r4v_code", name=op.f("uq_area_r4v_code")),
    )
    op.create_index(op.f("ix_area_country_id"), "area", ["country_id"], unique=False)
    op.create_table(
        "document_type",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("country_id", sa.UUID(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "identity",
                "travel",
                "civil_status",
                "background",
                "legalisation",
                "education",
                "stay",
                "stay_and_identity",
                "registration",
                "asylum",
                "visa",
                "border",
                "tax",
                "work",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_document_type_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_document_type_version_from_one")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_document_type_country_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_type")),
        sa.UniqueConstraint("code", name=op.f("uq_document_type_code")),
    )
    op.create_index(op.f("ix_document_type_country_id"), "document_type", ["country_id"], unique=False)
    op.create_table(
        "focal_point",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("is_backup", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_focal_point_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focal_point")),
    )
    op.create_index(op.f("ix_focal_point_organisation_id"), "focal_point", ["organisation_id"], unique=False)
    op.create_table(
        "household",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_household_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("code", name=op.f("uq_household_code")),
    )
    op.create_index(op.f("ix_household_office_id"), "household", ["office_id"], unique=False)
    op.create_table(
        "indicator",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("title_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "persons",
                "cases",
                "referrals",
                "services",
                "applications",
                "registrations",
                "documents",
                "kits",
                "doses",
                "businesses",
                "employers",
                "sites",
                "channels",
                "products",
                "actions",
                "policies",
                "mechanisms",
                "events",
                "meetings",
                "impressions",
                "days",
                "ratio",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "type",
            sa.Enum(
                "direct_assistance",
                "capacity_building",
                "infrastructure",
                "mechanism_advocacy",
                "campaign",
                "other",
                "output",
                "outcome",
                "process",
                "quality",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sector_id", sa.UUID(), nullable=False),
        sa.Column("case_kinds", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("disaggregations", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("r4v_code", sa.Text(), nullable=True),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_indicator_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_indicator_version_from_one")),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_indicator_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    op.create_index(op.f("ix_indicator_r4v_code"), "indicator", ["r4v_code"], unique=False)
    op.create_index(op.f("ix_indicator_sector_id"), "indicator", ["sector_id"], unique=False)
    op.create_table(
        "service",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "documentation",
                "humanitarian_aid",
                "economic_integration",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sector_id", sa.UUID(), nullable=False),
        sa.Column("sdg_targets", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("gcm_objectives", sa.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_service_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_service_version_from_one")),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_service_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("code", name=op.f("uq_service_code")),
    )
    op.create_index(op.f("ix_service_kind"), "service", ["kind"], unique=False)
    op.create_index(op.f("ix_service_sector_id"), "service", ["sector_id"], unique=False)
    op.create_table(
        "user",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("office_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_user_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
    )
    op.create_table(
        "donor_report",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested", "counting", "ready", "failed", name="status", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column(
            "progress_step",
            sa.Enum(
                "people",
                "action_points",
                "indicators",
                "services",
                "caseload",
                "pdf",
                "xlsx",
                name="progress_step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("requested_by", sa.UUID(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("figures_digest", sa.Text(), nullable=True),
        sa.CheckConstraint("status <> 'ready' OR figures IS NOT NULL", name=op.f("ck_donor_report_ready_has_figures")),
        sa.CheckConstraint(
            "num_nonnulls(figures, figures_digest, counted_at) IN (0, 3)",
            name=op.f("ck_donor_report_figures_come_with_digest_and_cut_off"),
        ),
        sa.CheckConstraint("period_end >= period_start", name=op.f("ck_donor_report_period_runs_forward")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_donor_report_progress_is_percent")),
        sa.ForeignKeyConstraint(["requested_by"], ["user.id"], name=op.f("fk_donor_report_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_report")),
        sa.UniqueConstraint("code", name=op.f("uq_donor_report_code")),
    )
    op.create_index("ix_donor_report_requested_at", "donor_report", ["requested_at"], unique=False)
    op.create_index(
        "uq_donor_report_drafted",
        "donor_report",
        ["country", "period_start", "period_end"],
        unique=True,
        postgresql_where=sa.text("requested_by IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "indicator_action_point",
        sa.Column("indicator_id", sa.UUID(), nullable=False),
        sa.Column("action_point_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["action_point_id"], ["action_point.id"], name=op.f("fk_indicator_action_point_action_point_id")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_action_point_indicator_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("indicator_id", "action_point_id", name=op.f("pk_indicator_action_point")),
    )
    op.create_index(
        op.f("ix_indicator_action_point_action_point_id"), "indicator_action_point", ["action_point_id"], unique=False
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("new_account", "new_password", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_by", sa.UUID(), nullable=True),
        sa.Column("mail_attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["user.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_invitation_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_user_id"), "invitation", ["user_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("given_names", sa.Text(), nullable=True),
        sa.Column("surname_1", sa.Text(), nullable=True),
        sa.Column("surname_2", sa.Text(), nullable=True),
        sa.Column(
            "search_name",
            sa.Text(),
            sa.Computed(
                "quipu_fold(coalesce(given_names, '') || ' ' || coalesce(surname_1, '') || ' ' || coalesce(surname_2, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("search_keys", postgresql.TSVECTOR(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum(
                "female", "male", "other", "unknown", "declined", name="sex", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "gender_identity",
            sa.Enum(
                "woman",
                "man",
                "trans_woman",
                "trans_man",
                "non_binary",
                "other",
                "unknown",
                "declined",
                name="gender_identity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("birth_year", sa.SmallInteger(), nullable=True),
        sa.Column("birth_month", sa.SmallInteger(), nullable=True),
        sa.Column("birth_day", sa.SmallInteger(), nullable=True),
        sa.Column("stated_age", sa.SmallInteger(), nullable=True),
        sa.Column("age_stated_on", sa.Date(), nullable=True),
        sa.Column(
            "population_type",
            sa.Enum(
                "in_destination",
                "in_transit",
                "pendular",
                "host_community",
                "returnee",
                "unknown",
                name="population_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("safe_contact", sa.Text(), nullable=True),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("registered_by", sa.UUID(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(stated_age IS NULL) = (age_stated_on IS NULL)", name=op.f("ck_person_age_has_its_day")),
        sa.CheckConstraint("birth_day BETWEEN 1 AND 31", name=op.f("ck_person_day_is_a_day")),
        sa.CheckConstraint("birth_day IS NULL OR birth_month IS NOT NULL", name=op.f("ck_person_day_needs_month")),
        sa.CheckConstraint("birth_month BETWEEN 1 AND 12", name=op.f("ck_person_month_is_a_month")),
        sa.CheckConstraint("birth_month IS NULL OR birth_year IS NOT NULL", name=op.f("ck_person_month_needs_year")),
        sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name=op.f("ck_person_year_is_plausible")),
        sa.CheckConstraint("num_nonnulls(given_names, surname_1, surname_2) > 0", name=op.f("ck_person_has_a_name")),
        sa.CheckConstraint("stated_age BETWEEN 0 AND 120", name=op.f("ck_person_age_is_plausible")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_person_office_id")),
        sa.ForeignKeyConstraint(["registered_by"], ["user.id"], name=op.f("fk_person_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("code", name=op.f("uq_person_code")),
    )
    op.create_index("ix_person_office_registered", "person", ["office_id", "registered_at"], unique=False)
    op.create_index(
        "ix_person_search_keys",
        "person",
        ["search_keys"],
        unique=False,
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_table(
        "provided_service",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("opening_hours", sa.Text(), nullable=True),
        sa.Column("requirements", sa.Text(), nullable=True),
        sa.Column("accepts_referrals", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_provided_service_organisation_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_provided_service_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provided_service")),
        sa.UniqueConstraint(
            "organisation_id",
            "service_id",
            "area_code",
            "locality",
            name=op.f("uq_provided_service_organisation_id_service_id_area_code_locality"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_provided_service_country_service", "provided_service", ["country", "service_id"], unique=False)
    op.create_index(op.f("ix_provided_service_organisation_id"), "provided_service", ["organisation_id"], unique=False)
    op.create_table(
        "service_action_point",
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("action_point_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["action_point_id"], ["action_point.id"], name=op.f("fk_service_action_point_action_point_id")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_action_point_service_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "action_point_id", name=op.f("pk_service_action_point")),
    )
    op.create_index(op.f("ix_service_action_point_action_point_id"), "service_action_point", ["action_point_id"], unique=False)
    op.create_table(
        "service_indicator",
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("indicator_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_service_indicator_indicator_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_indicator_service_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service_id", "indicator_id", name=op.f("pk_service_indicator")),
    )
    op.create_index(op.f("ix_service_indicator_indicator_id"), "service_indicator", ["indicator_id"], unique=False)
    op.create_table(
        "sub_point",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("title_pt", sa.Text(), nullable=True),
        sa.Column("portuguese_reviewed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("action_point_id", sa.UUID(), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "number_and_content",
                "content_only",
                "confirmed",
                "confirmed_topic",
                "derived",
                "editorial",
                "unconfirmed",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_sub_point_validity_in_order")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_sub_point_version_from_one")),
        sa.ForeignKeyConstraint(["action_point_id"], ["action_point.id"], name=op.f("fk_sub_point_action_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_point")),
        sa.UniqueConstraint("code", name=op.f("uq_sub_point_code")),
    )
    op.create_index(op.f("ix_sub_point_action_point_id"), "sub_point", ["action_point_id"], unique=False)
    op.create_table(
        "user_grant",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "caseworker",
                "supervisor",
                "reporting_officer",
                "data_protection",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("office_id", sa.UUID(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.UUID(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("num_nonnulls(office_id, country) <= 1", name=op.f("ck_user_grant_one_scope")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_user_grant_ends_after_start")),
        sa.ForeignKeyConstraint(["granted_by"], ["user.id"], name=op.f("fk_user_grant_granted_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_user_grant_office_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_grant_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_grant")),
    )
    op.create_index(op.f("ix_user_grant_office_id"), "user_grant", ["office_id"], unique=False)
    op.create_index(op.f("ix_user_grant_user_id"), "user_grant", ["user_id"], unique=False)
    op.create_table(
        "case",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "documentation",
                "humanitarian_aid",
                "economic_integration",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("open", "on_hold", "closed", name="status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "risk",
            sa.Enum("high", "medium", "low", name="risk", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("caseworker_id", sa.UUID(), nullable=True),
        sa.Column("attention_on", sa.Date(), nullable=True),
        sa.Column("intake", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("intake_words", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.UUID(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "closure_reason",
            sa.Enum(
                "goal_met",
                "moved_on",
                "no_contact",
                "withdrew",
                "transferred",
                "not_eligible",
                "died",
                "duplicate",
                "other",
                name="closure_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_on IS NOT NULL AND closure_reason IS NOT NULL)",
            name=op.f("ck_case_closed_says_when_and_why"),
        ),
        sa.CheckConstraint("(status = 'open') = (attention_on IS NOT NULL)", name=op.f("ck_case_open_asks_for_attention")),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name=op.f("ck_case_closes_after_opening")),
        sa.ForeignKeyConstraint(["caseworker_id"], ["user.id"], name=op.f("fk_case_caseworker_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_case_office_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["user.id"], name=op.f("fk_case_opened_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("code", name=op.f("uq_case_code")),
    )
    op.create_index(
        "ix_case_caseworker_id_attention_on",
        "case",
        ["caseworker_id", "attention_on", "id"],
        unique=False,
        postgresql_include=["status", "kind", "risk", "office_id"],
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_index(
        "ix_case_caseworker_id_closed_on",
        "case",
        ["caseworker_id", "closed_on", "id"],
        unique=False,
        postgresql_include=["status", "kind", "risk", "office_id"],
        postgresql_where=sa.text("status = 'closed'"),
    )
    op.create_index(
        "ix_case_high_risk",
        "case",
        ["office_id", "opened_on", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'open' AND risk = 'high'"),
    )
    op.create_index(
        "ix_case_office_id_attention_on",
        "case",
        ["office_id", "attention_on", "id"],
        unique=False,
        postgresql_include=["status", "kind", "risk", "caseworker_id"],
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_index(
        "ix_case_office_id_closed_on",
        "case",
        ["office_id", "closed_on", "id"],
        unique=False,
        postgresql_include=["status", "kind", "risk", "caseworker_id"],
        postgresql_where=sa.text("status = 'closed'"),
    )
    op.create_index("ix_case_office_status_opened", "case", ["office_id", "status", "opened_on"], unique=False)
    op.create_index("ix_case_person", "case", ["person_id"], unique=False)
    op.create_index(
        "ix_case_unassigned",
        "case",
        ["office_id", "opened_on", "id"],
        unique=False,
        postgresql_where=sa.text("caseworker_id IS NULL AND status <> 'closed'"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "case_management",
                "referral_sharing",
                "statistics",
                "contact",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "decision",
            sa.Enum("given", "refused", "withdrawn", name="decision", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "given_by",
            sa.Enum("person", "guardian", name="given_by", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "evidence",
            sa.Enum("verbal", "signed", name="evidence", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_consent_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person_purpose", "consent", ["person_id", "purpose", "decided_at"], unique=False)
    op.create_table(
        "household_member",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("household_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "head",
                "partner",
                "child",
                "parent",
                "sibling",
                "grandparent",
                "grandchild",
                "other_relative",
                "not_related",
                "unknown",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name=op.f("ck_household_member_leaves_after_joining")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_member_household_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_household_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_member")),
    )
    op.create_index(op.f("ix_household_member_household_id"), "household_member", ["household_id"], unique=False)
    op.create_index(
        "uq_household_member_present_head",
        "household_member",
        ["household_id"],
        unique=True,
        postgresql_where=sa.text("relation = 'head' AND left_on IS NULL"),
    )
    op.create_index(
        "uq_household_member_present_person",
        "household_member",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("left_on IS NULL"),
    )
    op.create_table(
        "identity_document",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("document_type_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.UUID(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_type_id"], ["document_type.id"], name=op.f("fk_identity_document_document_type_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_document_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_identity_document_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_document")),
    )
    op.create_index(op.f("ix_identity_document_person_id"), "identity_document", ["person_id"], unique=False)
    op.create_table(
        "person_nationality",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_nationality_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_nationality")),
        sa.UniqueConstraint("person_id", "country", name=op.f("uq_person_nationality_person_id_country")),
    )
    op.create_table(
        "report_file",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column(
            "format", sa.Enum("pdf", "xlsx", name="format", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["donor_report.id"], name=op.f("fk_report_file_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("report_id", "format", "language", name=op.f("uq_report_file_report_id_format_language")),
    )
    op.create_table(
        "service_sub_point",
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("sub_point_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_sub_point_service_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sub_point_id"], ["sub_point.id"], name=op.f("fk_service_sub_point_sub_point_id")),
        sa.PrimaryKeyConstraint("service_id", "sub_point_id", name=op.f("pk_service_sub_point")),
    )
    op.create_index(op.f("ix_service_sub_point_sub_point_id"), "service_sub_point", ["sub_point_id"], unique=False)
    op.create_table(
        "case_assignment",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("caseworker_id", sa.UUID(), nullable=True),
        sa.Column("assigned_by", sa.UUID(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["assigned_by"], ["user.id"], name=op.f("fk_case_assignment_assigned_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_assignment_case_id")),
        sa.ForeignKeyConstraint(["caseworker_id"], ["user.id"], name=op.f("fk_case_assignment_caseworker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assignment")),
    )
    op.create_index(op.f("ix_case_assignment_case_id"), "case_assignment", ["case_id"], unique=False)
    op.create_table(
        "case_note",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_case_note_author_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index("ix_case_note_case_occurred", "case_note", ["case_id", "occurred_on"], unique=False)
    op.create_table(
        "case_status_change",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "on_hold", "closed", name="status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column(
            "closure_reason",
            sa.Enum(
                "goal_met",
                "moved_on",
                "no_contact",
                "withdrew",
                "transferred",
                "not_eligible",
                "died",
                "duplicate",
                "other",
                name="closure_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_status_change_case_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_case_status_change_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_status_change")),
    )
    op.create_index(op.f("ix_case_status_change_case_id"), "case_status_change", ["case_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("call", "message", "visit", "appointment", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "reached",
                "not_reached",
                "postponed",
                "not_needed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("outcome_words", sa.Text(), nullable=True),
        sa.Column("done_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_by", sa.UUID(), nullable=True),
        sa.Column("done_by", sa.UUID(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(done_on IS NULL) = (outcome IS NULL)", name=op.f("ck_follow_up_done_says_how")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_follow_up_case_id")),
        sa.ForeignKeyConstraint(["done_by"], ["user.id"], name=op.f("fk_follow_up_done_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_follow_up_office_id")),
        sa.ForeignKeyConstraint(["planned_by"], ["user.id"], name=op.f("fk_follow_up_planned_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index("ix_follow_up_case", "follow_up", ["case_id", "due_on"], unique=False)
    op.create_index(
        "ix_follow_up_office_due", "follow_up", ["office_id", "due_on"], unique=False, postgresql_where=sa.text("done_on IS NULL")
    )
    op.create_index(
        "ix_follow_up_reached", "follow_up", ["case_id", "done_on"], unique=False, postgresql_where=sa.text("outcome = 'reached'")
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("provided_service_id", sa.UUID(), nullable=False),
        sa.Column("focal_point_id", sa.UUID(), nullable=False),
        sa.Column("consent_id", sa.UUID(), nullable=True),
        sa.Column(
            "priority",
            sa.Enum("emergency", "urgent", "normal", name="priority", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "sent",
                "viewed",
                "accepted",
                "declined",
                "completed",
                "revoked",
                "expired",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("shared_fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.UUID(), nullable=True),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unanswered_flagged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "no_capacity",
                "not_eligible",
                "out_of_area",
                "wrong_contact",
                "missing_documents",
                "unsafe",
                "duplicate",
                "other",
                name="decline_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("partner_words", sa.Text(), nullable=True),
        sa.Column("appointment_on", sa.Date(), nullable=True),
        sa.Column("answer_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'declined') = (decline_reason IS NOT NULL)", name=op.f("ck_referral_declined_says_why")),
        sa.CheckConstraint(
            "status IN ('draft', 'revoked') OR sent_at IS NOT NULL", name=op.f("ck_referral_only_drafts_are_unsent")
        ),
        sa.CheckConstraint("(sent_at IS NULL) = (answer_due_at IS NULL)", name=op.f("ck_referral_sent_has_a_window")),
        sa.CheckConstraint("sent_at IS NULL OR consent_id IS NOT NULL", name=op.f("ck_referral_sent_with_consent")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_referral_case_id")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_referral_consent_id")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_referral_created_by")),
        sa.ForeignKeyConstraint(["focal_point_id"], ["focal_point.id"], name=op.f("fk_referral_focal_point_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_referral_office_id")),
        sa.ForeignKeyConstraint(["provided_service_id"], ["provided_service.id"], name=op.f("fk_referral_provided_service_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["user.id"], name=op.f("fk_referral_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("code", name=op.f("uq_referral_code")),
    )
    op.create_index(
        "ix_referral_awaited",
        "referral",
        ["answer_due_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('sent', 'viewed')"),
    )
    op.create_index("ix_referral_case", "referral", ["case_id"], unique=False)
    op.create_index("ix_referral_office_status", "referral", ["office_id", "status", "answer_due_at"], unique=False)
    op.create_index(
        "ix_referral_untold",
        "referral",
        ["office_id", "sent_at"],
        unique=False,
        postgresql_include=["case_id", "status"],
        postgresql_where=sa.text("answer_seen_at IS NULL AND status IN ('accepted', 'declined', 'completed')"),
    )
    op.create_table(
        "service_delivery",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "service",
                "person",
                "kit",
                "night",
                "day",
                "document",
                "session",
                "trip",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "modality",
            sa.Enum(
                "service", "in_kind", "cash", "voucher", name="modality", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=True),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_service_delivery_currency_is_a_code")),
        sa.CheckConstraint("(value_minor IS NULL) = (currency IS NULL)", name=op.f("ck_service_delivery_value_has_currency")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_service_delivery_quantity_is_positive")),
        sa.CheckConstraint("value_minor >= 0", name=op.f("ck_service_delivery_value_is_not_negative")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_service_delivery_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_service_delivery_office_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_service_delivery_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_service_delivery_recorded_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_delivery_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_delivery")),
    )
    op.create_index("ix_service_delivery_case", "service_delivery", ["case_id", "delivered_on"], unique=False)
    op.create_index("ix_service_delivery_day", "service_delivery", ["delivered_on"], unique=False)
    op.create_index("ix_service_delivery_office_day", "service_delivery", ["office_id", "delivered_on"], unique=False)
    op.create_index("ix_service_delivery_person", "service_delivery", ["person_id"], unique=False)
    op.create_table(
        "partner_link",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("referral_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_partner_link_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_link")),
    )
    op.create_index(op.f("ix_partner_link_referral_id"), "partner_link", ["referral_id"], unique=False)
    op.create_table(
        "referral_status_change",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("referral_id", sa.UUID(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "sent",
                "viewed",
                "accepted",
                "declined",
                "completed",
                "revoked",
                "expired",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "actor_kind",
            sa.Enum("staff", "partner_link", "system", name="actor_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("changed_by", sa.UUID(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_referral_status_change_changed_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_status_change_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_status_change")),
    )
    op.create_index(op.f("ix_referral_status_change_referral_id"), "referral_status_change", ["referral_id"], unique=False)
    op.create_table(
        "referral_mail",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("referral_id", sa.UUID(), nullable=False),
        sa.Column("partner_link_id", sa.UUID(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "attempted",
                "delivered",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_link_id"], ["partner_link.id"], name=op.f("fk_referral_mail_partner_link_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_mail_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_mail")),
    )
    op.create_index(op.f("ix_referral_mail_referral_id"), "referral_mail", ["referral_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_referral_mail_referral_id"), table_name="referral_mail")
    op.drop_table("referral_mail")
    op.drop_index(op.f("ix_referral_status_change_referral_id"), table_name="referral_status_change")
    op.drop_table("referral_status_change")
    op.drop_index(op.f("ix_partner_link_referral_id"), table_name="partner_link")
    op.drop_table("partner_link")
    op.drop_index("ix_service_delivery_person", table_name="service_delivery")
    op.drop_index("ix_service_delivery_office_day", table_name="service_delivery")
    op.drop_index("ix_service_delivery_day", table_name="service_delivery")
    op.drop_index("ix_service_delivery_case", table_name="service_delivery")
    op.drop_table("service_delivery")
    op.drop_index(
        "ix_referral_untold",
        table_name="referral",
        postgresql_include=["case_id", "status"],
        postgresql_where=sa.text("answer_seen_at IS NULL AND status IN ('accepted', 'declined', 'completed')"),
    )
    op.drop_index("ix_referral_office_status", table_name="referral")
    op.drop_index("ix_referral_case", table_name="referral")
    op.drop_index("ix_referral_awaited", table_name="referral", postgresql_where=sa.text("status IN ('sent', 'viewed')"))
    op.drop_table("referral")
    op.drop_index("ix_follow_up_reached", table_name="follow_up", postgresql_where=sa.text("outcome = 'reached'"))
    op.drop_index("ix_follow_up_office_due", table_name="follow_up", postgresql_where=sa.text("done_on IS NULL"))
    op.drop_index("ix_follow_up_case", table_name="follow_up")
    op.drop_table("follow_up")
    op.drop_index(op.f("ix_case_status_change_case_id"), table_name="case_status_change")
    op.drop_table("case_status_change")
    op.drop_index("ix_case_note_case_occurred", table_name="case_note")
    op.drop_table("case_note")
    op.drop_index(op.f("ix_case_assignment_case_id"), table_name="case_assignment")
    op.drop_table("case_assignment")
    op.drop_index(op.f("ix_service_sub_point_sub_point_id"), table_name="service_sub_point")
    op.drop_table("service_sub_point")
    op.drop_table("report_file")
    op.drop_table("person_nationality")
    op.drop_index(op.f("ix_identity_document_person_id"), table_name="identity_document")
    op.drop_table("identity_document")
    op.drop_index(
        "uq_household_member_present_person", table_name="household_member", postgresql_where=sa.text("left_on IS NULL")
    )
    op.drop_index(
        "uq_household_member_present_head",
        table_name="household_member",
        postgresql_where=sa.text("relation = 'head' AND left_on IS NULL"),
    )
    op.drop_index(op.f("ix_household_member_household_id"), table_name="household_member")
    op.drop_table("household_member")
    op.drop_index("ix_consent_person_purpose", table_name="consent")
    op.drop_table("consent")
    op.drop_index(
        "ix_case_unassigned", table_name="case", postgresql_where=sa.text("caseworker_id IS NULL AND status <> 'closed'")
    )
    op.drop_index("ix_case_person", table_name="case")
    op.drop_index("ix_case_office_status_opened", table_name="case")
    op.drop_index(
        "ix_case_office_id_closed_on",
        table_name="case",
        postgresql_include=["status", "kind", "risk", "caseworker_id"],
        postgresql_where=sa.text("status = 'closed'"),
    )
    op.drop_index(
        "ix_case_office_id_attention_on",
        table_name="case",
        postgresql_include=["status", "kind", "risk", "caseworker_id"],
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.drop_index("ix_case_high_risk", table_name="case", postgresql_where=sa.text("status = 'open' AND risk = 'high'"))
    op.drop_index(
        "ix_case_caseworker_id_closed_on",
        table_name="case",
        postgresql_include=["status", "kind", "risk", "office_id"],
        postgresql_where=sa.text("status = 'closed'"),
    )
    op.drop_index(
        "ix_case_caseworker_id_attention_on",
        table_name="case",
        postgresql_include=["status", "kind", "risk", "office_id"],
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.drop_table("case")
    op.drop_index(op.f("ix_user_grant_user_id"), table_name="user_grant")
    op.drop_index(op.f("ix_user_grant_office_id"), table_name="user_grant")
    op.drop_table("user_grant")
    op.drop_index(op.f("ix_sub_point_action_point_id"), table_name="sub_point")
    op.drop_table("sub_point")
    op.drop_index(op.f("ix_service_indicator_indicator_id"), table_name="service_indicator")
    op.drop_table("service_indicator")
    op.drop_index(op.f("ix_service_action_point_action_point_id"), table_name="service_action_point")
    op.drop_table("service_action_point")
    op.drop_index(op.f("ix_provided_service_organisation_id"), table_name="provided_service")
    op.drop_index("ix_provided_service_country_service", table_name="provided_service")
    op.drop_table("provided_service")
    op.drop_index("ix_person_search_keys", table_name="person", postgresql_using="gin", postgresql_with={"fastupdate": "off"})
    op.drop_index("ix_person_office_registered", table_name="person")
    op.drop_table("person")
    op.drop_index(op.f("ix_invitation_user_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_indicator_action_point_action_point_id"), table_name="indicator_action_point")
    op.drop_table("indicator_action_point")
    op.drop_index(
        "uq_donor_report_drafted",
        table_name="donor_report",
        postgresql_where=sa.text("requested_by IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index("ix_donor_report_requested_at", table_name="donor_report")
    op.drop_table("donor_report")
    op.drop_table("user")
    op.drop_index(op.f("ix_service_sector_id"), table_name="service")
    op.drop_index(op.f("ix_service_kind"), table_name="service")
    op.drop_table("service")
    op.drop_index(op.f("ix_indicator_sector_id"), table_name="indicator")
    op.drop_index(op.f("ix_indicator_r4v_code"), table_name="indicator")
    op.drop_table("indicator")
    op.drop_index(op.f("ix_household_office_id"), table_name="household")
    op.drop_table("household")
    op.drop_index(op.f("ix_focal_point_organisation_id"), table_name="focal_point")
    op.drop_table("focal_point")
    op.drop_index(op.f("ix_document_type_country_id"), table_name="document_type")
    op.drop_table("document_type")
    op.drop_index(op.f("ix_area_country_id"), table_name="area")
    op.drop_table("area")
    op.drop_index(op.f("ix_action_point_axis_id"), table_name="action_point")
    op.drop_table("action_point")
    op.drop_table("thematic_axis")
    op.drop_table("submission")
    op.drop_table("specific_need")
    op.drop_index(op.f("ix_sector_parent_id"), table_name="sector")
    op.drop_table("sector")
    op.drop_table("population_type")
    op.drop_index(
        "ix_outbox_message_waiting",
        table_name="outbox_message",
        postgresql_where=sa.text("done_at IS NULL AND given_up_at IS NULL"),
    )
    op.drop_table("outbox_message")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_office_country"), table_name="office")
    op.drop_table("office")
    op.drop_table("number_series")
    op.drop_index("ix_name_word_near", table_name="name_word", postgresql_using="gin", postgresql_with={"fastupdate": "off"})
    op.drop_table("name_word")
    op.drop_table("country")
    op.drop_table("catalogue_source")
    op.drop_table("catalogue_revision")
    op.drop_table("catalogue_edition")
