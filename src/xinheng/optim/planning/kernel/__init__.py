"""The compiled part of the search: plain Python on tables of numbers, compiled by Numba.

`NUMBA_DISABLE_JIT=1` runs the same text uncompiled, and gives the same plans, slowly.
"""
