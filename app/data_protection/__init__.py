"""What a person may ask about their own data: what is held, with whom it was shared, and that it goes.

*Held* is everything the rooms below keep about a person. An *erasure* is asked for by who works with the person, decided by
the data-protection focal point, who sees no file, and carried out by a job. Each room below says in its ``personal_data.py``
how it tells and how it erases. Beside ``reporting``; neither knows the other. See ``docs/security/data-subject.md``.
"""
