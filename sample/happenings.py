"""What happens in the invented world: people complain and ask, agencies answer. The rest is in `around`."""

from datetime import datetime, timedelta

import around
import wording
from world import (
    AGENCIES,
    END,
    GAP,
    GROUPS,
    HANDS_ON_TO,
    START,
    TOPIC_WEIGHTS,
    Account,
    Agency,
    Outcome,
    Post,
    World,
    family,
    other_file,
)

COMPLAINTS, ADDRESSED, ANNOUNCEMENTS = 900, 130, 80


def build(seed: int) -> World:
    world = World(seed)
    announce(world)
    complaints = [complain(world) for _ in range(COMPLAINTS)]
    questions = [ask(world) for _ in range(ADDRESSED)]
    world.outcomes = [answer(world, post) for post in complaints]
    thanked = [answer(world, post) for post in questions]
    for outcome in world.outcomes + thanked:
        go_on(world, outcome)
    around.surround(world, complaints)
    around.chatter(world)
    around.plant_gaps(world)
    around.quote(world)
    around.repost(world)
    around.count(world)
    around.put_in_both(world)
    world.posts.sort(key=lambda post: post.id)
    return world


def _slots(world: World, agency: Agency) -> dict[str, str]:
    return {"s": world.rng.choice(agency.services), "o": world.rng.choice(agency.offices)}


def announce(world: World) -> None:
    """Agencies post too; now and then they go on in a thread of their own."""
    for _ in range(ANNOUNCEMENTS):
        agency = AGENCIES[world.rng.choices(list(AGENCIES), [a.weight for a in AGENCIES.values()])[0]]
        at = START + timedelta(world.rng.randrange(70), world.rng.randrange(8 * 3600, 16 * 3600))
        tag = agency.names[0].translate(str.maketrans("", "", " -!"))
        text = wording.fill(world.rng, world.rng.choice(wording.ANNOUNCEMENTS), m=tag, **_slots(world, agency))
        first = world.write(world.desk(agency.id), at, text, "talk", agency=agency.id)
        if world.chance(0.15):
            text = wording.fill(world.rng, "Lengkapnya di sini ya {u}")
            world.reply(first.author, first, world.later(at, 5), text, "talk", agency=agency.id)


def _case(world: World) -> tuple[Account, Agency, datetime]:
    """Who turns to which agency when; the same person to the same counter only after a long while."""
    while True:
        group = world.rng.choice(list(GROUPS))
        author, at = world.member(group), world.moment()
        choice = GROUPS[group][0] if world.chance(0.78) else list(AGENCIES)
        agency = AGENCIES[world.rng.choices(choice, [AGENCIES[name].weight for name in choice])[0]]
        if agency.id == "pln" and world.chance(0.2):  # the evening the lights went out
            at = START + timedelta(44, 19 * 3600 + world.rng.randrange(7200))
        before = world.asked.setdefault((author.id, family(agency.id)), [])
        if all(abs(at - other) > GAP for other in before):
            before.append(at)
            return author, agency, at


def _topics(world: World, group: int) -> tuple[str, ...]:
    weights = {topic: w * (2.5 if topic in GROUPS[group][1] else 1) for topic, w in TOPIC_WEIGHTS.items()}
    first = world.rng.choices(list(weights), list(weights.values()))[0]
    if first == "other" or not world.chance(0.2):
        return (first,)
    weights = {topic: w for topic, w in weights.items() if topic not in (first, "other")}
    return (first, world.rng.choices(list(weights), list(weights.values()))[0])


def complain(world: World) -> Post:
    author, agency, at = _case(world)
    topics, english, way = _topics(world, author.group), world.chance(0.1), world.rng.random()
    body = wording.complaint(world.rng, topics, english, **_slots(world, agency))
    about = {"agency": agency.id, "topics": topics, "lang": "en" if english else "in"}
    if way < 0.25 and (parent := _joined_thread(world, author, agency, at, way < 0.18)):
        if parent.author.role == "citizen":
            body = f"@{world.desk(agency.id).handle} {body}"
        post = world.reply(author, parent, at, body, "complaint", **about)
        if post.file == "harvest" and parent.author.agency and world.chance(0.3):
            post.text = body  # collected in thread mode, which strips the mention
        return post
    frames, name = (wording.NAME_FRAMES, True) if way > 0.8 else (wording.MENTION_FRAMES, False)
    slots = {"a": "@" + world.desk(agency.id).handle, "m": world.rng.choice(agency.names), "c": body}
    tag = world.rng.choice(["#keluhan", "#pelayananpublik", "#viralkan", f"#{wording.CITIES[author.group]}"])
    text = wording.fill(world.rng, world.rng.choice(frames), h=tag, **slots)
    if not name and world.chance(0.3):
        text += " cc " + " ".join("@" + peer.handle for peer in world.peers(author, world.rng.randint(1, 2)))
    return world.write(author, at, text, "complaint", **about)


