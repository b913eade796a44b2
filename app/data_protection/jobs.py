"""Names of the jobs that this room asks for."""

CARRY_OUT_ERASURE = "data_protection.carry_out_erasure"
