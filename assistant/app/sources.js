// The table of sources: fetched when the index, the filter or the order changes.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const view = find(".documents");
const filter = find("input");
const rows = find("tbody");
const more = find(".more");
const sure = find("dialog");
// The state of a source in the table is called so, too.
const refused = sure.querySelector(".refused");
let asked = 0;
let held = null;
let order = { sort: null, down: false };
let doomed = null;

function count() {
  const beyond = held ? held.found - held.shown : 0;
  more.hidden = !beyond;
  more.textContent = page.say("sources.more", { n: beyond });
  const isEmpty = held?.found === 0 && filter.value === "";
  find(".none").hidden = !isEmpty;
  find(".table").hidden = isEmpty;
}

async function fill() {
  const request = ++asked;
  const answer = await server.rows({ filter: filter.value, language: page.language, ...order }).catch(() => null);
  if (!answer || request !== asked) return;
  held = answer;
  rows.innerHTML = answer.html;
  page.translate(rows);
  count();
}

// A second press turns the order round, a third gives back the one that begins with what needs
// attention.
function sort(column) {
  if (order.sort !== column) order = { sort: column, down: false };
  else order = order.down ? { sort: null, down: false } : { sort: column, down: true };
  for (const button of element.querySelectorAll("[data-sort]")) {
    const way = button.dataset.sort === order.sort ? (order.down ? "descending" : "ascending") : "none";
    button.closest("th").setAttribute("aria-sort", way);
  }
  fill();
}

function ask(path) {
  doomed = path;
  find("#sources-sure").textContent = page.say("sources.remove_what", { path: page.inert(path) });
  refused.hidden = true;
  sure.showModal();
  find(".cancel").focus();
}

async function remove() {
  const answer = await page.asked(server.remove_document(doomed));
  if (answer.gone) {
    sure.close();
    await fill();
    filter.focus();
    page.tell("rebuild");
    return;
  }
  page.put(refused, answer);
}

filter.addEventListener("input", fill);
find("thead").addEventListener("click", (event) => {
  const button = event.target.closest("[data-sort]");
  if (button) sort(button.dataset.sort);
});
rows.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches(".remove")) return ask(button.dataset.path);
  if (!button?.matches(".open")) return;
  const { path, sha256 } = button.dataset;
  page.tell("source", { targets: [{ document: path, sha256, section: [] }], at: 0, opener: button });
});
find(".go").addEventListener("click", remove);
find(".cancel").addEventListener("click", () => sure.close());
find(".add").addEventListener("click", () => page.tell("shelf", "adding"));
find(".builds-open").addEventListener("click", () => page.tell("shelf", "builds"));
page.on("shelf", (name) => {
  const came = view.hidden && name === "documents";
  view.hidden = name !== "documents";
  if (came) filter.focus();
});
page.on("index", fill);
page.on("language", () => {
  page.translate(element);
  count();
});
page.translate(element);
fill();