def _joined_thread(world: World, author: Account, agency: Agency, at: datetime, official: bool) -> Post | None:
    """A recent post of the agency, or complaint to it, in whose thread the author hasn't been yet."""
    been = {post.conversation for post in world.posts if post.author is author}
    found = [
        post for post in world.posts
        if post.agency == agency.id and timedelta(minutes=2) < at - post.at < timedelta(days=6)
        and post.conversation not in been and post.conversation == post.id
        and (post.author.role == "agency" if official else post.kind == "complaint")
    ]  # fmt: skip
    return world.rng.choice(found) if found else None


def ask(world: World) -> Post:
    """To an agency, but no complaint: questions, thanks, praise, jokes."""
    author, agency, at = _case(world)
    text = wording.fill(world.rng, world.rng.choice(wording.ADDRESSED), **_slots(world, agency))
    text = wording.colloquial(world.rng, text)
    handle = "@" + world.desk(agency.id).handle
    text = world.rng.choice([f"{handle} {text}", f"{text} {handle}"])
    return world.write(author, at, text, "addressed", agency=agency.id)


def _answered_at(world: World, agency: Agency, post: Post) -> datetime:
    at = world.later(post.at, agency.median)
    hour = (at.hour + 7) % 24
    if not agency.night and (hour < 7 or hour >= 22):  # next morning
        at += timedelta(hours=(31 - hour) % 24, minutes=world.rng.randrange(90))
    return at


def answer(world: World, post: Post) -> Outcome:
    """The first answer to a post, if one comes."""
    agency, outcome = AGENCIES[post.agency], Outcome(post)
    by_name = "@" not in post.text and post.reference == ""
    at = _answered_at(world, agency, post)
    if not world.chance(agency.rate * (0.5 if by_name else 1)) or at >= END:
        return outcome
    outcome.responder = agency.parent if agency.parent and world.chance(0.15) else agency.id
    text = wording.fill(world.rng, world.rng.choice(wording.ANSWERS), **_slots(world, agency))
    if agency.id in HANDS_ON_TO and world.chance(0.2):
        outcome.handed_to = HANDS_ON_TO[agency.id]
        handle = world.desk(outcome.handed_to).handle
        text = wording.fill(world.rng, world.rng.choice(wording.HAND_ONS), x=handle)
    outcome.response = _send(world, world.desk(outcome.responder), post, at, text)
    return outcome


def _send(world: World, desk: Account, post: Post, at: datetime, text: str) -> Post:
    """An answer goes into the thread; now and then it is a post of its own that mentions the person."""
    if world.chance(0.06):
        return world.write(desk, at, f"@{post.author.handle} {text}", "response", agency=desk.agency)
    file = post.file if world.chance(0.85) else other_file(post.file)
    return world.reply(desk, post, at, text, "response", agency=desk.agency, file=file)


def go_on(world: World, outcome: Outcome) -> None:
    """What follows: the citizen nudges or thanks, the agency adds something or answers again."""
    post, response = outcome.complaint, outcome.response
    if response is None or response.at - post.at > timedelta(days=1):
        if world.chance(0.12) and (at := world.later(post.at, 300)) < END:
            world.reply(post.author, post, at, world.rng.choice(wording.NUDGES), "talk")
    elif response.reference:
        if world.chance(0.15):
            text, at = world.rng.choice(wording.FOLLOW_UPS), world.later(response.at, 30)
            world.reply(post.author, response, at, text, "addressed", agency=response.agency)
        if world.chance(0.18):
            text = wording.fill(world.rng, world.rng.choice(wording.SECONDS), **_slots(world, AGENCIES[post.agency]))
            # Half of them go to the agency's own answer, as a thread: that is no answer to anybody.
            parent, kind = (post, "response") if world.chance(0.5) else (response, "talk")
            more = {"agency": response.agency, "file": response.file}
            world.reply(response.author, parent, world.later(response.at, 400), text, kind, **more)
