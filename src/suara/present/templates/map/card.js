// What is known of a node or a tie, and the posts behind it.

let pinned = null, hovered = null, tied = null;  // nodes of this view; a tie

const active = () => hovered ?? pinned;

function lit() {
  const i = active();
  if (i !== null) {
    const ties = [...view.tiesOf(i)].filter(t => view.drawn[t]);
    return {ties, nodes: new Set([...ties.map(t => other(t, i)), i])};
  }
  return tied === null ? null : {ties: [tied], nodes: new Set([view.from[tied], view.to[tied]])};
}

function select(i, {move = false, speak = true} = {}) {
  pinned = i; hovered = null; tied = null;
  if (i !== null && (move || narrow())) goTo(i);
  showCard();
  if (i !== null && speak) say(told("selected", {name: nameAt(i), kind: word(nodes.kind[view.nodes[i]]), n: figure(view.degree[i])}));
}

function selectTie(t) {
  pinned = hovered = null; tied = t;
  showCard();
}

function unselect() { pinned = hovered = tied = null; showCard(); }

function say(text) { $("live").textContent = text; }

function showCard() {
  const i = active();
  card.hidden = i === null && tied === null;
  card.classList.toggle("glance", i !== null && i !== pinned);
  if (i !== null) {
    card.classList.toggle("away", !narrow() && i !== pinned && network.canvasToDOM({x: view.x[i], y: view.y[i]}).x > box.clientWidth - 340);
    card.replaceChildren(...nodeCard(i, i === pinned));
  } else if (tied !== null) {
    card.classList.remove("away");
    card.replaceChildren(...tieCard(tied));
  }
  repaint();
}

const closer = () => button("×", () => { unselect(); box.focus(); }, {name: "close", label: word("close")});

function nodeCard(i, whole) {
  const id = view.nodes[i], kind = nodes.kind[id];
  const head = element("div", "", element("h2", nameAt(i)), element("p", word(kind)));
  const made = [head, facts(i)];
  if (!whole) return made;
  head.append(closer());
  made.push(actions(i, kind));
  made.push(neighbours(i), ...behind(nodes.posts[id], nodes.behind[id]));
  return made;
}

function facts(i) {
  const id = view.nodes[i], lines = [];
  for (const name of Object.keys(nodes.measures)) {
    const value = nodes.measures[name][id];
    if (value !== null && value !== undefined) lines.push([word(name), figure(value)]);
  }
  for (const [name, value] of nodes.card[id] ?? []) lines.push([word(name), name === "median" ? lasting(Number(value)) : value]);
  if (nodes.answer[id] !== null && nodes.kind[id] !== "outcome") lines.push([word("answer"), word(data.answers[nodes.answer[id]])]);
  const count = {};
  for (const tie of view.tiesOf(i)) { const kind = data.tieKinds[view.kind[tie]]; count["_" + kind] = (count["_" + kind] ?? 0) + 1; }
  const kinds = Object.entries(count).sort((a, b) => b[1] - a[1]).map(([kind, n]) => `${word(kind.slice(1))} ${figure(n)}`).join(", ");
  lines.push([word("on_map"), figure(view.degree[i]) + (kinds && ` (${kinds})`)]);
  return element("dl", "", ...lines.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
}

// Minutes as people say them.
function lasting(minutes) {
  const [value, unit] = minutes < 90 ? [minutes, "minutes"] : minutes < 2880 ? [minutes / 60, "hours"] : [minutes / 1440, "days"];
  return Number.isFinite(value) ? `${figure(value)} ${word(unit)}` : "–";
}

function actions(i, kind) {
  const made = element("div", "");
  made.className = "actions";
  if (view.opens && kind === "community") made.append(button(word("open"), () => openCommunity(i)));
  const own = focus !== null && focus.node === i;
  for (const steps of [1, 2]) if (!own || focus.steps !== steps)
    made.append(button(word("focus_" + steps), () => { focus = {node: i, steps}; changed(); }));
  if (focus) made.append(button(word("unfocus"), () => { focus = null; changed(); }));
  return made;
}

function neighbours(i) {
  const total = new Map();
  for (const tie of view.tiesOf(i)) if (view.drawn[tie]) total.set(other(tie, i), (total.get(other(tie, i)) ?? 0) + view.weight[tie]);
  const best = [...total].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 8);
  const list = element("ul", "", ...best.map(([j, weight]) => element("li", "",
    button(nameAt(j), () => select(j, {move: true}), {name: "link"}), element("span", figure(weight)))));
  list.className = "near";
  return element("section", "", element("h3", word("neighbours")), list);
}

function tieCard(t) {
  const ends = [view.from[t], view.to[t]].map(i => button(nameAt(i), () => select(i, {move: true}), {name: "link"}));
  const head = element("div", "", element("h2", "", ends[0], " → ", ends[1]), closer());
  const kind = data.tieKinds[view.kind[t]];
  const weight = element("p", `${word(kind)}: ${figure(view.weight[t])}`);
  return [head, weight, ...behind(view.owned.posts[t], view.owned.behind[t])];
}

// The posts: those on the page, and how many there are.
function behind(numbers, all) {
  if (!all) return [];
  const now = numbers.filter(inRange);
  const rows = now.map(post => {
    const when = posts.at[post] === null ? word("undated") : moment(posts.at[post]);
    const head = element("p", `${byOf(post)} · ${when}`);
    if (posts.complaint[post]) { const mark = element("span", word("complaint")); mark.className = "mark"; head.append(" ", mark); }
    const link = posts.url[post] ? [linkTo(posts.url[post])] : [];
    return element("li", "", head, element("blockquote", posts.text[post] || "…"), ...link);
  });
  const list = element("ol", "", ...rows);
  list.className = "posts";
  const note = element("p", told(isWhole() ? "posts_of" : "posts_in_range", {shown: figure(now.length), all: figure(all)}));
  note.className = "note";
  return [element("h3", word("posts_behind")), note, list];
}

function moment(minutes) {
  const options = {dateStyle: "medium", timeStyle: "short", timeZone: "UTC"};
  return new Intl.DateTimeFormat(lang, options).format(new Date(minutes * 60000)) + " UTC";
}

function linkTo(url) {
  const made = element("a", word("original"));
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return made;
  made.append(` (${new URL(url).host})`);  // not only where it says it leads
  made.href = url; made.target = "_blank"; made.rel = "noopener noreferrer nofollow";
  return made;
}

// From a community to its members, in the view that has them.
function openCommunity(i) {
  const community = view.community[i], into = view.opens;
  openView(into);
  const disc = view.discs.findIndex(each => Number(each.name) === community);
  if (disc >= 0) { only("discs", disc); goToDisc(disc); }
  say(told("opened", {name: String(community)}));
}
