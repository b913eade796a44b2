"""Imports: people from a spreadsheet or a CSV file, read, checked and compared in the background, entered once confirmed.

What arrives is kept apart, sealed under a key of the import's own, until somebody confirms it; discarded or left lying, that key
goes (``docs/adr/0029-import.md``).
"""
