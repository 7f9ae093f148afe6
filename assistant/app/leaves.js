// The documents that the pane has shown, and the places marked in them. A document comes in leaves:
// those around the place looked for at once, the others after that. Documents are kept by content,
// so an old answer finds what it cited.
const page = window.assistantPage;

const KEPT = 24;
const AT_A_TIME = 12;
const documents = new Map();
const pending = new Map();
const marks = [];
let marking = false;

const keyOf = (path, sha256) => `${path}@${sha256}${marking ? " marked" : ""}`;

function remember(path, answer) {
  const key = keyOf(path, answer.sha256);
  if (documents.has(key)) return documents.get(key);
  const content = document.createElement("article");
  content.innerHTML = answer.html;
  page.translate(content);
  const leaves = [...content.querySelectorAll(".leaf")].map((leaf) => ({
    leaf,
    start: Number(leaf.dataset.from),
  }));
  const { sha256, head, pages } = answer;
  const found = { path, sha256, head, pages, marked: marking, content, leaves };
  documents.set(key, found);
  // A map remembers the order of insertion: the oldest goes first.
  if (documents.size > KEPT) documents.delete(documents.keys().next().value);
  return found;
}

// Returns the document with the place in it: as cited where that text is at hand, otherwise where
// the quote stands in the text of today.
async function fetched({ document: path, sha256, quote, start, end }) {
  const known = documents.get(keyOf(path, sha256));
  if (known) return { found: known, start, end };
  const answer = await request("document", { path, sha256, quote, start, marked: marking });
  if (answer.missing) return { problem: "source.missing" };
  const found = remember(path, answer);
  if (answer.sha256 === sha256) return { found, start, end };
  if (!answer.place) return { found, problem: "source.gone" };
  return { found, problem: "source.moved", start: answer.place[0], end: answer.place[1] };
}

function forget({ path, sha256 }) {
  documents.delete(keyOf(path, sha256));
}

// One request serves all who want the same at the same time.
function request(name, wanted) {
  const key = name + JSON.stringify(wanted);
  if (!pending.has(key)) {
    pending.set(key, server[name](wanted).finally(() => pending.delete(key)));
  }
  return pending.get(key);
}

const isEmpty = ({ leaf }) => !leaf.hasChildNodes();

async function fill({ path, sha256, marked, leaves }, numbers) {
  const html = (await request("leaves", { path, sha256, marked, numbers })) ?? {};
  for (const number of numbers) {
    const each = leaves[number];
    if (!isEmpty(each) || !html[number]) continue;
    each.leaf.innerHTML = html[number];
    page.translate(each.leaf);
  }
  return numbers.every((number) => html[number]);
}

// Fetches what is missing of the document in sight, from the place in sight on.
async function complete(found, isInSight) {
  if (found.completing) return;
  found.completing = true;
  let goesOn = true;
  while (goesOn && isInSight()) {
    const missing = found.leaves.flatMap((each, number) => (isEmpty(each) ? [number] : []));
    if (!missing.length) break;
    goesOn = await fill(found, missing.slice(0, AT_A_TIME)).catch(() => false);
    await new Promise((done) => setTimeout(done));
  }
  found.completing = false;
}

// Offsets count code points, the browser counts UTF-16 units; they differ beyond U+FFFF.
const astral = /[\ud800-\udbff]/;
const points = (text) => (astral.test(text) ? [...text].length : text.length);
const units = (text, count) =>
  astral.test(text) ? [...text].slice(0, count).join("").length : Math.min(count, text.length);

// Leaves and runs lie in the order of the text, so the one that holds an offset is found by halving.
function numberAt(parts, offset) {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle].start <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}

// Wraps the part of a run between two offsets, text node by text node.
function markRun({ run, start }, from, to) {
  const walker = document.createTreeWalker(run, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  let offset = start;
  for (const node of nodes) {
    const length = points(node.data);
    const begin = Math.max(from - offset, 0);
    const end = Math.min(to - offset, length);
    offset += length;
    if (begin >= end) continue;
    const range = document.createRange();
    range.setStart(node, units(node.data, begin));
    range.setEnd(node, units(node.data, end));
    const mark = document.createElement("mark");
    range.surroundContents(mark);
    marks.push(mark);
  }
}

// The numbers of the leaves that hold a place.
function holding({ leaves }, start, end) {
  const first = numberAt(leaves, start);
  const last = Math.max(first, numberAt(leaves, end - 1));
  return leaves.slice(first, last + 1).map((_, i) => first + i);
}

// Marks a place whose leaves are there, and returns where it begins.
function mark(found, start, end) {
  for (const number of holding(found, start, end)) {
    const spans = found.leaves[number].leaf.querySelectorAll("[data-o]");
    const runs = [...spans].map((run) => ({ run, start: Number(run.dataset.o) }));
    for (let at = numberAt(runs, start); at < runs.length && runs[at].start < end; at++) {
      markRun(runs[at], start, end);
    }
  }
  return marks[0];
}

// Takes the marks away, and leaves the text as it was.
function lift() {
  for (const old of marks.splice(0)) {
    const parent = old.parentNode;
    old.replaceWith(...old.childNodes);
    parent.normalize();
  }
}
