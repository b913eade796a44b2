"""Whose day it is: the caseworker's own day, the supervisor's board of the team, and reassignment.

Words: a *caseload* is the open cases of one caseworker; *overdue* is a follow-up whose day has passed; *unassigned* is a
case without a caseworker.
Neighbours: reads ``cases`` and ``referrals``; writes only through their services.
"""
