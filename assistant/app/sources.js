// The table of sources: fetched when the index or the filter changes.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const filter = find("input");
const rows = find("tbody");
const more = find(".more");
let asked = 0;
let held = null;

function count() {
  const beyond = held ? held.found - held.shown : 0;
  more.hidden = !beyond;
  more.textContent = page.say("sources.more", { n: beyond });
  find(".none").hidden = !held || held.found > 0 || filter.value !== "";
}

async function fill() {
  const request = ++asked;
  const answer = await server.rows(filter.value).catch(() => null);
  if (!answer || request !== asked) return;
  held = answer;
  rows.innerHTML = answer.html;
  page.translate(rows);
  count();
}

filter.addEventListener("input", fill);
rows.addEventListener("click", (event) => {
  const opener = event.target.closest("button.open");
  if (!opener) return;
  const { path, sha256 } = opener.dataset;
  page.tell("source", { targets: [{ document: path, sha256, section: [] }], at: 0, opener });
});
page.on("index", fill);
page.on("language", () => {
  page.translate(element);
  count();
});
page.translate(element);
fill();
