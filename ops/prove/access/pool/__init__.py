"""Many users over few connections, while requests fail in every way and connections are killed: nobody sees another's rows."""

from ops.prove.access.pool.faults import KEPT, SHARED, Fault
from ops.prove.access.pool.run import CONNECTIONS, Crowd, run_pool

__all__ = ["CONNECTIONS", "KEPT", "SHARED", "Crowd", "Fault", "run_pool"]
