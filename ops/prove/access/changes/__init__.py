"""Everything that changes who may see what. Each change is made in the database and in the oracle's facts.

What pages offer goes through its service, tried by somebody who may or may not; the rest is written by the owner of the tables.
Each gives the users whose sight it may have changed; ``partners.py`` besides keeps the links whose holders it concerns.
"""
