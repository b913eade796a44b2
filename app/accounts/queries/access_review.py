"""Who can see what: the access of people, by office; and who can see one file."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts import policies
from app.accounts.models import Grant, NeedToKnow, Office, User
from app.accounts.permissions import Permission, Role, opens_files
from app.accounts.queries.grants import covers_office, get_grant, is_in_force, of_place, reach_of
from app.accounts.scopes import Scope
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import PAGE_SIZE, Page, paginate

ROLES_WITH_FILES = tuple(role for role in Role if opens_files(role))
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
NO_SUCH_ACCESS = _l("There is no such access in your offices. Open the list again.")


class Shown(enum.StrEnum):
    """What the review is narrowed to."""

    ENDING = "ending"
    UNUSED = "unused"
    COVER = "cover"
    ASKED = "asked"


@dataclass(frozen=True)
class FilePlace:
    """Where a file belongs.

    Attributes:
        team_ids: the teams whose workers open it: a case's own team, all teams of the office for a person.
        restricted_id: the record's id while it is restricted to those who need to know.
    """

    office_id: UUID
    team_ids: frozenset[UUID] = frozenset()
    restricted_id: UUID | None = None

    @property
    def audit_office_id(self) -> UUID:
        """Under what the file's audit rows are listed (``Case.audit_office_id``)."""
        return self.restricted_id or self.office_id


def search_access(
    actor: Actor, *, office_id: UUID | None, shown: Shown | None, page: int | None, size: int = PAGE_SIZE
) -> Page[Grant]:
    """The grants in force or to begin that hold at the actor's offices, by name; with user, place, and whom they cover."""
    select = _reviewed(actor, office_id).order_by(User.name, User.id, Grant.role, Grant.id)
    if shown is not None:
        select = select.where(_is(shown))
    return paginate(select, page, size=size)


def list_offices_to_review(actor: Actor) -> Sequence[Office]:
    """The offices whose access the actor reviews, by name."""
    offices = actor.offices_for(Permission.REVIEW_ACCESS)
    return db.session.scalars(sa.select(Office).where(Office.id.in_(offices)).order_by(Office.name, Office.id)).all()


def list_ending(actor: Actor) -> Sequence[Grant]:
    """The roles in the actor's reach, covers left out, that end within the days of notice."""
    select = _reviewed(actor, None).where(_is(Shown.ENDING)).order_by(Grant.valid_until, User.name, Grant.id)
    return db.session.scalars(select).all()


def count_access(actor: Actor, shown: Shown) -> int:
    """How many lines of the review of access are so, in the actor's reach."""
    narrowed = _reviewed(actor, None).where(_is(shown)).with_only_columns(sa.func.count(), maintain_column_froms=True)
    return db.session.scalar(narrowed) or 0


def get_reviewed_grant(actor: Actor, grant_id: UUID, *, for_update: bool = False) -> Grant:
    """A grant that holds at one of the actor's offices, in force or not.

    Raises:
        NotFound: there is none.
    """
    select = _with_user().where(Grant.id == grant_id, _holds_at(actor, None))
    if for_update:
        select = select.with_for_update(of=Grant).execution_options(populate_existing=True)
    grant = db.session.scalar(select)
    if grant is None:
        raise NotFound(NO_SUCH_ACCESS)
    return grant


def get_access_to_end(actor: Actor, user_id: UUID, grant_id: UUID) -> tuple[User, Grant]:
    """A user and one of their grants, both locked, where the user works in the actor's reach or the grant holds there.

    Raises:
        NotFound: neither, or there is no such grant.
    """
    select = sa.select(User).options(joinedload(User.office)).where(User.id == user_id)
    user = db.session.scalar(select.with_for_update(of=User).execution_options(populate_existing=True))
    if user is None:
        raise NotFound(NO_SUCH_ACCESS)
    grant = get_grant(user.id, grant_id)
    reach = reach_of(actor, Permission.END_ACCESS)
    if not (reach.covers_home(user.office) or reach.covers(Scope.of(grant))):
        raise NotFound(NO_SUCH_ACCESS)
    return user, grant


def carries_files(user_id: UUID) -> bool:
    """Whether somebody opens files by a role of their own today."""
    own = sa.select(Grant.id).where(Grant.user_id == user_id, Grant.covers_user_id.is_(None), is_in_force())
    return db.session.scalar(own.where(Grant.role.in_(ROLES_WITH_FILES)).limit(1)) is not None


def list_who_see(place: FilePlace) -> Sequence[tuple[Grant, NeedToKnow | None]]:
    """The grants in force of active people that open a file, with the need to know by which a restricted one opens."""
    needs = sa.and_(
        NeedToKnow.user_id == Grant.user_id, NeedToKnow.record_id == place.restricted_id, NeedToKnow.ended_at.is_(None)
    )
    select = (
        sa.select(Grant, NeedToKnow)
        .join(Grant.user)
        .outerjoin(NeedToKnow, needs)
        .options(contains_eager(Grant.user), *of_place())
        .where(User.active)
        .order_by(User.name, User.id, Grant.role, Grant.id)
    )
    if place.restricted_id is None:
        select = select.where(opens(place))
    else:  # whoever was named sees it, whatever their team
        select = select.where(_opens_at(place.office_id), NeedToKnow.id.is_not(None))
    return [(grant, need) for grant, need in db.session.execute(select)]


