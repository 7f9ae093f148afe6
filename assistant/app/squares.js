// What stands in a cell of the board, in the table and in the list: drawn from `readTable`'s numbers.
function make(tag, className, role) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (role) made.setAttribute("role", role);
  return made;
}

const drawing = (name) => find(`[data-drawing=${name}]`).firstElementChild.cloneNode(true);

// The name of a country or an indicator in the page's language.
const nameOf = ([, english, french]) => (page.language === "fr" ? french : english);
// The name of an indicator's group.
const groupOf = ([, , , english, , , french]) => (page.language === "fr" ? french : english);

function words(tag, className, text) {
  const made = make(tag, className);
  made.dir = "auto";
  made.textContent = text;
  return made;
}

function mark(drawn, key) {
  const write = () => {
    const drawnMark = make("span", "mark");
    drawnMark.title = page.say(key);
    drawnMark.append(drawing(drawn), words("span", "sr-only", page.say(key)));
    return drawnMark;
  };
  return once(key, write).cloneNode(true);
}

// A status in words and by a drawing.
function badge(status) {
  const write = () => {
    const [drawn, key] = KEYS[status];
    const said = make("span", `status ${status}`);
    said.append(drawing(drawn), words("span", status === "silent" ? "sr-only" : "", page.say(key)));
    return said;
  };
  return once(status, write).cloneNode(true);
}

// What is drawn again and again is made once in each language.
const made = new Map();
function once(name, write) {
  const key = `${page.language} ${name}`;
  if (!made.has(key)) made.set(key, write());
  return made.get(key);
}

function shortDate(value) {
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(value)) return value;
  const hasDay = value.length > 7;
  const parts = { year: "numeric", month: "short", timeZone: "UTC", ...(hasDay && { day: "numeric" }) };
  const locale = page.language === "fr" ? "fr" : "en-GB";
  const format = once(`dates ${hasDay}`, () => new Intl.DateTimeFormat(locale, parts));
  const moment = new Date(value);
  return isNaN(moment) ? value : once(value, () => format.format(moment));
}

const KEYS = {
  yes: ["yes", "outcome.yes"],
  no: ["no", "outcome.no"],
  not_assessed: ["not_assessed", "outcome.not_assessed"],
  unclear: ["unclear", "outcome.unclear"],
  value: ["answered", "board.value"],
  silent: ["silent", "board.silent"],
};

// What stands in a place: its status in words and by a drawing, or its value; its date and marks.
function content(table, place) {
  if (place < 0) return [badge("silent")];
  const text = table.places.t[place];
  if (text < 0) return [badge(ORDER[table.status[place]]), details(table, place)];
  const said = make("span", "status value");
  said.append(words("span", "amount", table.texts[text]));
  said.title = table.texts[text];
  return [said, details(table, place)];
}

function details({ dates, places }, place) {
  const line = make("span", "small");
  const flags = places.f[place];
  const date = places.d[place];
  line.append(date < 0 ? page.say("answer.undated") : shortDate(dates[date]));
  if (flags & OLD) line.append(mark("old", "answer.old"));
  if (flags & HEDGED) line.append(words("span", "sr-only", page.say("answer.hedged")));
  if (flags & DISAGREEMENT) line.append(mark("hedged", "board.disagreement"));
  else if (flags & CHANGE) line.append(mark("hedged", "board.change"));
  if (places.n[place] > 1) {
    const more = make("span", "several");
    more.textContent = `+${places.n[place] - 1}`;
    more.title = once(`several ${places.n[place]}`, () => page.say("board.statements", { n: places.n[place] }));
    line.append(more);
  }
  return line;
}
