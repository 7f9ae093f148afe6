// The source pane: opens a document at a place, marks the sentence quoted, and walks along the
// citations of an answer. Documents are kept by content, so an old answer finds what it cited.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const pane = find(".source");
const head = find(".source-head");
const note = find(".source-note");
const scroll = find(".source-scroll");
const empty = find(".source-empty");
const desk = document.getElementById("desk");
const narrow = window.matchMedia("(max-width: 860px)");

const KEPT = 24;
const documents = new Map();
const pending = new Map();
const marks = [];
let shown = { targets: [], at: 0 };
let opener = null;
let asked = 0;

function remember(path, answer) {
  const known = documents.get(`${path}@${answer.sha256}`);
  if (known) return known;
  const content = document.createElement("article");
  content.innerHTML = answer.html;
  const runs = [...content.querySelectorAll("[data-o]")].map((run) => ({
    run,
    start: Number(run.dataset.o),
  }));
  const found = { head: answer.head, content, runs };
  documents.set(`${path}@${answer.sha256}`, found);
  // A map remembers the order of insertion: the oldest goes first.
  if (documents.size > KEPT) documents.delete(documents.keys().next().value);
  return found;
}

// Returns the document with the place in it: as cited where that text is at hand, otherwise where
// the quote stands in the text of today.
async function fetched({ document: path, sha256, quote, start, end }) {
  const known = documents.get(`${path}@${sha256}`);
  if (known) return { found: known, start, end };
  const answer = await request({ path, sha256, quote });
  if (answer.missing) return { problem: "source.missing" };
  const found = remember(path, answer);
  if (answer.sha256 === sha256) return { found, start, end };
  if (!answer.place) return { found, problem: "source.gone" };
  return { found, problem: "source.moved", start: answer.place[0], end: answer.place[1] };
}

// One request serves all who want the same at the same time.
function request(wanted) {
  const key = JSON.stringify(wanted);
  if (!pending.has(key)) {
    pending.set(key, server.document(wanted).finally(() => pending.delete(key)));
  }
  return pending.get(key);
}

// Offsets count code points, the browser counts UTF-16 units; they differ beyond U+FFFF.
const astral = /[\ud800-\udbff]/;
const points = (text) => (astral.test(text) ? [...text].length : text.length);
const units = (text, count) =>
  astral.test(text) ? [...text].slice(0, count).join("").length : Math.min(count, text.length);

// Runs lie in the order of the text, so the one that holds an offset is found by halving.
function runAt(runs, offset) {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle].start <= offset) low = middle + 1;
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

function mark({ runs }, start, end) {
  if (start === undefined) return null;
  for (let at = runAt(runs, start); at < runs.length && runs[at].start < end; at++) {
    markRun(runs[at], start, end);
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

function bringIntoSight(place) {
  if (!place) return (scroll.scrollTop = 0);
  const gap = place.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  scroll.scrollTop += gap - scroll.clientHeight / 3;
}

// The text itself is in no language of the page.
function translate() {
  page.translate(find(".about"));
  const facts = find(".doc-facts");
  if (facts) page.translate(facts);
}

function notice(key) {
  note.hidden = !key;
  note.dataset.t = key ?? "";
  if (key) page.translate(note);
}

function label() {
  const { targets, at } = shown;
  const target = targets[at];
  if (!target) return;
  const several = targets.length > 1;
  find(".previous").hidden = find(".next").hidden = !several;
  find(".previous").disabled = at === 0;
  find(".next").disabled = at === targets.length - 1;
  const where = target.page ? [...target.section, page.say("source.page", { n: target.page })] : target.section;
  find(".place").textContent = target.marker
    ? page.say("source.place", { n: target.marker, total: targets.length })
    : page.say("source.label");
  find(".path").replaceChildren(
    ...where.map((heading) => {
      const step = document.createElement("bdi");
      step.textContent = heading;
      return step;
    })
  );
  head.hidden = false;
}

// The original, at the place: the page of a PDF, the sentence of a page on the web. A text that
// restates its original has another wording than that.
function lead() {
  const link = find(".original");
  const target = shown.targets[shown.at];
  if (!link || !target) return;
  link.dataset.address ??= link.getAttribute("href");
  const { address, kind } = link.dataset;
  let place = "";
  if (kind === "pdf" && target.page) place = `#page=${target.page}`;
  if (kind === "web" && target.marker) place = `#:~:text=${fragment(target.quote)}`;
  link.href = address.includes("#") ? address : address + place;
}

function fragment(quote) {
  const encoded = (words) => encodeURIComponent(words.join(" ")).replaceAll("-", "%2D");
  const words = quote.trim().split(/\s+/);
  return words.length > 12 ? `${encoded(words.slice(0, 5))},${encoded(words.slice(-5))}` : encoded(words);
}

// Copying a reference
function unfold(open) {
  const button = find(".cite");
  if (!button) return;
  button.setAttribute("aria-expanded", String(open));
  find(".citing ul").hidden = !open;
}

async function copy(form) {
  const { document: path, ...target } = shown.targets[shown.at];
  const wanted = { ...target, document: path, language: page.language };
  const forms = (await server.cite(wanted).catch(() => null)) ?? {};
  const done = Boolean(forms[form]) && (await page.copy(forms[form]));
  const told = find(".copied");
  told.dataset.t = done ? "source.copied" : "source.uncopied";
  page.translate(told);
  setTimeout(() => (told.textContent = ""), 4000);
  find(".cite").focus();
  unfold(false);
}

find(".about").addEventListener("click", (event) => {
  const cite = event.target.closest(".cite");
  if (cite) unfold(cite.getAttribute("aria-expanded") !== "true");
  const form = event.target.closest("[data-form]");
  if (form) copy(form.dataset.form);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".citing")) unfold(false);
});

