"""``./quipu bench --matching``: how many of the people who stand twice are found, and how many pairs are wrong.

On a Spanish set with one class of slips for each way in which registrations of one person differ (``docs/matching.md``).
"""
