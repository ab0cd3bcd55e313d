"""Backbones: the ties of a weighted network that are more than chance would give. A way is a module with `measure(ties)`."""
