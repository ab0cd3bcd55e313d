"""The words of posts: how frequent they are, what sets groups apart, what stands together, and where a word stands."""