def opens(place: FilePlace) -> sa.ColumnElement[bool]:
    """The condition that a grant is in force and opens files that belong there; the need to know is asked apart."""
    return sa.and_(_opens_at(place.office_id), sa.or_(Grant.team_id.is_(None), Grant.team_id.in_(place.team_ids)))


def _opens_at(office_id: UUID) -> sa.ColumnElement[bool]:
    at_office = sa.exists().where(Office.id == office_id, covers_office())
    return sa.and_(Grant.role.in_(ROLES_WITH_FILES), is_in_force(), at_office)


def needs_to_know(place: FilePlace) -> Sequence[sa.ColumnElement[bool]]:
    """The condition that a user was named for the file, where it is restricted; none where it is not."""
    if place.restricted_id is None:
        return []
    named = sa.select(NeedToKnow.user_id).where(NeedToKnow.record_id == place.restricted_id, NeedToKnow.ended_at.is_(None))
    return [User.id.in_(named)]


def count_needs_to_know(user_ids: Collection[UUID], office_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many restricted files each of these users was named for at these offices; which ones, nobody is told here."""
    ids = postgresql.ARRAY(postgresql.UUID(as_uuid=True))
    counted = sa.func.quipu_count_needs_to_know(sa.cast(list(user_ids), ids), sa.cast(list(office_ids), ids))
    rows = db.session.execute(sa.select(counted.table_valued("user_id", "needs")))
    return {row.user_id: row.needs for row in rows}


def count_carried_cases(user_id: UUID) -> dict[UUID, int]:
    """How many cases at work somebody carries, by office; restricted ones are not counted."""
    counted = sa.func.quipu_count_carried_cases(user_id)
    rows = db.session.execute(sa.select(counted.table_valued("office_id", "cases")))
    return {row.office_id: row.cases for row in rows}


@dataclass(frozen=True)
class CarriedCases:
    """What somebody carries at one office, and who can share it out."""

    office: Office
    cases: int
    supervisors: Sequence[User]


def read_carried_cases(user_id: UUID) -> Sequence[CarriedCases]:
    """The cases at work of somebody, office by office; numbers only, restricted cases not counted."""
    counts = count_carried_cases(user_id)
    offices = db.session.scalars(sa.select(Office).where(Office.id.in_(counts)).order_by(Office.name))
    return [CarriedCases(office, counts[office.id], list_supervisors(office.id)) for office in offices]


def list_supervisors(office_id: UUID) -> Sequence[User]:
    """The active people who share out the cases of an office today, by name."""
    at_office = sa.exists().where(Office.id == office_id, covers_office())
    granted = sa.select(Grant.user_id).where(Grant.role == Role.SUPERVISOR, Grant.team_id.is_(None), is_in_force(), at_office)
    return db.session.scalars(sa.select(User).where(User.active, User.id.in_(granted)).order_by(User.name, User.id)).all()


def _with_user() -> sa.Select[Grant]:
    return sa.select(Grant).join(Grant.user).options(contains_eager(Grant.user).joinedload(User.office), *of_place())


def _reviewed(actor: Actor, office_id: UUID | None) -> sa.Select[Grant]:
    is_open = sa.and_(Grant.ended_at.is_(None), Grant.valid_until >= now().date())
    return _with_user().where(is_open, _holds_at(actor, office_id))


def _holds_at(actor: Actor, office_id: UUID | None) -> sa.ColumnElement[bool]:
    """The condition that a grant holds at the actor's offices (or the one asked for), or in their own teams."""
    reach = reach_of(actor, Permission.REVIEW_ACCESS)
    if reach.is_whole and office_id is None:
        return sa.true()
    offices = actor.offices_for(Permission.REVIEW_ACCESS)
    asked = offices if office_id is None else offices.intersection({office_id})
    at_office = sa.exists().where(Office.id.in_(asked), covers_office())
    return sa.and_(at_office, sa.or_(Grant.team_id.is_(None), Grant.team_id.in_(reach.team_ids)))


def _is(shown: Shown) -> sa.ColumnElement[bool]:
    today = now().date()
    unused_before = now() - policies.UNUSED_AFTER
    match shown:
        case Shown.ENDING:
            return sa.and_(Grant.covers_user_id.is_(None), Grant.valid_until <= today + policies.NOTICE_BEFORE)
        case Shown.UNUSED:
            return sa.and_(
                sa.func.coalesce(User.last_signed_in_at, LONG_AGO) < unused_before,
                Grant.valid_from < unused_before.date(),
            )
        case Shown.COVER:
            return Grant.covers_user_id.is_not(None)
        case Shown.ASKED:
            return Grant.end_asked_at.is_not(None)
