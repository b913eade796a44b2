"""Languages that people speak: those of ISO 639-1, and of the region's own those that its services meet.

Values are ISO 639-1 where a language has two letters, else ISO 639-3. Names of the world's languages come from the Unicode
CLDR; the region's own keep the name that their speakers and the states' registers use, the same in each interface language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pycountry
from babel import Locale
from flask_babel import force_locale
from flask_babel import gettext as _

LIVING = "L"
"""Type of ISO 639-3 of a language that people grow up with; not Latin, nor Esperanto."""
OFTEN_MET = ("es", "pt", "ht", "en", "fr", "guc", "wba", "qu")
"""Stand first in lists."""
OF_THE_REGION: Mapping[str, str] = {
    "acu": "Achuar", "agr": "Awajún", "aoc": "Pemón", "arh": "Iku (Arhuaco)", "arn": "Mapudungun", "auc": "Wao tededo (Waorani)",
    "bzd": "Bribri", "cab": "Garífuna", "cak": "Kaqchikel", "car": "Kari'ña", "cbi": "Cha'palaa", "cni": "Asháninka",
    "cod": "Kukama", "cof": "Tsa'fiki", "cto": "Emberá katío", "ctu": "Ch'ol", "cuk": "Guna (Kuna)", "emp": "Emberá",
    "gcf": "Kreyòl (Antillas)", "guc": "Wayuunaiki", "guh": "Jivi (Sikuani)", "gum": "Namtrik (Misak)", "gym": "Ngäbere",
    "inb": "Inga", "jam": "Patwa (Jamaica)", "jiv": "Shuar", "kek": "Q'eqchi'", "kog": "Kogui", "kpc": "Kurripako",
    "kwi": "Awapit (Awá)", "mam": "Mam", "mbp": "Damana (Wiwa)", "miq": "Mískito", "mzh": "Wichí", "nhn": "Náhuatl",
    "noa": "Wounaan", "pap": "Papiamento", "pbb": "Nasa yuwe (Páez)", "pbh": "E'ñepá (Panare)", "pid": "Piaroa (Uwottüja)",
    "quc": "K'iche'", "qug": "Kichwa (Chimborazo)", "qvi": "Kichwa (Imbabura)", "rap": "Rapa nui", "rmc": "Romaní (cárpatos)",
    "rmy": "Romaní (vlax)", "shp": "Shipibo-konibo", "srn": "Sranan tongo", "tca": "Ticuna", "tob": "Qom (Toba)",
    "tzh": "Tseltal", "tzo": "Tsotsil", "wba": "Warao", "wca": "Yanomami", "xsu": "Sanema", "yae": "Pumé",
    "yua": "Maya (Yucatán)", "yup": "Yukpa",
}  # fmt: skip
SIGNED_IN: Mapping[str, str] = {
    "aed": "AR", "bvl": "BO", "bzs": "BR", "csg": "CL", "csn": "CO", "csr": "CR", "csf": "CU", "doq": "DO", "ecs": "EC",
    "esn": "SV", "gsm": "GT", "hds": "HN", "mfs": "MX", "lsp": "PA", "prl": "PE", "pys": "PY", "ugy": "UY", "ase": "US",
    "vsl": "VE",
}  # fmt: skip
"""Sign languages, by the country (alpha-2) whose deaf people use them."""


def language_name(code: str, locale: str) -> str:
    """The words for a language; the code itself when it is none of the lists."""
    return language_names(locale).get(code, code)


@lru_cache(maxsize=8)
def language_names(locale: str) -> Mapping[str, str]:
    """All languages by code, in the order of their names."""
    known = Locale.parse(locale)
    world = {one.alpha_2: one.name for one in pycountry.languages if hasattr(one, "alpha_2") and one.type == LIVING}
    names = {code: str(known.languages.get(code, name)) for code, name in world.items()} | dict(OF_THE_REGION)
    with force_locale(locale):
        names |= {
            code: str(_("Sign language (%(country)s)", country=known.territories[country])) for code, country in SIGNED_IN.items()
        }
    return dict(sorted(names.items(), key=lambda one: one[1].casefold()))
