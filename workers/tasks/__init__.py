"""Thin jobs, one module per room: a name, arguments, one service call."""
