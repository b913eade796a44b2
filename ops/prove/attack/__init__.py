"""``./quipu prove attack``: our own walker, wapiti and sqlmap against a running demo, as each role."""
