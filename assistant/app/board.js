// The board: filters above, the table or on a narrow screen a list below, the evidence of the cell
// chosen under it; a country to read in its stead.
const desk = document.getElementById("desk");
const overview = find(".overview");
const slip = find(".slip");
const dossier = find(".dossier");
const reading = find("[name=dossier]");
let served = null;
let asked = 0;
let portrayed = null;
let chosen = null;
let places = { root: null, targets: [] };

const isInSight = () => element.offsetParent !== null;

function trouble(said) {
  const line = find(".trouble");
  if (said) page.put(line, said);
  else line.hidden = true;
}

async function load() {
  const wanted = served;
  if (wanted === null || !isInSight() || table?.wanted === wanted) return;
  const number = ++asked;
  if (!table) trouble({ trouble_key: "board.loading" });
  const answer = await page.asked(server.board(null), "board.unreachable");
  if (number !== asked) return;
  if (!answer.text) {
    find(".lens").hidden = !table;
    return trouble(answer);
  }
  trouble(null);
  table = readTable(answer.text);
  table.wanted = wanted;
  if (table.indicators.every(([, , , , , alone]) => alone)) filter.alone = true;
  select(null);
  offer();
  apply();
  if (portrayed) openDossier(portrayed);
}

// Filters the table, and draws what is left of it.
function apply() {
  if (!table) return;
  found = filtered(table, filter);
  const isEmpty = !table.places.c.length;
  const isNone = !isEmpty && !found.rows.length;
  host.hidden = narrow.matches || isEmpty || isNone;
  slips.hidden = !narrow.matches || isEmpty || isNone;
  find(".lens").hidden = isEmpty;
  find(".none").hidden = !isNone;
  find(".empty").hidden = !isEmpty;
  for (const button of element.querySelectorAll("[data-status]")) {
    const status = button.dataset.status;
    button.setAttribute("aria-pressed", String(filter.statuses.has(status)));
    button.querySelector(".count").textContent = page.number(found.counts.get(status));
  }
  for (const button of element.querySelectorAll("[data-mark]")) {
    const kind = button.dataset.mark;
    button.setAttribute("aria-pressed", String(filter.marks.has(kind)));
    button.querySelector(".count").textContent = page.number(found.counts.get(kind));
  }
  const values = { cells: found.found, rows: found.rows.length, columns: found.columns.length };
  find(".extent [role=status]").textContent = page.say("board.extent", values);
  const { words: text, group, since, countries, statuses, marks } = filter;
  find(".clear").hidden = !(text || group !== null || since || countries.size + statuses.size + marks.size);
  pick();
  if (narrow.matches) showSlips(table, found);
  else showLattice(table, found);
}

// Cells and their evidence
const cellFocus = { focus: () => atActive()?.focus() };

async function openPlace(number, opener) {
  const width = table.indicators.length;
  const country = table.countries[Math.floor(number / width)][0];
  const indicator = table.indicators[number % width][0];
  const request = (chosen = { country, indicator });
  const answer = await page.asked(server.evidence({ country, indicator }), "board.unreachable");
  if (request !== chosen) return;
  if (!answer.targets) return trouble(answer);
  const { html, targets } = answer;
  if (narrow.matches && targets.length === 1) return page.tell("source", { targets, at: 0, opener });
  fillPlaces(slip.querySelector(".said"), html, targets);
  slip.hidden = false;
  if (!narrow.matches) select(number);
  slip.querySelector(".said").scrollTop = 0;
  if (narrow.matches) slip.querySelector(".close").focus();
  else if (targets.length) page.tell("source", { targets, at: 0, opener });
  if (!narrow.matches) requestAnimationFrame(bringInSight);
}

function fillPlaces(root, html, targets) {
  root.innerHTML = html;
  page.translate(root);
  places = { root, targets };
}

function closeSlip() {
  if (slip.hidden) return false;
  slip.hidden = true;
  chosen = null;
  select(null);
  if (narrow.matches) slips.querySelector("button:focus, button")?.focus();
  else atActive()?.focus();
  return true;
}

