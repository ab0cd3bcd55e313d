"""Stores: where the graph lives. One module each, with a class that keeps to `Store`."""

from suara.graph.stores._protocol import Store, opened

__all__ = ["Store", "opened"]
