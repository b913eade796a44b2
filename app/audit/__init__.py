"""Who saw or changed what: append-only rows, written in the same transaction as what they tell of.

Words: an *audit event* has an actor, an action (``noun:past``), a subject and the names of the fields, never values.
Features do not read this room; history that pages show stands in the rooms' own status rows.
Neighbours: ``accounts`` and every room above record here.
"""
