"""What goes on around complaints: chatter, quotes, reposts; and the gaps and overlaps of real collections."""

import wording
from world import END, GROUPS, Outcome, Post, World

CHATTER, CHATTER_REPLIES, THREAD_REPLIES, QUOTES, REPOSTS, IMPOSTORS, BOTH = 290, 90, 110, 60, 500, 30, 40
LOST_TALK, LOST_RESPONSES = 24, 12


def surround(world: World, complaints: list[Post]) -> None:
    """Other citizens reply to complaints, and impersonators pose as the agency."""
    for post in world.rng.sample(complaints, THREAD_REPLIES):
        text = wording.fill(world.rng, world.rng.choice(wording.REPLIES))
        world.reply(world.peers(post.author, 1)[0], post, world.later(post.at, 60), text, "talk")
    impostors = [a for a in world.accounts if a.role == "impersonator"]
    for account in impostors:
        posed = [p for p in complaints if p.author.group == account.group and p.agency in GROUPS[account.group][0]]
        for post in world.rng.sample(posed, IMPOSTORS // len(impostors)):
            text = wording.fill(world.rng, world.rng.choice(wording.IMPOSTORS))
            world.reply(account, post, world.later(post.at, 8), text, "talk")


def chatter(world: World) -> None:
    """Talk that is no agency's business."""
    for _ in range(CHATTER):
        author, at = world.member(world.rng.choice(list(GROUPS))), world.moment()
        if author.role == "media":
            text = wording.fill(world.rng, world.rng.choice(wording.MEDIA))
        else:
            named = " ".join("@" + peer.handle for peer in world.peers(author, world.rng.randint(1, 2)))
            text = wording.fill(world.rng, world.rng.choice(wording.TALK), p=named)
        post = world.write(author, at, text, "talk")
        if world.chance(CHATTER_REPLIES / CHATTER):
            text = wording.fill(world.rng, world.rng.choice(wording.REPLIES))
            world.reply(world.peers(author, 1)[0], post, world.later(at, 45), text, "talk")
    for account in world.accounts:
        if account.role == "lone":
            text = wording.fill(world.rng, wording.TALK[0], p="").strip()
            world.write(account, world.moment(), text, "talk")


def plant_gaps(world: World) -> None:
    """No collection is whole: some posts are in neither file, though replies to them or the questions are."""
    world.posts = [post for post in world.posts if post.at < END]
    parents = {post.parent for post in world.posts if post.parent}
    talk = [p for p in parents if p.kind == "talk" and p.author.role == "citizen" and p.author.group and not p.parent]
    talk = world.rng.sample(sorted(talk, key=lambda post: post.id), LOST_TALK)
    only = [o for o in world.outcomes if o.response and o.response not in parents and not _answered_again(world, o)]
    for outcome in world.rng.sample(only, LOST_RESPONSES):
        world.lost.append(outcome.response)
        outcome.response, outcome.responder, outcome.handed_to = None, "", ""
    world.lost += talk
    for post in world.lost:
        post.file = ""
    world.posts = [post for post in world.posts if post.file]


def _answered_again(world: World, outcome: Outcome) -> bool:
    return sum(p.kind == "response" and p.parent is outcome.complaint for p in world.posts) > 1


def quote(world: World) -> None:
    """People pass posts on with a word of their own."""
    found = [post for post in world.posts if post.author.group and not post.parent]
    for post in world.rng.sample(found, QUOTES):
        author, *named = world.peers(post.author, 2)
        text = wording.fill(world.rng, world.rng.choice(wording.QUOTES) + " {u}", p="@" + named[0].handle)
        more = {"parent": post, "reference": "quoted", "file": "x_api" if world.chance(0.85) else "harvest"}
        world.write(author, world.later(post.at, 180), text, "talk", **more)


def repost(world: World) -> None:
    """A few posts are passed on a lot, most never."""
    found = [post for post in world.posts if post.kind == "complaint" or not post.parent]
    weights = [world.rng.paretovariate(1.1) * (6 if p.author.role in ("media", "agency") else 1) for p in found]
    done = set()
    while len(done) < REPOSTS:
        post = world.rng.choices(found, weights)[0]
        fans = [g for g, (agencies, _) in GROUPS.items() if post.agency in agencies]
        author = world.member(post.author.group or world.rng.choice(fans), near=False)
        at = world.later(post.at, 120, 1.5)
        if author is post.author or (author, post) in done or at >= END:
            continue
        done.add((author, post))
        text = f"RT @{post.author.handle}: {post.text}"
        if len(text) > 140:  # X cuts it; here at a word, as half a handle would be another handle
            text = text[:139].rsplit(" ", 1)[0] + "…"
        more = {
            "parent": post,
            "reference": "retweeted",
            "file": "x_api" if world.chance(0.85) else "harvest",
        }
        world.write(author, at, text, "repost", lang=post.lang, **more)


def count(world: World) -> None:
    """Likes and the like: at least what was collected."""
    for post in world.posts + world.lost:
        seen = int(world.rng.lognormvariate(0.6, 1.1))
        post.counts = {"like": seen, "retweeted": seen // 6, "replied_to": seen // 9, "quoted": 0}
        post.counts["view"] = 40 + seen * world.rng.randrange(20, 90)
    for post in world.posts:
        if post.parent:
            post.parent.counts[post.reference] += 1
    for post in world.posts:
        if post.kind == "repost":  # X tells the reposts of the original, and no likes
            post.counts = dict.fromkeys(post.counts, 0) | {"retweeted": post.parent.counts["retweeted"]}


def put_in_both(world: World) -> None:
    """Two ways of collecting overlap."""
    twice = {o.complaint for o in world.outcomes if _answered_again(world, o)}
    found = [p for p in world.posts if p.kind != "repost" and not (p.kind == "response" and p.parent in twice)]
    for post in world.rng.sample(found, BOTH):
        post.file = "both"
