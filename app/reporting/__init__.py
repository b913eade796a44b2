"""Donor reports: people counted once per period, by Quito action point and by R4V indicator, the same figure everywhere.

Words: an *indicator* has a unit and a *disaggregation*; a *donor report* covers a *reporting period* and a scope; its
*figures* are computed once, kept, and every form (page, PDF, XLSX) is written from the kept figures.
Neighbours: looks at everything below and writes only its own tables.
"""
