"""Who may see what, written down a second time, from the design and by itself.

Nothing here imports anything of the application: two answers that come from one source would always agree. The words of
the design are ``docs/adr/0012-scopes-and-the-second-wall.md``, ``docs/adr/0020-break-glass-and-need-to-know.md`` and
``docs/security/access.md``.
"""

from ops.prove.access.oracle.decisions import Oracle
from ops.prove.access.oracle.world import CaseFacts, Emergency, Grant, LinkFacts, PersonFacts, Place, ReferralFacts, Staff, World

__all__ = [
    "CaseFacts",
    "Emergency",
    "Grant",
    "LinkFacts",
    "Oracle",
    "PersonFacts",
    "Place",
    "ReferralFacts",
    "Staff",
    "World",
]
