"""From a WTForms field to the parameters of the GOV.UK macro that draws it, and from a form to its error summary.

``templates/components/form.html`` is the only caller; it calls ``component_of`` and ``parameters_of`` for each field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape
from wtforms import (
    BooleanField,
    DecimalField,
    Field,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)

from app.web.fields import DayField, SuggestField, ThreeBoxes
from app.web.filters import day
from app.web.page_parts import Link

COMPONENTS: tuple[tuple[type[Field], str], ...] = (
    (HiddenField, "hidden"),
    (SubmitField, "submit"),
    (PasswordField, "password"),
    (SuggestField, "suggest"),
    (DayField, "day"),
    (ThreeBoxes, "date"),
    (TextAreaField, "textarea"),
    (FileField, "file"),
    (BooleanField, "checkbox"),
    (SelectMultipleField, "checkboxes"),
    (RadioField, "radios"),
    (SelectField, "select"),
    (FieldList, "rows"),
    (Field, "input"),
)
"""First match wins: special fields stand above those they inherit from."""

WHOLE_WIDTH = "full"
INDENT = re.compile(r"\n\s+")


def component_of(field: Field) -> str:
    """Which component draws this field."""
    return next(component for kind, component in COMPONENTS if isinstance(field, kind))


def parameters_of(field: Field, options: Mapping[str, Any]) -> dict[str, Any]:
    """The macro's parameters for a field.

    Args:
        options: what the template asked for: hint, width, heading, inline, rows, options, conditional, optional_mark, label.
    """
    component = component_of(field)
    drawn = _common_parameters(field, options)
    builder: Builder = _BUILDERS.get(component, _input_parameters)
    drawn.update(builder(field, options))
    return drawn


def _common_parameters(field: Field, options: Mapping[str, Any]) -> dict[str, Any]:
    hint = options.get("hint") or field.description
    error = first_sentence(field.errors)
    return {
        "id": field.id,
        "idPrefix": field.id,
        "name": field.name,
        "label": {"text": label_of(field, options), "classes": "govuk-label--m" if options.get("heading") else ""},
        "fieldset": {
            "legend": {
                "text": label_of(field, options),
                "classes": "govuk-fieldset__legend--m" if options.get("heading") else "govuk-fieldset__legend--s",
            }
        },
        "hint": {"text": str(hint)} if hint else None,
        "errorMessage": {"text": error, "visuallyHiddenText": _("Error")} if error else None,
        "classes": _width_class(options),
        "attributes": _attributes(field),
    }


def label_of(field: Field, options: Mapping[str, Any]) -> str:
    """The field's words, marked where it may be left empty (mandatory fields carry no mark)."""
    words = str(options.get("label") or field.label.text)
    if options.get("optional_mark") is False or not may_stay_empty(field):
        return words
    return str(_("%(label)s (optional)", label=words))


def may_stay_empty(field: Field) -> bool:
    """Whether the field is marked as optional, on the screen and on paper."""
    return not field.flags.required and not _always_answers(field)


def _always_answers(field: Any) -> bool:
    """A single checkbox, or a list to choose from without an empty line, cannot be left empty."""
    if isinstance(field, BooleanField):
        return True
    return component_of(field) == "select" and not any(choice.value in {"", None} for choice in field.iter_choices())


def _width_class(options: Mapping[str, Any]) -> str:
    width = str(options.get("width") or WHOLE_WIDTH)
    return "" if width == WHOLE_WIDTH else f"govuk-input--width-{width}"


TAKEN_BY_MACROS = frozenset({"autocomplete", "inputmode", "spellcheck", "type", "class", "rows"})


def _attributes(field: Field) -> dict[str, str]:
    return {name: str(value) for name, value in (field.render_kw or {}).items() if name not in TAKEN_BY_MACROS}


