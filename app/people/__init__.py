"""People: registering them once, finding them again, their households, documents and consents.

Words: a *person* (never client, beneficiary or victim), a *household* with its head and members, an *identity
document*, a *consent* per purpose. This is the pattern room: other rooms copy its drawers.
Neighbours: stands on ``catalogue`` and ``accounts``; ``cases`` and ``referrals`` above speak of its persons.
"""
