"""What the ``./quipu`` commands do: embedded servers, supervisor, checks, bench, demo data, doctor.

May import ``app``, ``workers`` and ``config``; nothing of them imports this package. Heavy imports stay inside
functions, so that each command loads only what it needs.
"""
