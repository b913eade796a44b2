"""Backup and restore: one encrypted file that holds everything an instance needs to stand again (ADR 19).

``./quipu backup`` makes it (``command``, ``making``), ``./quipu restore`` brings it back (``restoring``, ``landing``).
"""
