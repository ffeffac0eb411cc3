"use strict";
/* Reads the answers of the form and saves them as a table of one row. Nothing is sent. */
const form = document.getElementById("form");
const errors = document.getElementById("errors");
const said = document.getElementById("said");
const keep = document.getElementById("keep");
const after = document.getElementById("after");
const store = "tsa-form-" + form.dataset.form + "-" + form.dataset.version;
const asked = [...form.querySelectorAll("[data-kind]")];
const fields = [...form.querySelectorAll("input[name], select[name], textarea[name]")];

const filled = (part) => part.value.trim();
const inputs = (question) => [...question.querySelectorAll("input, select, textarea")];

// As tsa import reads a code: without accents and blanks, in capitals.
const ACCENTS = /[\u0300-\u034e\u0350-\u036f]/g;
const BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
const folded = (text) =>
  text.normalize("NFKD").replace(ACCENTS, "").replace(BLANKS, "").toUpperCase();
const SIGNS = { letters: /^[A-Z-]*$/, digits: /^[0-9-]*$/ };
const EXPECTED = { letters: "letters from A to Z, with or without accents", digits: "digits" };

const readers = {
  one: (question) => inputs(question).filter((i) => i.checked).map((i) => i.value).join(""),
  several: (question) => inputs(question).filter((i) => i.checked).map((i) => i.value).join(";"),
  text: (question) => filled(inputs(question)[0]),
  list: (question) => inputs(question).map(filled).filter(Boolean).join("\n"),
  code: (question) => inputs(question).map((part) => folded(part.value)).join(""),
  ranking: (question) =>
    inputs(question)
      .filter((i) => i.value)
      .sort((a, b) => Number(a.value) - Number(b.value))
      .map((i) => i.dataset.code)
      .join(";"),
};

let warned = false; // of an address without @: once, then it is taken as it stands

function fault(question) {
  const parts = inputs(question);
  if (question.dataset.kind === "ranking") {
    const places = parts.map((i) => i.value).filter(Boolean);
    const twice = places.find((place, at) => places.indexOf(place) !== at);
    if (twice) return "the number " + twice + " is given twice. Give each number once.";
  }
  if (question.dataset.kind === "code" && parts.some(filled)) {
    for (const part of parts) {
      const { length, signs } = part.dataset;
      const code = folded(part.value);
      if (code.length !== Number(length) || !SIGNS[signs].test(code)) {
        const label = part.labels[0].textContent;
        return label + ": expected " + length + " " + EXPECTED[signs] +
          ", got “" + filled(part) + "”. Write - for what you leave out, or empty all parts.";
      }
    }
    if (/^-*$/.test(readers.code(question))) {
      return "expected at least one letter or digit, got only -. Give one, or empty all parts.";
    }
  }
  const [email] = parts.filter((part) => part.hasAttribute("data-email"));
  if (email && !warned && filled(email) && !filled(email).includes("@")) {
    warned = true;
    return "expected an e-mail address with @, got “" + filled(email) +
      "”. If it is right as it stands, save once more.";
  }
  return "";
}

function title(question) {
  return (question.querySelector("legend") || question.querySelector("label")).textContent;
}

function complain(faults) {
  errors.replaceChildren();
  if (!faults.length) return;
  const head = document.createElement("p");
  head.textContent = "Nothing has been saved yet. Please look at:";
  const list = document.createElement("ul");
  for (const [question, text] of faults) {
    const link = document.createElement("a");
    const first = question ? inputs(question)[0] : fields[0];
    link.href = "#" + (first.id || asked[0].id);
    link.textContent = question ? title(question) + ": " + text : text;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      first.focus();
    });
    const entry = document.createElement("li");
    entry.append(link);
    list.append(entry);
  }
  errors.append(head, list);
  errors.focus();
}

function cell(text) {
  // A blank in front keeps a spreadsheet from taking an answer for a formula.
  const safe = /^[=+@\t\r-]/.test(text) ? " " + text : text;
  return /[",;\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}

function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
}

function written(answers) {
  const day = today();
  const row = { participant: "", school: "", submitted: day, ...answers };
  const lines = [Object.keys(row), Object.values(row)].map((texts) => texts.map(cell).join(","));
  const mark = Math.floor(Math.random() * 36 ** 6).toString(36).padStart(6, "0");
  return { name: form.dataset.form + "_" + day + "_" + mark + ".csv", lines };
}

let file = null; // the one that was saved last, until somebody else begins

function save() {
  const content = new Blob(["\ufeff" + file.lines.join("\r\n") + "\r\n"], { type: "text/csv" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  said.textContent = "Saved as " + file.name + ", where your browser puts downloads. " +
    "Pass this file on to the person who gave you the form. The page is empty again.";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const answers = Object.fromEntries(
    asked.map((question) => [question.dataset.name, readers[question.dataset.kind](question)]));
  const faults = asked.map((question) => [question, fault(question)]).filter((pair) => pair[1]);
  const { participant, school, ...rest } = answers;
  if (!faults.length && !Object.values(rest).some(Boolean)) {
    faults.push([null, "No question is answered yet."]);
  }
  complain(faults);
  if (faults.length) {
    said.textContent = "";
    return;
  }
  file = written(answers);
  empty();
  save();
  after.hidden = false;
});

/* Nobody who comes next saves the answers of the one before. */
function empty() {
  form.reset();
  forget();
  warned = false;
  clearButtons();
}

function putAway() {
  file = null;
  said.textContent = "";
  after.hidden = true;
}

document.getElementById("again").addEventListener("click", save);
document.getElementById("next").addEventListener("click", () => {
  empty();
  putAway();
  complain([]);
  fields[0].focus();
  scrollTo(0, 0);
});

function clearButtons() {
  for (const button of form.querySelectorAll("button.clear")) {
    button.hidden = !button.parentElement.querySelector("input:checked");
  }
}

for (const button of form.querySelectorAll("button.clear")) {
  button.addEventListener("click", () => {
    const parts = inputs(button.parentElement);
    for (const part of parts) part.checked = false;
    clearButtons();
    parts[0].focus();
    remember();
  });
}

const state = (field) =>
  field.type === "radio" || field.type === "checkbox" ? field.checked : field.value;

function remember() {
  if (!keep.checked) return;
  try {
    localStorage.setItem(store, JSON.stringify(fields.map(state)));
  } catch (error) {
    keep.checked = false;
    said.textContent = "This browser keeps nothing for this page: please finish in one go.";
  }
}

function forget() {
  try {
    localStorage.removeItem(store);
  } catch (error) {
    /* Nothing was kept. */
  }
}

function recall() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(store));
  } catch (error) {
    return;
  }
  if (!Array.isArray(kept) || kept.length !== fields.length) return;
  fields.forEach((field, at) => {
    if (typeof kept[at] === "boolean") field.checked = kept[at];
    else field.value = kept[at];
  });
  keep.checked = true;
  said.textContent = "Your answers from before are back.";
}

form.addEventListener("input", () => {
  if (file) putAway();
  clearButtons();
  remember();
});
keep.addEventListener("change", () => (keep.checked ? remember() : forget()));
recall();
clearButtons();
