# In the audit: the system by itself; a name that was removed.
actor-system = The system
actor-removed = (name removed)
