// On a narrow screen: one country or one indicator at a time, as a list.
const narrow = window.matchMedia("(max-width: 860px)");
const slips = find(".slips");
const chooser = find("[name=lens]");
const MOST = 400;
let way = "country";

function option(value, text) {
  const made = new Option(page.inert(text), value);
  return made;
}

// Offers what the filters left, and keeps to what was chosen while it is among that.
function offerLens(table, { rows, columns }) {
  const chosen = chooser.value;
  const every =
    way === "country"
      ? sorted(table, rows).map((row) => option(table.countries[row][0], nameOf(table.countries[row])))
      : columns.map((column) => option(table.indicators[column][0], nameOf(table.indicators[column])));
  chooser.replaceChildren(...every);
  if (every.some((each) => each.value === chosen)) chooser.value = chosen;
  for (const button of element.querySelectorAll("[data-lens]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lens === way));
  }
  find(".lens .profile").hidden = way !== "country" || !every.length;
}

function showSlips(table, found) {
  offerLens(table, found);
  const width = table.indicators.length;
  const isCountry = way === "country";
  const list = isCountry ? table.countries : table.indicators;
  const at = list.findIndex(([key]) => key === chooser.value);
  const numbers = isCountry ? found.columns.map((column) => at * width + column) : sorted(table, found.rows).map((row) => row * width + at);
  const open = at < 0 ? [] : numbers.filter((number) => found.open[number]);
  slips.replaceChildren(...open.slice(0, MOST).map((number) => slipOf(table, number, isCountry)));
  if (open.length <= MOST) return;
  const more = make("li", "more");
  more.textContent = page.say("board.more", { n: open.length - MOST });
  slips.append(more);
}

function slipOf(table, number, isCountry) {
  const width = table.indicators.length;
  const country = table.countries[Math.floor(number / width)];
  const indicator = table.indicators[number % width];
  const button = make("button", "");
  button.type = "button";
  button.dataset.number = number;
  button.append(words("span", "what", nameOf(isCountry ? indicator : country)), ...content(table, table.at[number]));
  const item = make("li", "");
  item.append(button);
  return item;
}
