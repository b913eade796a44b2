"""One person: who they say they are, and where they belong."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import Office, User
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import KeyOwner, SealedText, fingerprint_column
from app.foundation.partial_date import PartialDate
from app.people.ages import IN_MONTHS_UNDER, months_since
from app.people.enums import (
    ContactChannel,
    DeathSource,
    EthnicGroup,
    GenderIdentity,
    InterpreterNeed,
    PopulationType,
    Sex,
    WayOfEntry,
)
from app.people.phones import digits_of


class Person(Base, KeyOwner):
    """One human being, registered once. Cases, households and services point here, so that people are counted once."""

    key_kind = "person"
    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("erased_at IS NOT NULL OR num_nonnulls(given_names, surname_1, surname_2) > 0", name="has_a_name"),
        sa.CheckConstraint(
            "erased_at IS NULL OR num_nonnulls(given_names, surname_1, surname_2, gender_identity, birth_year, stated_age, "
            "area_code, phone_index, name_as_said, birth_country, ethnic_group, preferred_language, interpreter_need, "
            "contact_channel, place_country, arrival_year, entry, died_year, death_known_by) = 0 "
            "AND other_names = '{}' AND NOT leave_no_message",
            name="erased_stays_empty",
        ),
        sa.CheckConstraint("birth_day IS NULL OR birth_month IS NOT NULL", name="day_needs_month"),
        sa.CheckConstraint("birth_month IS NULL OR birth_year IS NOT NULL", name="month_needs_year"),
        sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="year_is_plausible"),
        sa.CheckConstraint("birth_month BETWEEN 1 AND 12", name="month_is_a_month"),
        sa.CheckConstraint("birth_day BETWEEN 1 AND 31", name="day_is_a_day"),
        sa.CheckConstraint("stated_age BETWEEN 0 AND 120", name="age_is_plausible"),
        sa.CheckConstraint("(stated_age IS NULL) = (age_stated_on IS NULL)", name="age_has_its_day"),
        sa.CheckConstraint(
            "stated_age_months IS NULL OR (stated_age_months BETWEEN 0 AND 23 "
            "AND stated_age IS NOT DISTINCT FROM stated_age_months / 12)",
            name="months_make_the_age",
        ),
        sa.CheckConstraint("arrival_day IS NULL OR arrival_month IS NOT NULL", name="arrival_day_needs_month"),
        sa.CheckConstraint("arrival_month IS NULL OR arrival_year IS NOT NULL", name="arrival_month_needs_year"),
        sa.CheckConstraint("arrival_year BETWEEN 1900 AND 2100", name="arrival_year_is_plausible"),
        sa.CheckConstraint("arrival_month BETWEEN 1 AND 12", name="arrival_month_is_a_month"),
        sa.CheckConstraint("arrival_day BETWEEN 1 AND 31", name="arrival_day_is_a_day"),
        sa.CheckConstraint("died_day IS NULL OR died_month IS NOT NULL", name="died_day_needs_month"),
        sa.CheckConstraint("died_month IS NULL OR died_year IS NOT NULL", name="died_month_needs_year"),
        sa.CheckConstraint("died_year IS NULL OR death_known_by IS NOT NULL", name="died_is_known_by_somebody"),
        sa.CheckConstraint("died_year BETWEEN 1900 AND 2100", name="died_year_is_plausible"),
        sa.CheckConstraint("died_month BETWEEN 1 AND 12", name="died_month_is_a_month"),
        sa.CheckConstraint("died_day BETWEEN 1 AND 31", name="died_day_is_a_day"),
        sa.CheckConstraint("left(area_code, 2) = place_country", name="area_lies_in_country"),
        sa.CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        # Without the pending list: a search after a busy morning must not read thousands of unsorted entries first.
        sa.Index(
            "ix_person_search_keys",
            "search_keys",
            sa.text("quipu_search_marks(search_keys, birth_year, stated_age, age_stated_on)"),
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
        sa.Index("ix_person_match_keys", "match_keys", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        sa.Index("ix_person_without_match_keys", "id", postgresql_where=sa.text("match_keys IS NULL AND erased_at IS NULL")),
        sa.CheckConstraint("erased_at IS NULL OR match_keys IS NULL", name="erased_has_no_keys"),
        sa.Index("ix_person_office_registered", "office_id", "registered_at"),
        sa.Index("ix_person_registered_by", "registered_by", "registered_at"),
        sa.Index("ix_person_merged_into_id", "merged_into_id", postgresql_where=sa.text("merged_into_id IS NOT NULL")),
        sa.UniqueConstraint("id", "scope_id"),
    )

    code: Mapped[str] = public(unique=True)
    """``CUC-P-018204``: office of registration and a running number; safe to say aloud."""
    given_names: Mapped[str | None] = identity()
    surname_1: Mapped[str | None] = identity()
    surname_2: Mapped[str | None] = identity()
    """Either surname may be missing: many people use one."""
    name_as_said: Mapped[str | None] = identity()
    """How the person says their name and wants to be called, where that differs from what papers say."""
    other_names: Mapped[list[str]] = identity(default=list, server_default="{}")
    """Names by which the person is known elsewhere: on an older document, by marriage, in their family."""
    search_name: Mapped[str] = identity(
        sa.Computed(
            "quipu_fold(coalesce(given_names, '') || ' ' || coalesce(surname_1, '') || ' ' || coalesce(surname_2, ''))",
            persisted=True,
        )
    )
    """All names, lower case and without accents: what a found person is compared and ordered by."""
    search_keys: Mapped[str] = identity(TSVECTOR, deferred=True)
    """The sound of each name, alone and with the office; a trigger writes it (``docs/adr/0003-name-search.md``)."""
    match_keys: Mapped[list[int] | None] = identity(ARRAY(sa.BigInteger), deferred=True)
    """By what this person is found again (``app/people/matching/keys.py``); NULL until it is worked out."""
    sex: Mapped[Sex] = identity(enum_text(Sex, name="sex"))
    gender_identity: Mapped[GenderIdentity | None] = identity(enum_text(GenderIdentity, name="gender_identity"))
    birth_year: Mapped[int | None] = identity(sa.SmallInteger)
    birth_month: Mapped[int | None] = identity(sa.SmallInteger)
    birth_day: Mapped[int | None] = identity(sa.SmallInteger)
    stated_age: Mapped[int | None] = identity(sa.SmallInteger)
    """Age in years as the person said it on ``age_stated_on``, where no birth date is known."""
    stated_age_months: Mapped[int | None] = identity(sa.SmallInteger)
    """The same in months, of somebody under two of whom it was said so; ``stated_age`` is then its whole years."""
    age_stated_on: Mapped[date | None] = identity()
    birth_country: Mapped[str | None] = identity(sa.String(3))
    """ISO 3166-1 alpha-3, or ``XXX`` where it is not known."""
    ethnic_group: Mapped[EthnicGroup | None] = identity(enum_text(EthnicGroup, name="ethnic_group"))
    ethnic_people = SealedText(identity, under="id")
    """The people or community, in the person's word: "Wayuu", "Kichwa de Otavalo"."""
    preferred_language: Mapped[str | None] = identity(sa.String(3))
    """ISO 639, one of ``languages``: in which the person would rather be spoken to."""
    interpreter_need: Mapped[InterpreterNeed | None] = identity(enum_text(InterpreterNeed, name="interpreter_need"))
    population_type: Mapped[PopulationType] = case_fact(enum_text(PopulationType, name="population_type"))
    """As it is now; ``PersonSituation`` tells since when, and what it was before."""
    phone = SealedText(identity, under="id", found_by=("phone_index", digits_of))
    """As dialled, E.164 where the country's numbering is recognised."""
    phone_index: Mapped[bytes | None] = fingerprint_column(identity)
    contact_channel: Mapped[ContactChannel | None] = identity(enum_text(ContactChannel, name="contact_channel"))
    contact_hours = SealedText(identity, under="id")
    contact_answerer = SealedText(identity, under="id")
    """Who may answer when somebody calls, in the person's words: "su hermana Luz"."""
    leave_no_message: Mapped[bool] = identity(default=False, server_default=sa.false())
    """Whether no word may be left with anybody or on any device."""
    safe_contact = SealedText(identity, under="id")
    """What else there is to know about contact, in the person's words."""
    place_country: Mapped[str | None] = identity(sa.String(2))
    """ISO 3166-1 alpha-2 of the country where the person stays; None also where only the area was written down."""
    area_code: Mapped[str | None] = identity()
    """ISO 3166-2 of the first-level area where the person stays."""
    locality = SealedText(identity, under="id")
    arrival_year: Mapped[int | None] = identity(sa.SmallInteger)
    arrival_month: Mapped[int | None] = identity(sa.SmallInteger)
    arrival_day: Mapped[int | None] = identity(sa.SmallInteger)
    entry: Mapped[WayOfEntry | None] = identity(enum_text(WayOfEntry, name="entry"))
    death_known_by: Mapped[DeathSource | None] = identity(enum_text(DeathSource, name="death_known_by"))
    """Set where the person is known to have died (``docs/adr/0030``); the day of it may not be known."""
    died_year: Mapped[int | None] = identity(sa.SmallInteger)
    died_month: Mapped[int | None] = identity(sa.SmallInteger)
    died_day: Mapped[int | None] = identity(sa.SmallInteger)
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    is_restricted: Mapped[bool] = public(default=False, server_default="false")
    """Whether the file exists only for those who need to know it."""
    merged_into_id: Mapped[UUID | None] = public(sa.ForeignKey("person.id"))
    """The file that this one became part of (``docs/adr/0028``): its rows lie there, and nobody sees this one any more."""
    scope_id: Mapped[UUID] = public(
        sa.Computed(
            f"CASE WHEN merged_into_id IS NOT NULL THEN '{UUID(int=0)}'::uuid WHEN is_restricted THEN id ELSE office_id END",
            persisted=True,
        )
    )
    """What it belongs to when it is asked who may see it: the office, or the file itself while it is restricted.

    A merged file belongs to what nobody has.
    """
    registered_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    registered_at: Mapped[datetime] = public(default=now)
    erased_at: Mapped[datetime | None] = public()
    """When all that tells who this was went for good; what reports counted stays (``docs/adr/0021``)."""
    version: Mapped[int] = public(default=1)
    """Grows with each change of the person's own fields; an edit names the version it was based on."""

    office: Mapped[Office] = relationship(lazy="raise_on_sql")
    registrar: Mapped[User | None] = relationship(lazy="raise_on_sql")
    nationalities: Mapped[list[PersonNationality]] = relationship(
        back_populates="person",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="PersonNationality.country",
        foreign_keys="PersonNationality.person_id",
    )

    languages: Mapped[list[PersonLanguage]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="PersonLanguage.language",
        foreign_keys="PersonLanguage.person_id",
    )

    @property
    def stays_in(self) -> str | None:
        """The country of stay, alpha-2; that of the area where no country was written down by itself."""
        return self.place_country or (self.area_code[:2] if self.area_code else None)

    @property
    def arrival(self) -> PartialDate | None:
        """When the person came to the country, as far as known."""
        return PartialDate(self.arrival_year, self.arrival_month, self.arrival_day) if self.arrival_year else None

    @property
    def birth(self) -> PartialDate | None:
        if self.birth_year is None:
            return None
        return PartialDate(self.birth_year, self.birth_month, self.birth_day)

    @property
    def has_died(self) -> bool:
        return self.death_known_by is not None

    @property
    def died(self) -> PartialDate | None:
        """When the person died, as far as known; None also where only that they died is known."""
        return PartialDate(self.died_year, self.died_month, self.died_day) if self.died_year else None

    def age_range(self, on: date) -> tuple[int, int] | None:
        """Youngest and oldest age on a day, from the birth date or else from the stated age; None when neither is known."""
        if self.birth is not None:
            return self.birth.age_range(on)
        if self.stated_age is None or self.age_stated_on is None:
            return None
        if on == self.age_stated_on:
            return self.stated_age, self.stated_age
        years = (on - self.age_stated_on).days / 365.25
        return max(0, int(self.stated_age + years)), max(0, int(self.stated_age + 1 + years))

    def months_range(self, on: date) -> tuple[int, int] | None:
        """Fewest and most whole months on a day of somebody surely under two; None for others, and where only years are known."""
        if self.birth is not None:
            months = self.birth.months_range(on)
        elif self.stated_age_months is None or self.age_stated_on is None:
            return None
        else:
            months = months_since(self.stated_age_months, self.age_stated_on, on)
        return months if months and months[1] < IN_MONTHS_UNDER else None

    @property
    def audit_office_id(self) -> UUID:
        """Under what its audit rows are listed: its office, or for a restricted file its own id, which no list reaches."""
        return self.id if self.is_restricted else self.office_id


class PersonNationality(Base):
    """One nationality of a person; several are possible."""

    __tablename__ = "person_nationality"
    __table_args__ = (sa.UniqueConstraint("person_id", "country"), part_of("person", ondelete="CASCADE"))

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    country: Mapped[str] = identity(sa.String(3))
    """ISO 3166-1 alpha-3; ``XXA`` stateless, ``XXX`` undetermined (ICAO 9303); of our own ``XXU`` not known, ``XXD`` declined."""

    person: Mapped[Person] = relationship(back_populates="nationalities", foreign_keys=[person_id])


class PersonLanguage(Base):
    """A language that the person speaks."""

    __tablename__ = "person_language"
    __table_args__ = (sa.UniqueConstraint("person_id", "language"), part_of("person", ondelete="CASCADE"))

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    language: Mapped[str] = identity(sa.String(3))
    """ISO 639-1 where the language has two letters, else ISO 639-3: ``es``, ``guc`` (Wayuu)."""
