"""Benchmarks: figures, never tests. `make bench`, or `python -m bench NAME …`."""
