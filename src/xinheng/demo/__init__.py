"""The demo body: plainly fictional, and the same on every machine.

Its clients bear names from Chinese legends of places that never were; its people
are combined from a list of common names; its numbers begin with an obvious
"DEM". Everything is done through the acts of the rooms, as a person would do it.
"""
