"""Who brings people in from files, and what may be done with an import in its state. Pure rules in pairs."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, WrongState
from app.foundation.scopes import lies_within
from app.imports.enums import ImportStatus, RowOutcome
from app.imports.lifecycle import IMPORT
from app.imports.models import ImportRow, PeopleImport

NO_SUCH_IMPORT = _l("There is no such import in your offices. Look it up in the list of imports.")
TO_CHOOSE = frozenset({RowOutcome.CERTAIN, RowOutcome.POSSIBLE})
"""Rows of which somebody says whether they are registered."""


def in_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition for the imports that the actor may see."""
    return lies_within(actor, Permission.IMPORT_PEOPLE, PeopleImport.office_id)


def can_import_at(actor: Actor, office_id: UUID) -> bool:
    return actor.may_at(Permission.IMPORT_PEOPLE, office_id) and actor.may_at(Permission.REGISTER_PERSON, office_id)


def check_can_import_at(actor: Actor, office_id: UUID) -> None:
    if not can_import_at(actor, office_id):
        raise NotAllowed(_l("Your account cannot bring in people at this office. Ask its supervisor."))


def can_discard(brought: PeopleImport) -> bool:
    return IMPORT.allows("discard", ImportStatus(brought.status))


def check_can_discard(brought: PeopleImport) -> None:
    if not can_discard(brought):
        raise WrongState(_l("This import cannot be discarded any more. Open it again to see how far it is."))


def can_confirm(brought: PeopleImport, *, undecided: int) -> bool:
    return IMPORT.allows("confirm", ImportStatus(brought.status)) and undecided == 0


def check_can_confirm(brought: PeopleImport, *, undecided: int, is_another_entered: bool) -> None:
    if not IMPORT.allows("confirm", ImportStatus(brought.status)):
        raise WrongState(_l("This import was confirmed before, or cannot be confirmed yet. Open it again to see how far it is."))
    if undecided:
        raise WrongState(_l("Some rows may be people who are registered already. Say of each whether it is the same person."))
    if is_another_entered:
        raise WrongState(_l("Another import of this office is being entered. Confirm this one when that one is finished."))


def can_decide(brought: PeopleImport, row: ImportRow) -> bool:
    return brought.status == ImportStatus.TO_REVIEW and row.outcome in TO_CHOOSE


def check_can_decide(brought: PeopleImport) -> None:
    if brought.status != ImportStatus.TO_REVIEW:
        raise WrongState(_l("This import is not waiting for a review. Open it again to see how far it is."))


def check_is_there(brought: PeopleImport | None) -> None:
    if brought is None:
        raise NotFound(NO_SUCH_IMPORT)


def check_may_read_rows(brought: PeopleImport, outcomes: Collection[RowOutcome]) -> None:
    """Once people are registered, who reads them is decided by their files: of the rows only the errors are shown."""
    if brought.status in {ImportStatus.IMPORTING, ImportStatus.FINISHED} and set(outcomes) != {RowOutcome.ERROR}:
        raise WrongState(_l("The people of this import are registered. Open them from its page."))


def check_is_kept(brought: PeopleImport) -> None:
    """What was written in the file can be read until it is thrown away."""
    if brought.shredded_at is not None:
        raise WrongState(_l("What this file held was thrown away. Bring the file again."))
