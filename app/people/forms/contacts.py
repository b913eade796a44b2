"""The form about somebody through whom a person can be reached."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TelField
from wtforms.validators import DataRequired, InputRequired

from app.people.enums import CareRelation
from app.people.labels import CARE_RELATION_LABELS
from app.people.services import NewContact
from app.web.fields import ListAnswerField, OneAnswerField, at_most, choices, on_one_line
from app.web.forms import Form

YES, NO = "yes", "no"
ONLY_LEAVE_WORD = _l("No: only leave word to call back, without saying who we are")


class ContactForm(Form):
    """A name, what they are to the person, how to reach them, and whether they may be told."""

    name = StringField(
        _l("Name of the contact"), [DataRequired(_l("Write the name of the contact")), at_most(160)], filters=[on_one_line]
    )
    relation = ListAnswerField(
        _l("What is the contact to the person?"),
        [InputRequired(_l("Choose what the contact is to the person"))],
        choices=choices([("", ""), *CARE_RELATION_LABELS.items()]),
    )
    phone = TelField(_l("Phone of the contact"), [at_most(40)], filters=[on_one_line])
    notes = StringField(_l("Hours, and what to take care of"), [at_most(200)], filters=[on_one_line])
    may_be_told = OneAnswerField(
        _l("May the contact be told that we are looking for the person?"),
        [InputRequired(_l("Choose whether the contact may be told. If in doubt, choose no"))],
        choices=choices([(YES, _l("Yes, the person agrees")), (NO, ONLY_LEAVE_WORD)]),
    )

    @property
    def contact(self) -> NewContact:
        """What was typed, in the shape in which it is saved; only after validation."""
        return NewContact(
            name=self.name.data or "",
            relation=CareRelation(self.relation.data),
            phone=self.phone.data,
            notes=self.notes.data,
            may_be_told=self.may_be_told.data == YES,
        )


class ContactOfFamilyForm(ContactForm):
    """The same in the file of somebody who died: nobody is looked for any more, and the person cannot be asked."""

    may_be_told = OneAnswerField(
        _l("May the contact be told who we are?"),
        [InputRequired(_l("Choose whether the contact may be told. If in doubt, choose no"))],
        choices=choices([(YES, _l("Yes, the family agrees")), (NO, ONLY_LEAVE_WORD)]),
    )
