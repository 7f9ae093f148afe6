// The table as one sees it: of all its rows and columns only those in sight are drawn, in squares
// of one size. The arrow keys walk from cell to cell, the headings among them.
const ROW = 58;
const NARROWEST = 156;
const WIDEST = 240;
const FIRST = 184;
const HEAD = 74;
const BEYOND = 2;
const host = find(".lattice");
const body = make("div", "rows", "rowgroup");
const head = make("div", "row head", "row");
const drawnRows = new Map();
let grid = { table: null, open: null, rows: [], columns: [] };
let active = { row: 0, column: -1 };
let drawnColumns = "";
let square = NARROWEST;
// Kept, so that drawing need not wait for the browser to lay out what was drawn before.
const view = { top: 0, left: 0, width: 0, height: 0 };
// The number of the cell whose evidence is shown.
let opened = null;
let order = { column: null, down: false };

const placeAt = (row, column) => grid.rows[row] * grid.table.indicators.length + grid.columns[column];

function cellAt(row, column) {
  const cell = make("div", "cell", "gridcell");
  const number = placeAt(row, column);
  cell.setAttribute("aria-selected", String(number === opened));
  if (grid.open[number]) cell.append(...content(grid.table, grid.table.at[number]));
  else {
    cell.classList.add("out");
    cell.append(once("out", () => words("span", "sr-only", page.say("board.out"))).cloneNode(true));
  }
  return placed(cell, row, column);
}

function placed(cell, row, column) {
  cell.dataset.row = row;
  cell.dataset.column = column;
  cell.setAttribute("aria-colindex", String(column + 2));
  if (column >= 0) cell.style.left = `${FIRST + column * square}px`;
  cell.tabIndex = row === active.row && column === active.column ? 0 : -1;
  return cell;
}

function rowAt(row, columns) {
  const made = make("div", "row", "row");
  made.style.transform = `translateY(${row * ROW}px)`;
  made.setAttribute("aria-rowindex", String(row + 2));
  const name = make("div", "name", "rowheader");
  name.append(words("span", "", nameOf(grid.table.countries[grid.rows[row]])));
  made.append(placed(name, row, -1), ...columns.map((column) => cellAt(row, column)));
  return made;
}

function drawHead(columns) {
  const corner = make("div", "name", "columnheader");
  corner.textContent = page.say("board.country");
  const headings = columns.map((column) => {
    const indicator = grid.table.indicators[grid.columns[column]];
    const cell = make("div", "cell", "columnheader");
    const above = indicator[5] ? page.say("board.alone") : groupOf(indicator);
    if (above) cell.append(words("span", "group", above));
    cell.append(words("span", "what", nameOf(indicator)));
    cell.title = nameOf(indicator);
    const isSorted = order.column === grid.columns[column];
    cell.setAttribute("aria-sort", isSorted ? (order.down ? "descending" : "ascending") : "none");
    return placed(cell, -1, column);
  });
  head.setAttribute("aria-rowindex", "1");
  head.replaceChildren(placed(corner, -1, -1), ...headings);
}

// What is in sight and a little beyond; the cell that has the focus stays.
function inSight(length, from, size, each, kept) {
  const first = Math.max(0, Math.floor(from / each) - BEYOND);
  const last = Math.min(length, Math.ceil((from + size) / each) + BEYOND);
  const numbers = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  return kept >= 0 && kept < length && !(kept >= first && kept < last) ? [...numbers, kept] : numbers;
}

function drawLattice() {
  if (!grid.table) return;
  const { top, left, width, height } = view;
  const rows = inSight(grid.rows.length, top, height, ROW, active.row);
  const columns = inSight(grid.columns.length, left, width, square, active.column);
  const hadFocus = host.contains(document.activeElement);
  if (drawnColumns !== columns.join()) {
    drawnColumns = columns.join();
    drawnRows.clear();
    body.replaceChildren();
    drawHead(columns);
  }
  const wanted = new Set(rows);
  for (const [row, drawn] of drawnRows) {
    if (wanted.has(row)) continue;
    drawn.remove();
    drawnRows.delete(row);
  }
  for (const row of rows) {
    if (drawnRows.has(row)) continue;
    const drawn = rowAt(row, columns);
    drawnRows.set(row, drawn);
    body.append(drawn);
  }
  if (hadFocus && !host.contains(document.activeElement)) atActive()?.focus({ preventScroll: true });
}

const atActive = () => host.querySelector(`[data-row="${active.row}"][data-column="${active.column}"]`);

