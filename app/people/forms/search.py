"""The search box."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SearchField
from wtforms.validators import DataRequired

from app.web.fields import at_most, on_one_line

LONGEST_SEARCH = 200


class SearchForm(FlaskForm):
    """What is looked for. Sent by POST, as a name has no place in an address; it changes nothing, so it has no submission id."""

    q = SearchField(
        _l("Name, code, document number or phone"),
        [DataRequired(_l("Write what to search for: a name, a code, a document number or a phone")), at_most(LONGEST_SEARCH)],
        filters=[on_one_line],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    @property
    def text(self) -> str:
        return self.q.data or ""
