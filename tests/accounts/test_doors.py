"""What somebody with several roles may do, and where."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.models import Office, User
from app.accounts.permissions import Permission, Role
from tests.factories.accounts import GrantFactory, UserFactory


@pytest.mark.parametrize("wide", [Role.DATA_PROTECTION, Role.REPORTING_OFFICER])
def test_a_role_that_reads_no_files_does_not_carry_another_one_to_its_offices(
    session: Session, office: Office, other_office: Office, wide: Role
) -> None:
    user: User = UserFactory(office=office)
    GrantFactory(user=user, role=Role.CASEWORKER, office=office)
    GrantFactory(user=user, role=wide)
    actor = actor_for(user)
    assert actor.may(Permission.VIEW_PERSON)
    assert actor.scopes_for(Permission.VIEW_CASE) == {office.id}


def test_roles_that_read_files_add_up_their_offices(session: Session, office: Office, other_office: Office) -> None:
    user: User = UserFactory(office=office)
    GrantFactory(user=user, role=Role.CASEWORKER, office=office)
    GrantFactory(user=user, role=Role.SUPERVISOR, country=other_office.country)
    assert actor_for(user).scopes_for(Permission.VIEW_CASE) == {office.id, other_office.id}
