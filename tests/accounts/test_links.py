from __future__ import annotations

import base64

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.links import invitation_path, invitation_url, read_invitation_token
from app.foundation.ids import new_id


def token_of(path: str) -> str:
    return path.removeprefix("/invitation/")


def test_a_link_leads_back_to_its_invitation(session: Session) -> None:
    invitation_id = new_id()
    assert read_invitation_token(token_of(invitation_path(invitation_id))) == invitation_id


def test_the_link_is_the_same_each_time_so_that_a_job_can_write_it(session: Session) -> None:
    invitation_id = new_id()
    assert invitation_url(invitation_id) == invitation_url(invitation_id)
    assert invitation_url(invitation_id, public_url="https://quipu.example/").startswith("https://quipu.example/invitation/")


def test_no_byte_of_a_token_can_be_changed(session: Session) -> None:
    token = base64.urlsafe_b64decode(token_of(invitation_path(new_id())))
    for place in range(len(token)):
        changed = bytes([*token[:place], token[place] ^ 1, *token[place + 1 :]])
        assert read_invitation_token(base64.urlsafe_b64encode(changed).decode()) is None


@pytest.mark.parametrize("token", ["", "x", "A" * 64, "ñ" * 64, "=" * 64, "A" * 5000])
def test_what_this_instance_never_signed_is_no_token(session: Session, token: str) -> None:
    assert read_invitation_token(token) is None


@given(st.text(max_size=90))
def test_any_text_is_read_without_a_fault(app: Flask, token: str) -> None:
    with app.app_context():
        assert read_invitation_token(token) is None