async function show(targets, at) {
  const number = ++asked;
  shown = { targets, at };
  label();
  page.tell("shown", targets[at]);
  pane.classList.add("loading");
  const { found, problem, start, end } = await fetched(targets[at]).catch(() => ({
    problem: "source.unreachable",
  }));
  if (number !== asked) return;
  pane.classList.remove("loading");
  notice(problem);
  lift();
  // A long document is not laid out anew where it lies open already.
  if (scroll.firstElementChild !== found?.content) {
    scroll.replaceChildren(...(found ? [found.content] : []));
    find(".about").innerHTML = found ? found.head : "";
    if (found) translate();
  }
  lead();
  unfold(false);
  if (found) bringIntoSight(mark(found, start, end));
}

// An answer that quotes nothing leaves no earlier quote standing beside it.
function clear() {
  asked++;
  shown = { targets: [], at: 0 };
  head.hidden = true;
  notice(null);
  lift();
  scroll.replaceChildren(empty);
  page.translate(empty);
  page.tell("shown", null);
}

function step(by) {
  const at = shown.at + by;
  if (shown.targets[at]) show(shown.targets, at);
}

// On a narrow screen the pane lies over the rest or out of sight; only what is in sight can be
// reached.
function lay(open) {
  const over = open && narrow.matches;
  desk.classList.toggle("reading", open);
  document.getElementById("right").inert = narrow.matches && !open;
  for (const id of ["left", "bar"]) document.getElementById(id).inert = over;
  pane.toggleAttribute("aria-modal", over);
  if (over) pane.setAttribute("role", "dialog");
  else pane.removeAttribute("role");
  find(".close").hidden = !over;
  if (over) find(".close").focus();
}

function close() {
  if (!desk.classList.contains("reading")) return;
  lay(false);
  opener?.focus();
}

page.on("source", ({ targets, at, opener: from, quiet }) => {
  if (quiet && narrow.matches) return;
  if (!targets.length) return clear();
  opener = from ?? null;
  show(targets, at);
  if (!quiet) lay(true);
});
// Before anything is opened, the sources themselves lie here.
page.on("index", async () => {
  const shelf = empty.querySelector("ul");
  shelf.innerHTML = (await server.shelf(null).catch(() => "")) ?? "";
  page.translate(shelf);
});
element.addEventListener("click", (event) => {
  const card = event.target.closest("button.open");
  if (!card) return;
  const { path, sha256 } = card.dataset;
  page.tell("source", { targets: [{ document: path, sha256, section: [] }], at: 0 });
});
page.on("prefetch", async ({ targets }) => {
  for (const target of targets) await fetched(target).catch(() => null);
});
page.on("language", () => {
  page.translate(head);
  page.translate(empty);
  page.translate(note);
  for (const part of [pane, scroll]) page.name(part);
  translate();
  label();
});
find(".previous").addEventListener("click", () => step(-1));
find(".next").addEventListener("click", () => step(1));
find(".close").addEventListener("click", close);
narrow.addEventListener("change", () => lay(false));
lay(false);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (find(".cite")?.getAttribute("aria-expanded") === "true") {
    unfold(false);
    find(".cite").focus();
  } else close();
});
page.translate(element);
