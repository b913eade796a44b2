"""The way through the house: the menu by permission, and where each role begins.

It stands on the uppermost floor, as only that one may know the doors of all rooms; the shell draws what it gives.
"""
