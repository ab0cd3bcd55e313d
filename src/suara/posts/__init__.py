"""The one shape every source is translated into, and the corpus that keeps it."""

from suara.posts.corpus import Corpus, Tally
from suara.posts.post import Notice, Post, Problem

__all__ = ["Corpus", "Notice", "Post", "Problem", "Tally"]
