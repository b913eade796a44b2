from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.foundation.encryption import SealBroken, fingerprint, open_contents, seal_contents
from app.foundation.encryption.fingerprints import BYTES_KEPT
from app.foundation.ids import new_id

within_a_test = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)


@within_a_test
@given(st.binary(max_size=500))
def test_contents_open_for_the_purpose_that_they_were_sealed_for(session: Session, content: bytes) -> None:
    sealed = seal_contents("session", content)
    assert open_contents("session", sealed) == content
    with pytest.raises(SealBroken):
        open_contents("totp", sealed)


def test_contents_of_a_row_do_not_open_in_another(session: Session) -> None:
    one, other = new_id(), new_id()
    sealed = seal_contents("totp", b"secret", row_id=one)
    assert open_contents("totp", sealed, row_id=one) == b"secret"
    with pytest.raises(SealBroken):
        open_contents("totp", sealed, row_id=other)


def test_equal_values_of_one_purpose_share_a_fingerprint_and_no_others(session: Session) -> None:
    phone = fingerprint("person.phone", "573001112233")
    assert phone == fingerprint("person.phone", "573001112233")
    assert phone != fingerprint("person.phone", "573001112234")
    assert phone != fingerprint("identity_document.number", "573001112233")
    assert len(phone) == BYTES_KEPT
