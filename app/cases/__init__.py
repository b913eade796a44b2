"""Cases of three kinds: opening, notes, services delivered, follow-ups, closure.

Words: a *case* is the work with one person toward one goal; its *kind* (documentation, humanitarian aid, economic
integration) is described once in ``kinds/``; a *service delivery* is what was given, when, how much; a *follow-up* is a
planned contact with its day; *closure* ends a case with an outcome.
Neighbours: stands on ``people`` and ``directory``; ``referrals``, ``supervision`` and ``reporting`` build on it and answer
its questions through ``app/wiring.py``.
"""
