// The source pane: opens a document at a place, marks the sentence quoted, walks along the
// citations of an answer, and turns to the page as it looks and back.
const find = (selector) => element.querySelector(selector);
const pane = find(".source");
const head = find(".source-head");
const note = find(".source-note");
const scroll = find(".source-scroll");
const empty = find(".source-empty");
const desk = document.getElementById("desk");
const problems = { text: null, page: null };

let shown = { targets: [], at: 0 };
let lying = null;
let held = null;
let facing = "text";
let opener = null;
let asked = 0;

function bringIntoSight(place) {
  held = place ?? null;
  if (!place) return (scroll.scrollTop = 0);
  const gap = place.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  scroll.scrollTop += gap - scroll.clientHeight / 3;
}

// What is laid out or fetched above a place may prove higher or lower than was thought. The place
// stays in sight until somebody scrolls.
const growth = new ResizeObserver(() => {
  requestAnimationFrame(() => held?.isConnected && !scroll.hidden && bringIntoSight(held));
});
for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  scroll.addEventListener(kind, () => (held = null), { passive: true });
}

function translate() {
  page.translate(find(".about"));
  if (lying) page.translate(lying.content);
}

function notice(kind, key) {
  problems[kind] = key ?? null;
  const said = problems[facing];
  note.hidden = !said;
  note.dataset.t = said ?? "";
  if (said) page.translate(note);
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
  const { found, problem, start, end } = await reached(targets[at]).catch(() => ({
    problem: "source.unreachable",
  }));
  if (number !== asked) return;
  pane.classList.remove("loading");
  lying = found ?? null;
  shown.span = [start, end];
  lift();
  notice("text", problem);
  // A long document is not laid out anew where it lies open already.
  if (scroll.firstElementChild !== found?.content) {
    growth.disconnect();
    scroll.replaceChildren(...(found ? [found.content] : []));
    if (found) growth.observe(found.content);
    find(".about").innerHTML = found ? found.head : "";
    if (found) translate();
  }
  lead();
  unfold(false);
  offerViews();
  if (!found) return;
  const first = start === undefined ? null : mark(found, start, end);
  if (facing === "page") return turnTo(targets[at].page ?? 1);
  bringIntoSight(first);
  // What one looks for is painted before the rest is fetched.
  requestAnimationFrame(() => setTimeout(() => complete(found, () => lying === found)));
}

// The document, with the leaves that hold the place.
async function reached(target) {
  const place = await fetched(target);
  if (await isThere(place)) return place;
  // The index has another text by now, so that no more of the one begun can be had.
  forget(place.found);
  const anew = await fetched(target);
  return (await isThere(anew)) ? anew : { problem: "source.gone" };
}

async function isThere({ found, start, end }) {
  if (!found || start === undefined) return true;
  const missing = holding(found, start, end).filter((number) => isEmpty(found.leaves[number]));
  return !missing.length || fill(found, missing);
}

// The text, or a page as it looks
function offerViews() {
  const hasPages = Boolean(lying?.pages);
  find(".view-tabs").hidden = !hasPages;
  if (!hasPages) facing = "text";
  scroll.setAttribute("role", hasPages ? "tabpanel" : "group");
  face();
}

function face() {
  const isPage = facing === "page";
  for (const tab of element.querySelectorAll("[data-view]")) {
    const isChosen = tab.dataset.view === facing;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
  }
  scroll.hidden = isPage;
  view.hidden = !isPage;
  turning.hidden = !isPage;
  for (const button of turning.querySelectorAll("button")) button.hidden = !isPage;
  find(".marking").hidden = isPage || !lying;
  notice(facing, problems[facing]);
}

async function turnTo(number) {
  const [start, end] = shown.span;
  const mine = lying;
  const problem = await openSheet(lying, number, start, end);
  if (problem !== undefined && mine === lying) notice("page", problem);
}

function turn(kind) {
  if (kind === facing || !lying) return;
  facing = kind;
  face();
  if (kind === "page") turnTo(shown.targets[shown.at]?.page ?? 1);
  else {
    bringIntoSight(marks[0]);
    const found = lying;
    complete(found, () => lying === found);
  }
}

find(".view-tabs").addEventListener("click", (event) => {
  const tab = event.target.closest("[data-view]");
  if (tab) turn(tab.dataset.view);
});
find(".view-tabs").addEventListener("keydown", (event) => {
  if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  turn(facing === "text" ? "page" : "text");
  find(`[data-view=${facing}]`).focus();
});
find(".back").addEventListener("click", () => turnTo(leaf.page - 1));
find(".forth").addEventListener("click", () => turnTo(leaf.page + 1));
find(".marking").addEventListener("click", () => {
  marking = !marking;
  find(".marking").setAttribute("aria-pressed", String(marking));
  show(shown.targets, shown.at);
});

// An answer that quotes nothing leaves no earlier quote standing beside it.
function clear() {
  asked++;
  shown = { targets: [], at: 0 };
  lying = null;
  head.hidden = true;
  notice("text", null);
  lift();
  facing = "text";
  face();
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
  // The board is as wide as the page where no source lies beside it.
  find(".close").hidden = !over && !desk.classList.contains("wide");
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
  for (const part of [pane, scroll, view]) page.name(part);
  translate();
  label();
  tellSheet();
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
face();
page.translate(element);
