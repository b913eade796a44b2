"""The tools of the second factor: sealing, codes of an app, the address that passkeys belong to, the half-signed-in state."""
