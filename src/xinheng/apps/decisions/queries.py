"""Questions about this room."""
