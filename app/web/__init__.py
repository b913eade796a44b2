"""The shell that all pages share: layouts, components, error pages, filters, languages and assets.

A presenter of a room fills page parts (``page_parts``), a template of that room places them, a macro in
``templates/components`` draws each one. Nothing here knows a room. Neighbours: ``foundation`` and ``extensions`` below,
every room above. All components stand on one page at ``/dev/components`` (demo and tests).
"""
