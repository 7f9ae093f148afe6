// The filters of the board: what can be chosen, what is, and putting it back.
const form = find(".fields");
const filter = {
  words: "",
  group: null,
  since: "",
  alone: false,
  countries: new Set(),
  statuses: new Set(),
  marks: new Set(),
};
let table = null;
let found = null;

// Fills what can be chosen, by what there is.
function offer() {
  const { countries, indicators, dates } = table;
  const known = new Set(countries.map(([code]) => code));
  for (const code of filter.countries) if (!known.has(code)) filter.countries.delete(code);
  const compare = new Intl.Collator(page.language).compare;
  const named = [...countries].sort((a, b) => compare(nameOf(a), nameOf(b)));
  const options = () => named.map((each) => option(each[0], nameOf(each)));
  find("datalist").replaceChildren(...named.map((each) => option(nameOf(each), "")));
  reading.replaceChildren(...options());
  const groups = groupNames();
  const called = new Map(indicators.map((each) => [each[3], groupOf(each)]));
  form.elements.group.replaceChildren(
    new Option(page.say("board.any_group"), "any"),
    ...groups.map((group, number) => option(String(number), called.get(group) || page.say("board.no_group")))
  );
  form.elements.group.value = groups.includes(filter.group) ? groups.indexOf(filter.group) : "any";
  form.elements.group.hidden = groups.length < 2;
  const years = [...new Set(dates.map((date) => date.slice(0, 4)))].sort().reverse();
  form.elements.since.replaceChildren(
    new Option(page.say("board.any_date"), ""),
    ...years.map((year) => new Option(page.say("board.since_year", { year }), year))
  );
  form.elements.since.value = years.includes(filter.since) ? filter.since : "";
  filter.since = form.elements.since.value;
  const alone = indicators.filter((each) => each[5]).length;
  const toggle = find(".alone");
  toggle.hidden = !alone;
  toggle.querySelector("[data-t]").dataset.tArgs = JSON.stringify({ n: alone });
  page.translate(toggle);
  form.elements.alone.checked = filter.alone;
}

// After a filter has changed: what it finds begins at the top.
function applyAnew() {
  host.scrollTo(0, 0);
  scrolled();
  apply();
}

// The countries picked, each to be put back.
function pick() {
  const list = find(".picked");
  list.hidden = !filter.countries.size;
  list.replaceChildren(
    ...table.countries.filter(([code]) => filter.countries.has(code)).map((country) => {
      const button = make("button", "chip");
      button.type = "button";
      button.dataset.code = country[0];
      button.title = page.say("board.drop", { country: nameOf(country) });
      button.append(words("span", "", nameOf(country)), drawing("close"));
      const item = make("li", "");
      item.append(button);
      return item;
    })
  );
}

function toggle(set, value) {
  if (!set.delete(value)) set.add(value);
  applyAnew();
}

function clear() {
  Object.assign(filter, { words: "", group: null, since: "" });
  for (const set of [filter.countries, filter.statuses, filter.marks]) set.clear();
  Object.assign(form.elements.words, { value: "" });
  form.elements.group.value = "any";
  form.elements.since.value = "";
  applyAnew();
  form.elements.words.focus();
}

// A country is picked when its name stands whole in the field. While one is typing, only if no other
// begins with it, as Nigeria does with Niger; once one is sure, its beginning is enough.
function pickCountry(isSure) {
  const field = form.elements.country;
  const wanted = plain(field.value.trim());
  if (!wanted || !table) return;
  const names = table.countries.map((each) => [each[0], plain(nameOf(each))]);
  const begun = names.filter(([, name]) => name.startsWith(wanted));
  const whole = begun.find(([, name]) => name === wanted);
  const single = begun.length === 1;
  const only = isSure ? (whole ?? (single ? begun[0] : null)) : single && whole;
  if (!only) return;
  field.value = "";
  filter.countries.add(only[0]);
  applyAnew();
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target, inputType }) => {
  const { words: text, group, since, alone } = form.elements;
  if (!table) return;
  // What is chosen from the list is not typed.
  if (target.name === "country") return pickCountry(!inputType || inputType === "insertReplacementText");
  filter.words = text.value;
  filter.group = group.value === "any" ? null : groupNames()[Number(group.value)];
  filter.since = since.value;
  filter.alone = alone.checked;
  applyAnew();
});
const groupNames = () => [...new Set(table.indicators.filter((each) => !each[5]).map((each) => each[3]))];
form.elements.country.addEventListener("keydown", (event) => {
  if (event.key === "Enter") pickCountry(true);
});
find(".chips").addEventListener("click", (event) => {
  const { status, mark: kind } = event.target.closest("button")?.dataset ?? {};
  if (status) toggle(filter.statuses, status);
  if (kind) toggle(filter.marks, kind);
});
find(".picked").addEventListener("click", (event) => {
  const code = event.target.closest("button")?.dataset.code;
  if (!code) return;
  toggle(filter.countries, code);
  form.elements.country.focus();
});
find(".clear").addEventListener("click", clear);
