// What the scripts of the parts share: the page's language, and how its strings get into it.
// Parts talk to each other by events on the document:
//   "assistant:index"     the state of the index, from bar.js
//   "assistant:source"    {targets, at, opener, quiet}: open a place in a source, from ask.js and
//                         sources.js; quiet where nobody asked for it
//   "assistant:shown"     the place that the source pane shows now
//   "assistant:prefetch"  {targets}: places that are likely to be opened next
//   "assistant:failed"    a request to the server came to nothing
//   "assistant:unseen"    the state of the index could not be had
//   "assistant:conversations"  those kept in this browser have changed
//   "assistant:resume"    the conversation of this id is to go on, from history.js
//   "assistant:shelf"     which view of the sources is to be in sight: documents, adding or builds
//   "assistant:rebuild"   the sources were changed here, so the index is to follow
//   "assistant:signed"    an answer has been signed here
//   "assistant:news"      something to tell in the bar: {kind, key, values}
//   "assistant:language"  the language has changed
window.assistantPage ??= (() => {
  const words = window.assistantWords;
  const remembered = "assistant-language";

  function preferred() {
    let chosen = null;
    try {
      chosen = localStorage.getItem(remembered);
    } catch {
      // Storage may be forbidden; then the browser's own language decides.
    }
    const wanted = chosen ? [chosen] : navigator.languages ?? [navigator.language ?? "en"];
    const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => words[tag]);
    return known ?? "en";
  }

  const page = { language: preferred() };
  // Day before month in both languages, as in the answers.
  const locale = () => (page.language === "fr" ? "fr" : "en-GB");

  page.say = (key, values = {}) => {
    let text = words[page.language][key] ?? key;
    if (text.includes("|")) {
      const [one, many] = text.split("|");
      const single = page.language === "fr" ? values.n === 0 || values.n === 1 : values.n === 1;
      text = single ? one : many;
    }
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return typeof value === "number" ? page.number(value) : value ?? whole;
    });
  };

  // Making a format takes longer than writing a hundred numbers.
  const formats = {};
  page.number = (value) => (formats[locale()] ??= new Intl.NumberFormat(locale())).format(value);

  // An ISO 8601 date, as far as it is given: 2014, 2014-08, 2014-08-12.
  page.date = (value) => {
    if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(value)) return value;
    const [, month, day] = value.split("-");
    const parts = { year: "numeric", timeZone: "UTC" };
    if (month) parts.month = "long";
    if (day) parts.day = "numeric";
    const moment = new Date(value);
    return isNaN(moment) ? value : new Intl.DateTimeFormat(locale(), parts).format(moment);
  };

  page.moment = (value) => {
    const moment = new Date(value);
    const parts = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
    return isNaN(moment) ? value : new Intl.DateTimeFormat(locale(), parts).format(moment);
  };

  // What acts on the text around it is spelled out instead.
  const active =
    /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]/g;
  page.inert = (text) =>
    text.replace(active, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);

  page.languageName = (tag) => {
    try {
      return new Intl.DisplayNames([page.language], { type: "language" }).of(tag);
    } catch {
      return tag;
    }
  };

  // Fills the attributes of one element that hold words.
  page.name = (element) => {
    for (const pair of element.dataset.tAttr.split(";")) {
      const [name, key] = pair.split(":");
      element.setAttribute(name, page.say(key));
    }
  };

  // Fills what stands in `root`, and `root` itself, with the strings of the page's language.
  page.translate = (root) => {
    const each = (selector, fill) => {
      if (root.matches?.(selector)) fill(root);
      root.querySelectorAll(selector).forEach(fill);
    };
    each("[data-t]", (element) => {
      const values = element.dataset.tArgs ? JSON.parse(element.dataset.tArgs) : {};
      element.textContent = page.say(element.dataset.t, values);
    });
    each("[data-t-attr]", page.name);
    each("[data-date]", (element) => (element.textContent = page.date(element.dataset.date)));
    each("[data-as-of]", (element) => {
      const value = element.dataset.asOf;
      const partial = /^\d{4}(-\d{2})?$/.test(value);
      const key = partial ? "answer.as_of_partial" : "answer.as_of";
      element.textContent = page.say(key, { date: page.date(value) });
    });
    each("[data-moment]", (element) => (element.textContent = page.moment(element.dataset.moment)));
    each("[data-number]", (element) => {
      const places = { minimumFractionDigits: 2 };
      const format = new Intl.NumberFormat(locale(), places);
      element.textContent = format.format(Number(element.dataset.number));
    });
    each("[data-en]", (element) => (element.textContent = element.dataset[page.language]));
    each("[data-language]", (element) => {
      element.textContent = page.languageName(element.dataset.language);
    });
  };

  // What the server answers, or in its stead what to tell: where a function of the server fails or
  // cannot be reached, Gradio gives undefined and no error.
  page.asked = async (promise, lost = "sources.unreachable") =>
    (await promise.catch(() => null)) ?? { trouble_key: lost };

  // Says something in `place`, in the page's language even when that changes: a string of the page,
  // or words of the server with their French. Those without are marked as English.
  page.put = (place, { trouble, trouble_fr: french, trouble_key: key = "ask.failed", values = {} }) => {
    for (const name of ["t", "tArgs", "en", "fr"]) delete place.dataset[name];
    place.removeAttribute("lang");
    place.hidden = false;
    if (!trouble) Object.assign(place.dataset, { t: key, tArgs: JSON.stringify(values) });
    else if (french) Object.assign(place.dataset, { en: trouble, fr: french });
    else {
      place.textContent = trouble;
      place.lang = "en";
    }
    page.translate(place);
  };

  // Puts words on the clipboard, and tells whether that went well. Where the page is not served
  // from this machine or by HTTPS, browsers have only the old way.
  page.copy = async (words) => {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      const box = document.createElement("textarea");
      box.value = words;
      box.className = "sr-only";
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      return done;
    }
  };

  // The state of the index may be told before a part is there to hear it.
  let index = null;

  page.tell = (name, detail) => {
    if (name === "index") index = detail;
    document.dispatchEvent(new CustomEvent(`assistant:${name}`, { detail }));
  };

  page.on = (name, listener) => {
    document.addEventListener(`assistant:${name}`, (event) => listener(event.detail));
    if (name === "index" && index) listener(index);
  };

  page.choose = (language) => {
    page.language = language;
    try {
      localStorage.setItem(remembered, language);
    } catch {
      // Then the choice holds for this visit.
    }
    document.documentElement.lang = language;
    document.title = page.say("title");
    page.tell("language", language);
  };

  document.documentElement.lang = page.language;
  document.title = page.say("title");
  return page;
})();
