// The same as a table, for those who don't see the canvas or like rows better.

const ROWS = 200;
let sorted = {by: "size", down: true}, rows = ROWS;

const columns = () => ["name", "kind", "ties", ...Object.keys(nodes.measures)];

function valueOf(i, column) {
  const id = view.nodes[i];
  if (column === "name") return nameOf(id);
  if (column === "kind") return word(nodes.kind[id]);
  if (column === "ties") return view.degree[i];
  if (column === "size") return view.size[i];
  return nodes.measures[column]?.[id] ?? null;
}

function inOrder() {
  const ids = [];
  for (let i = 0; i < view.count; i++) if (view.shown[i]) ids.push(i);
  const turn = sorted.down ? -1 : 1;
  return ids.map(i => [i, valueOf(i, sorted.by)]).sort(([a, x], [b, y]) =>
    (x === null) - (y === null) || turn * (typeof x === "string" ? x.localeCompare(y, lang) : x - y) || a - b).map(([i]) => i);
}

function showList() {
  if ($("list").hidden) return;
  const ids = inOrder(), used = columns().filter(column => ids.some(i => valueOf(i, column) !== null));
  const head = element("tr", "", ...used.map(column => {
    const cell = element("th", button(word(column), () => sortBy(column)));
    cell.scope = "col";
    cell.setAttribute("aria-sort", sorted.by !== column ? "none" : sorted.down ? "descending" : "ascending");
    return cell;
  }));
  const body = ids.slice(0, rows).map(i => element("tr", "", ...used.map((column, k) => {
    const value = valueOf(i, column);
    if (k === 0) { const cell = element("th", button(value, () => select(i), {name: "link"})); cell.scope = "row"; return cell; }
    return element("td", typeof value === "string" ? value : value === null ? "" : figure(value));
  })));
  $("table").replaceChildren(element("thead", "", head), element("tbody", "", ...body));
  $("rows").textContent = told("rows", {shown: figure(Math.min(rows, ids.length)), all: figure(ids.length)});
  $("more").hidden = ids.length <= rows;
}

function sortBy(column) {
  sorted = {by: column, down: sorted.by === column ? !sorted.down : column !== "name" && column !== "kind"};
  showList();
}

function showAs(what) {
  const list = what === "list";
  $("list").hidden = !list;
  $("stage").classList.toggle("listed", list);
  for (const name of ["map", "list"]) $("as-" + name).setAttribute("aria-pressed", String(name === what));
  showList();
}
