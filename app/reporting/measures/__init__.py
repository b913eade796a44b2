"""How each figure is counted: one frozen description per family of indicators, with its unit and its one ``select``."""

from app.reporting.measures.measure import Measure
from app.reporting.measures.registry import AGE_AND_SEX, MEASURES, POPULATION, measure_of
from app.reporting.measures.scope import ReportScope

__all__ = ["AGE_AND_SEX", "MEASURES", "POPULATION", "Measure", "ReportScope", "measure_of"]
