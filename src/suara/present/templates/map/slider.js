// The slider of time: two ends, of days, weeks, months, quarters or years.

const ends = [$("from"), $("to")], bins = data.time.bins;

function binName(i) {
  const options = data.time.unit === "1d" || data.time.unit === "1w" ? {day: "numeric", month: "short", year: "numeric"}
    : data.time.unit === "1y" ? {year: "numeric"} : {month: "short", year: "numeric"};
  const text = new Intl.DateTimeFormat(lang, {...options, timeZone: "UTC"}).format(new Date(bins[i] + "T00:00:00Z"));
  return i === 0 && data.time.earlier ? `≤ ${text}` : text;
}

function showRange() {
  const [from, to] = filters.range;
  ends[0].value = from; ends[1].value = to;
  for (const [k, end] of ends.entries()) end.setAttribute("aria-valuetext", binName(filters.range[k]));
  $("range").textContent = isWhole() ? word("whole_time") : from === to ? told("one_step", {unit: word("unit_" + data.time.unit), from: binName(from)})
    : told("range", {from: binName(from), to: binName(to), unit: word("unit_" + data.time.unit)});
}

// How many of the posts on the page are of each step.
function showBars() {
  const counts = bins.map(() => 0);
  for (const bin of posts.bin) if (bin !== null) counts[bin]++;
  const most = Math.max(1, ...counts);
  $("bars").replaceChildren(...counts.map(n => { const bar = element("i", ""); bar.style.height = `${100 * n / most}%`; return bar; }));
}

function slid(k) {
  const value = Number(ends[k].value), range = [...filters.range];
  range[k] = value;
  if (range[0] > range[1]) range[1 - k] = value;
  filters.range = range;
  showRange();
  later(changed);
}

// Once a frame is enough.
let waiting = false;
function later(act) {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; act(); });
}

function beginSlider() {
  $("time").hidden = bins.length < 2;
  if (bins.length < 2) return;
  for (const [k, end] of ends.entries()) {
    end.max = bins.length - 1;
    end.addEventListener("input", () => slid(k));
  }
  showBars(); showRange();
}
