"""What each column of the tables of responsiveness means, in a line; for help and documentation."""

from __future__ import annotations

COMPLAINTS = {
    "complaint": "key of the complaint",
    "platform": "where it was posted",
    "created_at": "when (UTC)",
    "account": "key of the account that complained",
    "agency": "the agency that answered; else the one addressed most plainly (reply, then mention, then name)",
    "agencies": "all agencies it is addressed to",
    "topics": "its codes of the complaints codebook",
    "response": "key of the first answer",
    "responder": "key of the account that answered",
    "responded_at": "when (UTC)",
    "minutes": "from this complaint to the answer",
    "working_minutes": "of these, those in the agency's working hours (its days, holidays and time zone)",
    "evidence": "how that is known: reply_id, conversation, mention; (by parent) where the agency above answered",
    "kind": "of the answer: hands_on, asks_for_dm, link_only, automatic, substantive; empty where it has no text",
    "status": "answered; censored (not by the end of the collection); unobserved (nothing of that agency was collected)",
    "case": "key of the first complaint of the case: what one person wants of one agency, in however many posts",
    "passed_on": "reposts and quotes of it that were collected",
    "other_agency": "an agency that it isn't addressed to and that answered first of such",
    "other_minutes": "from the complaint to that answer",
}
"""Columns of the table of complaints (`responses.csv`)."""

CASES = {
    "case": "key of the first complaint of the case: what one person wants of one agency, in however many posts",
    "agency": "id of the agency that is asked",
    "platform": "where",
    "region": "of the agency's branch, where the text names one",
    "account": "key of the account that complained",
    "followers": "its followers",
    "complaints": "posts of the case",
    "topics": "codes of the complaints codebook, of all its posts",
    "passed_on": "reposts and quotes of them that were collected",
    "first_at": "when it was first said (UTC)",
    "asked_at": "from when it is counted (UTC), see --clock",
    "response": "key of the first answer to any of its posts",
    "responder": "key of the account that answered",
    "responder_agency": "the agency that answered: the one asked, or the one above it",
    "responded_at": "when (UTC)",
    "evidence": "how that is known, see above",
    "kind": "of the answer, see above",
    "minutes": "from asked_at to the answer",
    "working_minutes": "of these, those in the agency's working hours",
    "status": "answered, censored or unobserved, see above",
    "waited": "minutes to the answer, or to the end of the collection",
    "substantive_at": "when the first answer of substance came (UTC)",
    "waited_substantive": "minutes until then, or to the end of the collection",
    "other_agency": "an agency that wasn't asked and that answered first of such",
    "other_at": "when (UTC)",
    "limit": "id of the limit of service that applies",
    "due_at": "when it ends (UTC)",
    "overdue_now": "whether the case is open at the end of the collection and past it",
    "overdue_answered": "whether it was answered after it",
    "timezone": "of the region",
    "end": "of the collection on that platform (UTC)",
}
"""Columns of the table of cases."""

GROUPS = {
    "agency": "id of the agency (or the topic, platform, ... that is grouped by)",
    "name": "name of the agency",
    "complaints": "cases: several posts of a person about the same are one",
    "answered": "cases with an answer by the agency or its parent; empty where none could be observed",
    "rate": "answered / observed cases, as far as the collection shows",
    "rate_low": "lower end of its 95 % interval (Wilson)",
    "rate_high": "upper end",
    "median_minutes": "after which half of the cases are answered (Kaplan-Meier); empty where too few were answered to say",
    "median_low": "lower end of its 95 % interval",
    "median_high": "upper end; empty where it can't be told",
    "p90_minutes": "after which nine tenths are answered (Kaplan-Meier)",
    "p90_low": "lower end of its 95 % interval",
    "p90_high": "upper end; empty where it can't be told",
    "within_limit": "share answered within 3 days (Kaplan-Meier), LAPOR!'s limit to a first response",
    "handed_off": "answers that mention an account of another agency",
    "own_posts": "posts of the agency (and its parent) that were collected; where few, answers may be missing",
    "replies": "replies of the agency itself that were collected",
    "linkable": "of these, the share whose thread was collected too; where low, many answers can't be linked and rate is too low",
    "within_1h": "share answered within an hour (Kaplan-Meier); empty where nobody was observed so long",
    "within_1d": "within a day",
    "within_3d": "within 3 days",
    "within_5d": "within 5 days",
    "within_14d": "within 14 days",
    "within_60d": "within 60 days",
    "substantive": "cases with an answer of substance: no hand-on, plea to write a message, bare link or automatic text",
    "substantive_rate": "substantive / observed cases",
    "substantive_low": "lower end of its 95 % interval (Wilson)",
    "substantive_high": "upper end",
    "substantive_median": "minutes after which half of the cases have an answer of substance (Kaplan-Meier)",
    "automatic": "cases whose first answer is a text that many others got",
    "overdue_now": "open at the end of the collection and past the limit of service",
    "overdue_answered": "answered after the limit of service",
    "median_working_minutes": "median of the working minutes to the answer, of the answered only",
    "naive_mean_minutes": "mean of the minutes of the answered only, as others count; too short wherever somebody waits",
    "naive_median_minutes": "median of the answered only; too short for the same reason",
    "by_others": "cases that only an agency answered which wasn't addressed",
    "unobserved": "cases to an agency of which no post was collected on that platform; in no share",
    "posts": "the posts of these cases",
    "ranked": "whether there are enough observed cases (10) to compare; of fewer the rate says next to nothing",
}
"""Columns of the tables of agencies and other groups."""


def explained(columns: dict[str, str]) -> str:
    """Columns and their meanings, a line each.

    Example:
        >>> print(explained({"a": "first", "long": "second"}))
        a     first
        long  second
    """
    width = max(map(len, columns))
    return "\n".join(f"{name:<{width}}  {meaning}" for name, meaning in columns.items())
