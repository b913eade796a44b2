"""Referrals: a service asked of another organisation; the case stays with us.

Words: a *referral* has a *priority* with its *window* to answer, states with an owner each, and a *partner link* by which
the focal point answers without an account. A transfer, which moves the responsibility, is something else.
Neighbours: stands on ``cases``, ``directory`` and ``people`` (consent); answers ``cases``' question before a closure.
"""
