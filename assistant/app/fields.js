// The table of the board: read from the server's text, and filtered. What stands where a country
// and an indicator meet is a place, by its number; -1 where no source says anything.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const STATUSES = { y: "yes", n: "no", a: "not_assessed", u: "unclear", v: "value" };
const ORDER = ["yes", "no", "not_assessed", "unclear", "value", "silent"];
const HEDGED = 1;
const OLD = 2;
const CHANGE = 4;
const DISAGREEMENT = 8;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function readTable(text) {
  const table = JSON.parse(text);
  const { countries, indicators, places } = table;
  const width = indicators.length;
  table.at = new Int32Array(countries.length * width).fill(-1);
  table.status = new Uint8Array(places.c.length);
  places.c.forEach((country, place) => {
    table.at[country * width + places.i[place]] = place;
    table.status[place] = ORDER.indexOf(STATUSES[places.s[place]]);
  });
  table.countryWords = countries.map((each) => plain(each.join(" ")));
  table.indicatorWords = indicators.map(([, ...each]) => plain(each.join(" ")));
  table.textWords = table.texts.map(plain);
  return table;
}

// Which countries and indicators hold every word, by word; a place may also hold it in its text.
function wordTests(table, text) {
  return plain(text).split(/\s+/).filter(Boolean).slice(0, 8).map((word) => ({
    country: table.countryWords.map((each) => each.includes(word)),
    indicator: table.indicatorWords.map((each) => each.includes(word)),
    text: table.textWords.map((each) => each.includes(word)),
  }));
}

// A test of a place for its status, date and marks, whatever its country and indicator.
function placeTest(table, { since, marks }) {
  const { d: dates, f: flags } = table.places;
  const recent = table.dates.map((date) => date >= since);
  return (place) => {
    if (since && !(place >= 0 && dates[place] >= 0 && recent[dates[place]])) return false;
    if (marks.has("old") && !(place >= 0 && flags[place] & OLD)) return false;
    return !marks.has("clash") || (place >= 0 && (flags[place] & (CHANGE | DISAGREEMENT)) > 0);
  };
}

// Returns the rows and columns that hold a place which passes, which places do, and how many there
// are of each status, before the filter by status, and of each mark, after it.
function filtered(table, filter) {
  const { countries, indicators, at, status, places } = table;
  const width = indicators.length;
  const tests = wordTests(table, filter.words);
  const passes = placeTest(table, filter);
  const chosen = ORDER.map((name) => !filter.statuses.size || filter.statuses.has(name));
  const columns = indicators.flatMap(([, , , group, , alone], number) => {
    const wanted = filter.group === null || (group === filter.group && !alone);
    return wanted && (!alone || filter.alone) ? [number] : [];
  });
  const rows = countries.flatMap(([code], number) =>
    !filter.countries.size || filter.countries.has(code) ? [number] : []
  );
  const open = new Uint8Array(at.length);
  const hasRow = new Uint8Array(countries.length);
  const hasColumn = new Uint8Array(width);
  const counts = new Map([...ORDER, "old", "clash"].map((name) => [name, 0]));
  const count = (name) => counts.set(name, counts.get(name) + 1);
  let found = 0;
  for (const row of rows) {
    for (const column of columns) {
      const number = row * width + column;
      const place = at[number];
      if (!passes(place) || !tests.every((test) => holds(test, row, column, place, places.t))) continue;
      const kind = place < 0 ? ORDER.length - 1 : status[place];
      count(ORDER[kind]);
      if (!chosen[kind]) continue;
      open[number] = hasRow[row] = hasColumn[column] = 1;
      if (place < 0) continue;
      found++;
      if (places.f[place] & OLD) count("old");
      if (places.f[place] & (CHANGE | DISAGREEMENT)) count("clash");
    }
  }
  return {
    open,
    counts,
    found,
    rows: rows.filter((row) => hasRow[row]),
    columns: columns.filter((column) => hasColumn[column]),
  };
}

function holds({ country, indicator, text }, row, column, place, texts) {
  if (country[row] || indicator[column]) return true;
  return place >= 0 && texts[place] >= 0 && text[texts[place]];
}

// The places that passed, as bits in base64, by number.
function bits(table, open) {
  const bytes = new Uint8Array(Math.ceil(table.places.c.length / 8));
  table.at.forEach((place, number) => {
    if (place >= 0 && open[number]) bytes[place >> 3] |= 1 << (place & 7);
  });
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
