"""Donor reports: people counted once per period, by Quito action point and by R4V indicator, the same figure everywhere.

Words: an *indicator* has a unit and a *disaggregation*; a *measure* says how an indicator is counted from casework; a
*donor report* covers a *reporting period* (a quarter) and a scope (a country or the whole operation); its *figures* are
computed once, kept as one document, and every form (page, PDF, XLSX) is written from that document and nothing else.
Neighbours: looks at everything below and writes only its own tables.
"""
