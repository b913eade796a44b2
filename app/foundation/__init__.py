"""The ground all rooms stand on: actor, base model, clock, column types, errors, jobs, lifecycles, submissions.

A file enters only if it knows no room, would make sense in another system of this kind, and has one noun for a name.
"""