// Draws the table anew, with the rows and columns that a filter left.
function showLattice(table, found) {
  const { rows, columns, open } = found;
  grid = { table, open, rows: sorted(table, rows), columns };
  active.row = Math.min(active.row, rows.length - 1);
  active.column = Math.min(active.column, columns.length - 1);
  drawnColumns = null;
  host.setAttribute("aria-label", page.say("tab.board"));
  host.setAttribute("aria-rowcount", String(rows.length + 1));
  host.setAttribute("aria-colcount", String(columns.length + 1));
  body.style.height = `${rows.length * ROW}px`;
  host.style.maxHeight = `${HEAD + rows.length * ROW + 16}px`;
  if (!host.firstChild) host.append(head, body);
  if (!view.height) Object.assign(view, { width: host.clientWidth, height: host.clientHeight });
  spread();
  drawLattice();
}

// Few columns share the width there is.
function spread() {
  const { length } = grid.columns;
  const share = Math.floor((view.width - FIRST) / Math.max(1, length));
  const wanted = Math.min(WIDEST, Math.max(NARROWEST, share));
  if (wanted !== square) drawnColumns = null;
  square = wanted;
  // The browser scrolls back by itself where less is left, but only after drawing.
  view.top = Math.min(view.top, Math.max(0, HEAD + grid.rows.length * ROW - view.height));
  view.left = Math.min(view.left, Math.max(0, FIRST + length * square - view.width));
  host.style.setProperty("--column", `${square}px`);
  head.style.width = body.style.width = `${FIRST + length * square}px`;
}

// By name, or by what stands in one column: figures by size, a status in the order of the filters.
function sorted(table, rows) {
  const names = table.countries.map(nameOf);
  const compare = new Intl.Collator(page.language).compare;
  const byName = [...rows].sort((a, b) => compare(names[a], names[b]));
  if (order.column === null) return byName;
  const keyed = new Map(rows.map((row) => [row, weight(table, table.at[row * table.indicators.length + order.column])]));
  const way = order.down ? -1 : 1;
  return byName.sort((a, b) => {
    const [first, second] = [keyed.get(a), keyed.get(b)];
    if (first === null || second === null) return (first === null) - (second === null);
    return way * (first[0] - second[0] || compare(first[1], second[1]));
  });
}

function weight(table, place) {
  if (place < 0) return null;
  const text = table.places.t[place];
  if (text < 0) return [-1e300 + table.status[place] * 1e290, ""];
  const figure = /^[^\d-]{0,4}(-?\d[\d\s\u202f.,]*)/.exec(table.texts[text])?.[1] ?? "";
  const number = parseFloat(figure.replace(/[\s\u202f]/g, "").replace(/,(?=\d{3})/g, ""));
  return [isNaN(number) ? 1e300 : number, table.texts[text]];
}

function moveTo(row, column) {
  const before = atActive();
  active = {
    row: Math.max(-1, Math.min(row, grid.rows.length - 1)),
    column: Math.max(-1, Math.min(column, grid.columns.length - 1)),
  };
  if (before) before.tabIndex = -1;
  bringInSight();
  scrolled();
  drawLattice();
  const cell = atActive();
  if (!cell) return;
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
}

function bringInSight() {
  const { row, column } = active;
  const high = host.clientHeight - HEAD;
  const wide = host.clientWidth - FIRST;
  if (row >= 0) {
    host.scrollTop = Math.max(Math.min(host.scrollTop, row * ROW), (row + 1) * ROW - high);
  }
  if (column >= 0) {
    host.scrollLeft = Math.max(Math.min(host.scrollLeft, column * square), (column + 1) * square - wide);
  }
}

const STEPS = {
  ArrowUp: () => [active.row - 1, active.column],
  ArrowDown: () => [active.row + 1, active.column],
  ArrowLeft: () => [active.row, active.column - 1],
  ArrowRight: () => [active.row, active.column + 1],
  Home: (all) => [all ? -1 : active.row, -1],
  End: (all) => [all ? Infinity : active.row, Infinity],
  PageUp: () => [Math.max(0, active.row - inPage()), active.column],
  PageDown: () => [active.row + inPage(), active.column],
};
const inPage = () => Math.max(1, Math.floor((host.clientHeight - HEAD) / ROW) - 1);

function select(number) {
  opened = number;
  host.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  if (number !== null) atActive()?.setAttribute("aria-selected", "true");
}

// Tells `choose` which cell was chosen, by mouse or keyboard.
function onChoosing(choose) {
  host.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const step = STEPS[event.key];
    if (step) moveTo(...step(event.ctrlKey));
    else if (event.key === "Enter" || event.key === " ") choose(active.row, active.column);
    else return;
    event.preventDefault();
  });
  host.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-row]");
    if (!cell) return;
    moveTo(Number(cell.dataset.row), Number(cell.dataset.column));
    choose(active.row, active.column);
  });
}

let waiting = false;
function drawSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    drawLattice();
  });
}
host.setAttribute("role", "grid");
const scrolled = () => Object.assign(view, { top: host.scrollTop, left: host.scrollLeft });
host.addEventListener("scroll", () => { scrolled(); drawSoon(); }, { passive: true });
new ResizeObserver(() => {
  Object.assign(view, { width: host.clientWidth, height: host.clientHeight });
  spread();
  drawSoon();
}).observe(host);
