"""``./quipu bench --search``: what finding people costs over HTTP, and how often the person looked for is among the first ten."""
