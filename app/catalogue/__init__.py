"""The agreed lists: countries and areas, documents, needs, services, indicators, and the Quito Process as data.

What the world changes is a row here, never code: each *entry* has a stable id and code, names in three languages, a
validity, its sources, how sure it is (*confidence*) and a version. Seeds bring the first rows; a coordinator edits them
afterwards, and the earlier values stay in the *revisions*. An *action point* is one of the eighteen points of the Quito
Declaration; a *service* is what a case delivers; an *indicator* is what a report counts.

Neighbours: accounts (who may edit) and audit (who did) below; every room above points at these rows by foreign key.
"""
