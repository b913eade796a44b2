"""The header by which the bench server tells how many statements a page took."""

QUERIES_HEADER = "X-Quipu-Statements"
FLOOR_URL = "/bench/floor"
