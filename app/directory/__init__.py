"""The directory: organisations, the services they provide, where and when, and whom to ask there.

Words: an *organisation* provides *services* of the catalogue at a place (a *provided service*); a *focal point* is the
person or desk there that answers referrals.
Neighbours: stands on ``catalogue``; ``cases`` and ``referrals`` choose from it.
"""
