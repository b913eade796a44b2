"""Names of the jobs that this room asks for."""

CARRY_OUT_ERASURE = "data_protection.carry_out_erasure"
APPLY_RETENTION = "data_protection.apply_retention"
"""Plans what falls due and erases what is; no arguments."""
