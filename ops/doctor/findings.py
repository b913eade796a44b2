"""What the doctor says of one component."""

from __future__ import annotations

from dataclasses import dataclass

NAME_WIDTH = 14


@dataclass(frozen=True)
class Finding:
    """``found`` is what was seen; ``advice`` says what to do, and is empty where all is well."""

    component: str
    is_well: bool
    found: str
    advice: str = ""

    def line(self) -> str:
        mark = "ok     " if self.is_well else "PROBLEM"
        advice = f"\n{'':<{len(mark) + NAME_WIDTH + 4}}{self.advice}" if self.advice else ""
        return f"{mark}  {self.component:<{NAME_WIDTH}}  {self.found}{advice}"


def well(component: str, found: str) -> Finding:
    return Finding(component, is_well=True, found=found)


def problem(component: str, found: str, advice: str) -> Finding:
    return Finding(component, is_well=False, found=found, advice=advice)
