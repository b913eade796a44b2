"""Who works here: users, offices, the grants that say what a user may do and where, and signing in.

Words: a *role* is a bundle of permissions; a *grant* gives a user one role in one scope (an office, a country, or the
whole operation) for a time; an *office* is a place of work with its country, time zone and code.
Neighbours: above ``audit``; every room asks this one who acts (``doors.current_actor``) and closes its doors with
``doors.requires``.
"""
