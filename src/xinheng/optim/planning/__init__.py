"""Who audits what, when: the staffing and scheduling problem and everything that answers it.

Forms and units: `docs/explain/planning.md`. Nothing here knows Django or looks at the clock of
the world; how long a search has run is told by `time.monotonic`.
"""
