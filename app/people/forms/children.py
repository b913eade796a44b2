"""The form about who cares for somebody under 18."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, TelField, ValidationError
from wtforms.validators import InputRequired

from app.people.enums import CareRelation, CareSituation, ConsentHolder
from app.people.labels import CARE_RELATION_LABELS, CONSENT_HOLDER_LABELS, SITUATION_LABELS
from app.people.services import NewCare
from app.web.fields import WHEN, DayField, ListAnswerField, OneAnswerField, at_most, choices, on_one_line
from app.web.forms import Form


class GuardianKnown(enum.StrEnum):
    """How the guardian is named."""

    MEMBER = "member"
    CODE = "code"
    NAME = "name"
    NOBODY = "nobody"


GUARDIAN_LABELS = {
    GuardianKnown.MEMBER: _l("An adult of the household"),
    GuardianKnown.CODE: _l("Somebody else who is registered"),
    GuardianKnown.NAME: _l("Somebody who is not registered"),
    GuardianKnown.NOBODY: _l("Nobody is known yet"),
}


class CareForm(Form):
    """With whom the child is, who the guardian is, and who decides about consent."""

    situation = OneAnswerField(
        _l("With whom is the child?"),
        [InputRequired(_l("Choose with whom the child is, or that it is not known yet"))],
        choices=choices(SITUATION_LABELS.items()),
    )
    since_on = DayField(_l("Since when?"), [InputRequired(WHEN)])
    guardian_known = OneAnswerField(
        _l("Who answers for the child?"),
        [InputRequired(_l("Choose how the guardian is named, or that nobody is known yet"))],
        choices=choices(GUARDIAN_LABELS.items()),
    )
    guardian_member = ListAnswerField(_l("Adult of the household"), default="", choices=choices([("", "")]))
    """On a blank sheet a line: who lives in the household stands on no paper that is carried about."""
    guardian_code = StringField(_l("Code of the guardian"), [at_most(20)], filters=[on_one_line])
    guardian_name = StringField(_l("Name of the guardian"), [at_most(160)], filters=[on_one_line])
    guardian_phone = TelField(_l("Phone of the guardian"), [at_most(40)], filters=[on_one_line])
    guardian_relation = ListAnswerField(
        _l("What is the guardian to the child?"), choices=choices([("", ""), *CARE_RELATION_LABELS.items()]), default=""
    )
    consent_holder = OneAnswerField(
        _l("Who decides about consent for the child?"),
        [InputRequired(_l("Choose who decides about consent, or that nobody does yet"))],
        choices=choices(CONSENT_HOLDER_LABELS.items()),
    )
    consent_holder_name = StringField(_l("Name, and of which authority"), [at_most(160)], filters=[on_one_line])

    @classmethod
    def of(cls, adults: Sequence[tuple[str, str]], **known: object) -> Self:
        """Args: adults: codes and names of members of the household who may be 18 or older."""
        form = cls(data=known)
        offered = [(one, words) for one, words in GUARDIAN_LABELS.items() if adults or one is not GuardianKnown.MEMBER]
        form.guardian_known.choices = choices(offered)
        form.guardian_member.choices = choices([("", ""), *adults])
        return form

    def validate_guardian_member(self, field: Field) -> None:
        self._asked(field, GuardianKnown.MEMBER, _l("Choose the adult of the household"))

    def validate_guardian_code(self, field: Field) -> None:
        self._asked(field, GuardianKnown.CODE, _l("Write the code of the guardian, such as CUC-P-000123"))

    def validate_guardian_name(self, field: Field) -> None:
        self._asked(field, GuardianKnown.NAME, _l("Write the name of the guardian"))

    def validate_guardian_relation(self, field: Field) -> None:
        if self.guardian_known.data != GuardianKnown.NOBODY and not field.data:
            raise ValidationError(_l("Choose what the guardian is to the child, or that it has to be confirmed"))

    def _asked(self, field: Field, known: GuardianKnown, sentence: Any) -> None:
        if self.guardian_known.data != known:
            field.errors = []
        elif not field.data:
            raise ValidationError(sentence)

    @property
    def care(self) -> NewCare:
        """What was stated, in the shape in which it is saved; only after validation."""
        known = GuardianKnown(self.guardian_known.data)
        codes = {GuardianKnown.MEMBER: self.guardian_member.data, GuardianKnown.CODE: self.guardian_code.data}
        is_named = known is GuardianKnown.NAME
        return NewCare(
            situation=CareSituation(self.situation.data),
            since_on=self.since_on.data,
            guardian_code=codes.get(known),
            guardian_name=self.guardian_name.data if is_named else None,
            guardian_phone=self.guardian_phone.data if is_named else None,
            guardian_relation=None if known is GuardianKnown.NOBODY else CareRelation(self.guardian_relation.data),
            consent_holder=ConsentHolder(self.consent_holder.data),
            consent_holder_name=self.consent_holder_name.data,
        )