function choose(row, column) {
  if (row < 0 && column < 0) return;
  if (row < 0) return sortBy(grid.columns[column]);
  if (column < 0) return openDossier(table.countries[grid.rows[row]][0]);
  const number = placeAt(row, column);
  if (grid.open[number]) openPlace(number, cellFocus);
}

// A second press turns the order round, a third gives back the one by name.
function sortBy(column) {
  if (order.column !== column) order = { column, down: false };
  else order = order.down ? { column: null, down: false } : { column, down: true };
  showLattice(table, found);
  atActive()?.focus();
}

// A country to read
async function openDossier(code) {
  portrayed = code;
  const answer = await page.asked(server.profile(code), "board.unreachable");
  if (portrayed !== code) return;
  if (!answer.targets) return trouble(answer);
  overview.hidden = true;
  slip.hidden = true;
  dossier.hidden = false;
  reading.value = code;
  const said = dossier.querySelector(".said");
  fillPlaces(said, answer.html, answer.targets);
  said.scrollTop = 0;
  said.querySelector("h2")?.focus({ preventScroll: true });
}

function leaveDossier() {
  portrayed = null;
  dossier.hidden = true;
  overview.hidden = false;
  apply();
  if (narrow.matches) chooser.focus();
  else atActive()?.focus();
}

// Files hold what is in sight: the places that the filters left, or those of one country.
async function save(kind) {
  const open = portrayed ? new Uint8Array(table.at.length) : found.open;
  if (portrayed) {
    const width = table.indicators.length;
    const row = table.countries.findIndex(([code]) => code === portrayed);
    open.fill(1, row * width, (row + 1) * width);
  }
  const wanted = { form: kind, places: bits(table, open), generation: table.generation };
  const saved = server.save({ ...wanted, language: page.language });
  const answer = await page.asked(saved, "board.unreachable");
  if (!answer.bytes) return trouble(answer);
  const bytes = Uint8Array.from(atob(answer.bytes), (each) => each.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: answer.kind }));
  link.download = answer.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

find(".slip .close").addEventListener("click", closeSlip);
find(".back").addEventListener("click", leaveDossier);
find(".slip .profile").addEventListener("click", () => chosen && openDossier(chosen.country));
find(".lens .profile").addEventListener("click", () => chooser.value && openDossier(chooser.value));
reading.addEventListener("change", () => openDossier(reading.value));
chooser.addEventListener("change", () => showSlips(table, found));
find(".ways").addEventListener("click", (event) => {
  const wanted = event.target.closest("button")?.dataset.lens;
  if (!wanted || !table) return;
  way = wanted;
  showSlips(table, found);
});
slips.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) openPlace(Number(button.dataset.number), button);
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-target], [data-form]");
  if (button?.dataset.form && table) save(button.dataset.form);
  else if (button?.dataset.target) {
    page.tell("source", { targets: places.targets, at: Number(button.dataset.target), opener: button });
  }
});
element.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && closeSlip()) event.stopPropagation();
});
onChoosing(choose);
page.on("shown", (target) => {
  for (const button of places.root?.querySelectorAll("[data-target]") ?? []) {
    if (places.targets[button.dataset.target] === target) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
});
page.on("index", (state) => {
  served = state.index?.generation ?? "";
  load();
});
page.on("language", () => {
  page.translate(element);
  if (!table) return;
  offer();
  apply();
});

// The table takes the whole width until a source is opened beside it.
function takeRoom() {
  const was = desk.classList.contains("wide");
  const is = isInSight();
  if (was === is) return;
  desk.classList.toggle("wide", is);
  if (is && !narrow.matches) desk.classList.remove("reading");
  if (is) load();
}
new ResizeObserver(takeRoom).observe(find(".board"));
function fold() {
  find(".filters").open = !narrow.matches;
  apply();
}
narrow.addEventListener("change", fold);
find(".filters").open = !narrow.matches;
page.translate(element);
