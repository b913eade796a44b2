"""Where the invented operation works: real cities of the four countries, offices and partner bodies with invented names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from app.directory.hours import DAYS

CURRENCIES = {"CO": "COP", "EC": "USD", "PE": "PEN", "BR": "BRL"}


@dataclass(frozen=True)
class City:
    """A city with its country (ISO 3166-1 alpha-2), first-level area (ISO 3166-2), time zone, and the code of its office."""

    code: str
    name: str
    country: str
    area: str
    time_zone: str


CITIES = (
    City("CUC", "Cúcuta", "CO", "CO-NSA", "America/Bogota"),
    City("QTO", "Quito", "EC", "EC-P", "America/Guayaquil"),
    City("LIM", "Lima", "PE", "PE-LIM", "America/Lima"),
    City("BVB", "Boa Vista", "BR", "BR-RR", "America/Boa_Vista"),
    City("BOG", "Bogotá", "CO", "CO-DC", "America/Bogota"),
    City("TUL", "Tulcán", "EC", "EC-C", "America/Guayaquil"),
    City("TUM", "Tumbes", "PE", "PE-TUM", "America/Lima"),
    City("MAO", "Manaus", "BR", "BR-AM", "America/Manaus"),
    City("MAI", "Maicao", "CO", "CO-LAG", "America/Bogota"),
    City("GYE", "Guayaquil", "EC", "EC-G", "America/Guayaquil"),
    City("TAC", "Tacna", "PE", "PE-TAC", "America/Lima"),
    City("BAQ", "Barranquilla", "CO", "CO-ATL", "America/Bogota"),
    City("ARA", "Arauca", "CO", "CO-ARA", "America/Bogota"),
    City("HUA", "Huaquillas", "EC", "EC-O", "America/Guayaquil"),
    City("TRU", "Trujillo", "PE", "PE-LAL", "America/Lima"),
    City("PAC", "Pacaraima", "BR", "BR-RR", "America/Boa_Vista"),
    City("MED", "Medellín", "CO", "CO-ANT", "America/Bogota"),
    City("CAL", "Cali", "CO", "CO-VAC", "America/Bogota"),
    City("IPI", "Ipiales", "CO", "CO-NAR", "America/Bogota"),
    City("MAN", "Manta", "EC", "EC-M", "America/Guayaquil"),
)

QUARTERS = ("Centro", "Norte", "Sur", "Terminal", "Frontera", "Oriente", "Occidente", "Mercado", "Estación", "Puerto")
"""Further offices of a large operation: the same cities, by quarter."""

PROVIDERS = (
    ("Clínica La Frontera", ("H-SAL", "H-SMP", "H-VAC", "H-SSR")),
    ("Refugio Norte", ("H-ALB", "H-ALI", "H-KIT")),
    ("Casa Abierta", ("H-ALB", "H-ALI", "H-HIG")),
    ("Consultorio Jurídico Puentes", ("D-ORI", "D-REG", "D-LEG", "D-ASI")),
    ("Taller Manos Nuevas", ()),
    ("Comedor La Esperanza", ("H-ALI",)),
    ("Red Caminantes", ("H-TRA", "H-TRL", "H-HIG")),
    ("Punto de Documentos", ("D-CON", "D-CIV", "D-APO", "D-REN")),
)
"""Invented partner bodies with the catalogue services they give; an empty list means the integration services."""
AUTHORITIES = frozenset({"Punto de Documentos"})
"""Those of them that are the state's: a consent to share with organisations does not reach them."""
OPEN_AT_NIGHT = frozenset({"Refugio Norte"})
BY_DAY: Mapping[str, Any] = {
    "opening_hours": "Lunes a viernes, 8:00 a 16:00", "open_days": list(DAYS[:5]), "opens_at": time(8), "closes_at": time(16),
}  # fmt: skip
ROUND_THE_CLOCK: Mapping[str, Any] = {
    "opening_hours": "Todos los días, a toda hora", "open_days": list(DAYS), "opens_at": time(0), "closes_at": time(0),
}  # fmt: skip
"""Fields of a provided service."""
