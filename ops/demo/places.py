"""Where the invented operation works: real cities of the four countries, offices and partner bodies with invented names."""

from __future__ import annotations

from dataclasses import dataclass

TIME_ZONES = {"CO": "America/Bogota", "EC": "America/Guayaquil", "PE": "America/Lima", "BR": "America/Boa_Vista"}
CURRENCIES = {"CO": "COP", "EC": "USD", "PE": "PEN", "BR": "BRL"}


@dataclass(frozen=True)
class City:
    """A city with its country (ISO 3166-1 alpha-2), first-level area (ISO 3166-2) and the code its office bears."""

    code: str
    name: str
    country: str
    area: str


CITIES = (
    City("CUC", "Cúcuta", "CO", "CO-NSA"),
    City("QTO", "Quito", "EC", "EC-P"),
    City("LIM", "Lima", "PE", "PE-LIM"),
    City("BVB", "Boa Vista", "BR", "BR-RR"),
    City("BOG", "Bogotá", "CO", "CO-DC"),
    City("TUL", "Tulcán", "EC", "EC-C"),
    City("TUM", "Tumbes", "PE", "PE-TUM"),
    City("MAO", "Manaus", "BR", "BR-AM"),
    City("MAI", "Maicao", "CO", "CO-LAG"),
    City("GYE", "Guayaquil", "EC", "EC-G"),
    City("TAC", "Tacna", "PE", "PE-TAC"),
    City("BAQ", "Barranquilla", "CO", "CO-ATL"),
    City("ARA", "Arauca", "CO", "CO-ARA"),
    City("HUA", "Huaquillas", "EC", "EC-O"),
    City("TRU", "Trujillo", "PE", "PE-LAL"),
    City("PAC", "Pacaraima", "BR", "BR-RR"),
    City("MED", "Medellín", "CO", "CO-ANT"),
    City("CAL", "Cali", "CO", "CO-VAC"),
    City("IPI", "Ipiales", "CO", "CO-NAR"),
    City("MAN", "Manta", "EC", "EC-M"),
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
