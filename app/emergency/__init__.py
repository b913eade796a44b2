"""Emergency access ("break-glass"): reading a file of another office for an hour, told to its owners, reviewed afterwards.

Words: whoever opens such a file *breaks the glass*; its *owners* are who carries the person's open cases and who
supervises the office; a *review* decides whether it was justified. Restricted files cannot be opened this way.
Neighbours: the tables stand in ``accounts``, where actors are made of them; ``people`` and ``cases`` show the files.
"""
