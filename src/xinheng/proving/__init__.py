"""What can be proved with keys: signed codes, credentials, notes and witnesses. No Django."""