def _input_parameters(field: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    asked = field.render_kw or {}
    mode = "numeric" if isinstance(field, IntegerField) else "decimal" if isinstance(field, DecimalField) else None
    kind = "text" if mode else getattr(field.widget, "input_type", "text")
    return {
        "type": asked.get("type", kind),
        "inputmode": asked.get("inputmode", mode),
        "value": field._value(),  # noqa: SLF001 - how WTForms hands out the typed text
        "autocomplete": asked.get("autocomplete", "off"),
        "spellcheck": {"true": True, "false": False}.get(str(asked.get("spellcheck", "")).lower()),
        "prefix": {"text": options["prefix"]} if options.get("prefix") else None,
        "suffix": {"text": options["suffix"]} if options.get("suffix") else None,
    }


def _suggest_parameters(field: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    drawn = _input_parameters(field, options)
    drawn["attributes"] = {**_attributes(field), "list": f"{field.id}-list"}
    return drawn


def _password_parameters(field: Field, _options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "autocomplete": (field.render_kw or {}).get("autocomplete", "current-password"),
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }


def _textarea_parameters(field: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    asked = field.render_kw or {}
    longest = field.flags.max_length or field.flags.maxlength
    return {
        "value": typed_lines(field._value()),  # noqa: SLF001 - the same
        "rows": options.get("rows") or asked.get("rows", 5),
        "maxlength": longest,
        "threshold": 75,
        "textareaDescriptionText": _("You can write up to %{count} characters"),
        "charactersUnderLimitText": {
            "one": _("You have %{count} character left"),
            "other": _("You have %{count} characters left"),
        },
        "charactersAtLimitText": _("You have no characters left"),
        "charactersOverLimitText": {
            "one": _("You have %{count} character too many"),
            "other": _("You have %{count} characters too many"),
        },
    }


def typed_lines(text: str) -> Markup:
    """Typed text for a text area with its line ends as references: the macros indent what they nest, and would change it."""
    return Markup(escape(text.replace("\r\n", "\n")).replace("\n", Markup("&#10;")))  # noqa: S704 - escaped just before


def unindented(drawn: Markup) -> Markup:
    """A drawn field without the blanks before its lines; no text of it holds a line end as such (``typed_lines``)."""
    return Markup(INDENT.sub("\n", drawn))  # noqa: S704 - only blanks go


def _choice_parameters(field: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    extras: Mapping[str, Any] = options.get("options") or {}
    conditional: Mapping[str, Any] = options.get("conditional") or {}
    inline = " govuk-radios--inline" if options.get("inline") and component_of(field) == "radios" else ""
    return {
        "items": [_item(choice, extras, conditional) for choice in field],
        "classes": f"govuk-{component_of(field)}--small{inline}",
    }


def _item(choice: Any, extras: Mapping[str, Any], conditional: Mapping[str, Any]) -> dict[str, Any]:
    value = str(choice.data)
    return {
        "value": value,
        "text": str(choice.label.text),
        "checked": bool(choice.checked),
        "hint": _item_hint(**extras.get(value, {})),
        "conditional": {"html": conditional[value]} if value in conditional else None,
        "attributes": {},
    }


def _item_hint(hint: Any = None, *, lead: str | None = None, link: Link | None = None) -> dict[str, Any] | None:
    """The words under an answer: first what matters most, last what can be pressed, such as a phone to call."""
    told = [Markup("<strong>{}</strong>").format(lead)] if lead else []
    told += [escape(hint)] if hint else []
    told += [_pressed(link)] if link else []
    return {"html": Markup(" · ").join(told)} if told else None


def _pressed(link: Link) -> Markup:
    hidden = Markup(' <span class="govuk-visually-hidden">{}</span>').format(link.hidden_text) if link.hidden_text else ""
    return Markup('<a class="govuk-link" href="{}">{}{}</a>').format(link.href, link.text, hidden)


def _checkbox_parameters(field: Field, options: Mapping[str, Any]) -> dict[str, Any]:
    item = {"value": "y", "text": label_of(field, options), "checked": bool(field.data), "attributes": _attributes(field)}
    html = (options.get("conditional") or {}).get("y")
    if html:
        item["conditional"] = {"html": html}
    return {"items": [item], "fieldset": None, "classes": "govuk-checkboxes--small", "attributes": {}}


def _date_parameters(field: Any, _options: Mapping[str, Any]) -> dict[str, Any]:
    words = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    wrong = " govuk-input--error"
    return {
        "classes": "",
        "items": [
            {
                "id": f"{field.id}-{part}",
                "name": f"{field.name}-{part}",
                "label": label,
                "value": field.typed[part],
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
                + (wrong if field.errors and part in field.wrong_parts else ""),
                "autocomplete": "off",
            }
            for part, label in words.items()
        ],
    }


def _day_parameters(field: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a date, and under ``today`` those of the tick beside it, named after the question it answers."""
    question = Markup('<span class="govuk-visually-hidden">{} </span>').format(label_of(field, options))
    today = field.today
    words = question + _("Today, %(day)s", day=day(today))
    tick = {"value": today.isoformat(), "html": words, "checked": field.is_today, "attributes": {}}
    beside = {
        "name": f"{field.name}-today",
        "idPrefix": f"{field.id}-today",
        "classes": "govuk-checkboxes--small",
        "items": [tick],
    }
    return {**_date_parameters(field, options), "today": beside}


def _select_parameters(field: Field, options: Mapping[str, Any]) -> dict[str, Any]:
    hint = options.get("hint") or field.description
    described = [f"{field.id}-{suffix}" for suffix, there in (("hint", hint), ("error", field.errors)) if there]
    return {"described": {"aria-describedby": " ".join(described)} if described else {}}


def _no_parameters(_field: Field, _options: Mapping[str, Any]) -> dict[str, Any]:
    return {}


Builder = Callable[[Any, Mapping[str, Any]], dict[str, Any]]

_BUILDERS: dict[str, Builder] = {
    "suggest": _suggest_parameters,
    "password": _password_parameters,
    "textarea": _textarea_parameters,
    "radios": _choice_parameters,
    "checkboxes": _choice_parameters,
    "checkbox": _checkbox_parameters,
    "date": _date_parameters,
    "day": _day_parameters,
    "select": _select_parameters,
    "file": _no_parameters,
    "rows": _no_parameters,
}


def first_sentence(errors: Any) -> str | None:
    """The first error said in words, wherever it stands in nested errors."""
    if isinstance(errors, Mapping):
        errors = errors.values()
    for error in errors or ():
        if not isinstance(error, Mapping | list | tuple):
            return str(error)
        nested = first_sentence(error)
        if nested:
            return nested
    return None


def first_input_id(field: Field) -> str:
    """The id of the box that an error of this field links to."""
    if isinstance(field, ThreeBoxes):
        return f"{field.id}-{field.wrong_parts[0] if field.wrong_parts else 'day'}"
    return str(field.id)


def error_links(form: Form) -> list[dict[str, str]]:
    """One line for each field in error, in the order of the page, each with the address of its box; form errors come first."""
    general = [{"text": str(error), "href": ""} for error in getattr(form, "form_errors", ())]
    return general + [link for field in form for link in _links_of(field)]


def _links_of(field: Field) -> Iterable[dict[str, str]]:
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _links_of(inner)
        return
    if isinstance(field, FieldList):
        told: set[str] = set()
        for number, entry in enumerate(field.entries, 1):
            for link in _links_of(entry):
                told.add(link["text"])
                yield {**link, "text": f"{_line_words(number, entry)}: {link['text']}"}
        # What a line says already is not said again of all of them.
        own = [error for error in field.errors if not isinstance(error, Mapping | list | tuple)]
        sentences = [error for error in own if str(error) not in told]
    else:
        sentences = list(field.errors)[:1]
    for sentence in sentences[:1]:
        # A hidden field has no box to lead to.
        yield {"text": str(sentence), "href": "" if isinstance(field, HiddenField) else f"#{first_input_id(field)}"}


def _line_words(number: int, entry: Field) -> str:
    """Which line of a list is meant, with who stands in it where its form tells."""
    who = getattr(getattr(entry, "form", None), "error_label", "")
    return str(_("Line %(number)s, %(who)s", number=number, who=who) if who else _("Line %(number)s", number=number))


def has_errors(fields: Iterable[Field]) -> bool:
    """Whether any of these fields is in error: a folded group then opens by itself."""
    return any(field.errors for field in fields)
