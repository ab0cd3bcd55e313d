"""What addresses and ids of Facebook tell."""

from __future__ import annotations

import re

_NAMED = re.compile(r"(?:story_fbid|fbid)=(pfbid\w+|[0-9]+)")
_LAST = re.compile(r"pfbid\w+|[0-9]{5,}")


def post_id(url: str | None) -> str | None:
    """The id of the post that an address of Facebook shows; None where it shows none.

    Example:
        >>> post_id("https://www.facebook.com/184096565021911/posts/1035057923259100")
        '1035057923259100'
        >>> post_id("https://www.facebook.com/story.php?story_fbid=1035057923259100&id=184096565021911")
        '1035057923259100'
    """
    if found := _NAMED.search(url or ""):
        return found[1]
    parts = _LAST.findall((url or "").split("?")[0])
    return parts[-1] if parts else None


def parted(written: str) -> tuple[str | None, str]:
    """The id of a page and that of its post, which the Graph API writes as one.

    Example:
        >>> parted("184096565021911_1035057923259100"), parted("1035057923259100")
        (('184096565021911', '1035057923259100'), (None, '1035057923259100'))
    """
    page, _, post = written.rpartition("_")
    return page or None, post
