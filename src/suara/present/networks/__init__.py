"""Networks that can be exported. A network is a module with `network`; its first line says what is tied to what.

network (Source) -> NodeLink: nodes and links under the names that others may see
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from suara import _rooms
from suara.analyse.crosstab.attributes import TIMEZONE
from suara.analyse.responses.tables import Responses
from suara.coding.statements import empty
from suara.errors import InputError
from suara.graph.build import WAYS, Graph
from suara.present import networks
from suara.present.node_link import NodeLink
from suara.present.people import People


@dataclass(frozen=True)
class Source:
    """What networks are made of, and whose names they may show.

    `accounts` is the table `accounts`, with measures and communities; `statements` works out the table of statements.
    """

    graph: Graph
    accounts: pl.DataFrame
    responses: Responses
    statements: Callable[[], pl.DataFrame] = empty
    names: str = "public"
    lang: str = "id"
    secret: bytes = b""
    ties: Sequence[str] = WAYS
    unit: str = "day"  # of networks over time: how long somebody is there who turned to another once
    timezone: str = TIMEZONE

    @cached_property
    def people(self) -> People:
        """Texts and hashtags without what leads to those who aren't named."""
        return People.of(self.graph, self.names, self.secret, self.lang)


def names() -> list[str]:
    """The networks there are.

    Example:
        >>> "accounts" in names()
        True
    """
    return _rooms.names(networks)


def check(name: str) -> None:
    """Whether there is such a network.

    Raises:
        InputError: there is none.
    """
    if name not in names():
        raise InputError(f"there is no network {name!r}: name one of {', '.join(names())}")


def summary(name: str) -> str:
    """What is tied to what in a network."""
    return (_rooms.load(networks, name).__doc__ or "").splitlines()[0]


def network(name: str, source: Source) -> NodeLink:
    """A network by its name.

    Raises:
        InputError: there is no such network.
    """
    check(name)
    made: NodeLink = _rooms.load(networks, name).network(source)
    return made
