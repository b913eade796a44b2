"""What the gallery at ``/dev/components`` shows: each part once, with words as a Spanish-speaking caseworker would meet them.

All people in it are invented.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.foundation.clock import now
from app.foundation.pagination import Page
from app.web.filters import number
from app.web.gallery_forms import FilterForm
from app.web.page_parts import (
    Action,
    Banner,
    BannerLine,
    Bar,
    BarChart,
    Candidate,
    Column,
    Figure,
    Link,
    Load,
    NextAction,
    Progress,
    Section,
    State,
    SummaryRow,
    Table,
    Tag,
    TaskGroup,
    TaskRow,
    TimelineEntry,
)


def gallery_parts() -> dict[str, Any]:
    """Every page part that the gallery draws, under the name of its macro."""
    return {
        **_record_parts(),
        **_work_parts(),
        **_report_parts(),
        "tags": _tags(),
        "candidates_found": _candidates(),
        "filter_form": FilterForm(prefix="filter-"),
        "pages": Page([], 3, has_next=True),
    }


def _tags() -> list[Tag]:
    return [
        Tag("Borrador"),
        Tag("En gestión", "info"),
        Tag("Espera respuesta", "waiting"),
        Tag("Vence hoy", "due"),
        Tag("Vencido", "late"),
        Tag("Aceptada", "good"),
        Tag("Riesgo alto", "danger"),
    ]


def _record_parts() -> dict[str, Any]:
    banner = Banner(
        name="María de los Ángeles BRICEÑO ROJAS",
        facts=("34 años", "Mujer", "Venezuela"),
        code="CUC-P-018204",
        safe_contact="WhatsApp, sólo por las mañanas",
        lines=[
            BannerLine("Caso CUC-2026-00412", "#", [Tag("Documentación"), Tag("En gestión", "info"), Tag("Riesgo medio", "due")]),
        ],
        actions=[Action(text, "#") for text in ("Nota", "Servicio entregado", "Visita", "Referencia", "Documento")],
        actions_text="Registrar algo",
    )
    sections = [
        Section("Resumen", "#", current=True),
        Section("Plan", "#"),
        Section("Documentos", "#", count=2),
        Section("Servicios", "#", count=5),
        Section("Referencias", "#", count=1, note="1 espera"),
        Section("Familia", "#", count=3),
        Section("Notas", "#", count=12),
        Section("Accesos", "#"),
    ]
    following = NextAction(
        what="Llevar la apostilla a Migración",
        due="Plazo: vie 27 nov 2026 (5 días hábiles)",
        tone="due",
        why="Sin la apostilla no se puede pedir el permiso de protección temporal.",
        action=Action("Marcar hecho", "#", "post", hidden_text="llevar la apostilla a Migración"),
    )
    return {
        "banner": banner,
        "sections": sections,
        "following": following,
        "events": _events(),
        "facts": _facts(),
        "states": [
            State("Enviada", "done", "lun 16 nov", "Ana Peñaranda"),
            State("Vista", "done", "lun 16 nov", "Clínica La Frontera"),
            State("Respuesta", "current", "hasta mar 24 nov", "Espera: Clínica La Frontera"),
            State("Atendida", "next"),
        ],
    }


def _events() -> list[TimelineEntry]:
    moment = datetime(2026, 11, 20, 15, 42, tzinfo=UTC)
    return [
        TimelineEntry("Nota", moment, "Ana Peñaranda", text="La apostilla llegó de Caracas.\nQueda pendiente la cita."),
        TimelineEntry(
            "Referencia aceptada", moment - timedelta(days=1), "Clínica La Frontera", tag=Tag("Aceptada", "good"), href="#"
        ),
        TimelineEntry(
            "Kit de higiene entregado",
            (moment - timedelta(days=9)).date(),
            "Luis Cárdenas",
            recorded=moment - timedelta(days=2),
            text="Dos kits, jornada de La Parada.",
        ),
        TimelineEntry("Caso abierto", moment - timedelta(days=23), "Ana Peñaranda", tag=Tag("Documentación")),
    ]


def _facts() -> list[SummaryRow]:
    return [
        SummaryRow("Nombre", "María de los Ángeles BRICEÑO ROJAS", Link("Cambiar", "#", "el nombre")),
        SummaryRow("Nacimiento", "mar 1992 (34 años)", Link("Cambiar", "#", "el nacimiento")),
        SummaryRow("Estado", Tag("Activa", "good")),
        SummaryRow("Idiomas", ["Español", "Wayuunaiki"], Link("Cambiar", "#", "los idiomas")),
        SummaryRow("Correo", None, Link("Agregar", "#", "un correo")),
    ]


def _work_parts() -> dict[str, Any]:
    late = [
        TaskRow(
            "Seguimiento: visita",
            Action("Registrar visita", "#", hidden_text="a Rosa GÓMEZ"),
            "Rosa GÓMEZ PARRA",
            "#",
            "hace 3 días",
        ),
        TaskRow(
            "Plan pendiente",
            Action("Hacer el plan", "#", hidden_text="de CUC-2026-00412"),
            "Caso CUC-2026-00412",
            "#",
            "plazo: ayer",
        ),
    ]
    returned = [
        TaskRow(
            "Clínica La Frontera aceptó: cita lun 23 nov, 09:00",
            Action("Avisar a la persona", "#", hidden_text="María BRICEÑO"),
            "María de los Ángeles BRICEÑO ROJAS",
            "#",
            "hace 2 horas",
        ),
        TaskRow(
            "Refugio Norte no puede: sin cupo. Otra opción: Casa Abierta",
            Action("Volver a referir", "#", hidden_text="a Yorman RINCÓN"),
            "Yorman RINCÓN",
            "#",
            "hoy",
        ),
    ]
    return {
        "groups": [
            TaskGroup("Vencido", late, "late"),
            TaskGroup("Para hoy", [], "due", empty="Nada más para hoy."),
            TaskGroup("Con respuesta", returned, "info"),
        ],
        "board": Table(
            "Carga por persona",
            [
                Column("Persona"),
                Column("Carga"),
                Column("Casos", "number"),
                Column("Vencidos", "number"),
                Column("Acción", "action", hidden=True),
            ],
            [
                [
                    Link("Ana Peñaranda", "#"),
                    Load("Ana", 42, 40),
                    31,
                    2,
                    Action("Reasignar", "#", hidden_text="casos de Ana Peñaranda"),
                ],
                [
                    Link("Luis Cárdenas", "#"),
                    Load("Luis", 18.5, 40, before=24),
                    14,
                    None,
                    Action("Reasignar", "#", hidden_text="casos de Luis Cárdenas"),
                ],
            ],
            total=["Total", None, 45, 2, None],
            note="La carga pesa cada caso por su riesgo.",
        ),
        "chosen": [Link("Oficina: Cúcuta", "#"), Link("Riesgo: alto", "#")],
    }


def _report_parts() -> dict[str, Any]:
    bars = [("Documentación", 1240), ("Ayuda humanitaria", 3105), ("Integración económica", 386)]
    return {
        "figures": [
            Figure("12", "sin asignar", "#", "el más antiguo: hace 6 días", "due"),
            Figure("7", "vencidos", "#", "el más antiguo: hace 15 días", "late"),
            Figure("3", "alto riesgo sin contacto", "#", "el más antiguo: hace 9 días", "danger"),
            Figure("21", "respuestas pendientes", "#", "la más antigua: hace 4 días", "waiting"),
            Figure("5", "por aprobar", "#", "el más antiguo: hoy"),
        ],
        "chart": BarChart(
            "Personas atendidas por tipo de caso",
            [Bar(label, value, number(value)) for label, value in bars],
            "Personas",
            "Tipo de caso",
        ),
        "people_by_age": Table(
            "Personas por sexo y edad",
            [Column("Sexo"), *(Column(band, "number") for band in ("0–4", "5–11", "12–17", "18–59", "60+", "Sin dato", "Total"))],
            [
                ["Mujeres y niñas", 812, 507, 430, 9_951, 1_304, 27, 13_031],
                ["Hombres y niños", 847, 512, 398, 8_120, 1_010, 22, 10_909],
            ],
            total=["Total", 1_659, 1_019, 828, 18_071, 2_314, 49, 23_940],
            note="Cada persona se cuenta una vez.",
        ),
        "working": Progress("Contando personas por punto de acción…", "/dev/components/progress", 5, 12),
        "ready": Progress("El reporte está listo.", "#", 12, 12, finished=True),
        "moment": now() - timedelta(days=3),
    }


def _candidates() -> list[Candidate]:
    return [
        Candidate(
            "María Ángeles BRICEÑO R.",
            "#",
            ("1992", "Venezuela", "CUC-P-011873"),
            ("mismo apellido", "nació el mismo año", "teléfono terminado en 82"),
            Tag("Puede ser la misma persona", "due"),
        ),
        Candidate("María BRISEÑO ROJAS", "#", ("aprox. 33 años", "Colombia"), ("apellido parecido",), Tag("Nombre parecido")),
    ]
