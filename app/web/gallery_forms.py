"""The forms of the gallery: one field of each kind, and one that narrows a list."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from app.web.fields import CheckboxesField, ExactDateField, PartialDateField, SuggestField, choices
from app.web.forms import RowForm

COUNTRIES = [("VE", "Venezuela"), ("CO", "Colombia"), ("HT", "Haití"), ("XXA", "Apátrida"), ("XXX", "Por determinar")]
CITIES = [("CO54001", "Cúcuta"), ("CO11001", "Bogotá"), ("EC0801", "Tulcán"), ("PE2301", "Tacna"), ("BR1400100", "Boa Vista")]


class MemberForm(RowForm):
    """One line of the household."""

    given_names = StringField("Nombres", [InputRequired("Escriba los nombres de cada integrante")])
    relationship = SelectField(
        "Relación", choices=choices([("child", "Hija o hijo"), ("partner", "Pareja"), ("parent", "Madre o padre")])
    )
    born = PartialDateField("Nacimiento")


class GalleryForm(RowForm):
    """One field of each kind."""

    given_names = StringField("Nombres", [InputRequired("Escriba los nombres")], default="María de los Ángeles")
    surname = StringField(
        "Primer apellido", [InputRequired("Escriba el primer apellido")], description="Como aparece en su documento"
    )
    second_surname = StringField("Segundo apellido")
    sex = RadioField(
        "Sexo",
        [InputRequired("Elija una respuesta")],
        choices=choices([("f", "Mujer"), ("m", "Hombre"), ("x", "Intersexual"), ("d", "Prefiere no decirlo")]),
    )
    contact = RadioField(
        "Contacto seguro",
        choices=choices([("whatsapp", "WhatsApp"), ("call", "Llamada"), ("none", "No contactar")]),
        default="whatsapp",
    )
    contact_note = StringField("Horario o cuidado", default="Sólo por las mañanas")
    born = PartialDateField("Fecha de nacimiento", [InputRequired("Escriba al menos el año de nacimiento")])
    nationality = SelectField("Nacionalidad", choices=choices(COUNTRIES))
    city = SuggestField("Municipio", choices=CITIES)
    needs = CheckboxesField(
        "Necesidades", choices=choices([("food", "Alimentación"), ("shelter", "Alojamiento"), ("papers", "Documentación")])
    )
    people = IntegerField("Personas en el hogar")
    visited_on = ExactDateField("Fecha de la visita")
    consent = BooleanField("La persona entendió y aceptó que Quipu guarde sus datos")
    note = TextAreaField("Nota", [Length(max=400, message="La nota es demasiado larga: escriba hasta 400 caracteres")])
    password = PasswordField("Contraseña")
    members = FieldList(FormField(MemberForm), min_entries=2)


class FilterForm(RowForm):
    """What narrows the list of cases."""

    office = SelectField("Oficina", choices=choices([("", "Todas"), ("cuc", "Cúcuta"), ("tul", "Tulcán")]))
    risk = SelectField("Riesgo", choices=choices([("", "Todos"), ("high", "Alto"), ("medium", "Medio")]))
    code = StringField("Código del caso")
