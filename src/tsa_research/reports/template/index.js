// Search and filters of the list of reports. Without scripts the whole list is there.
"use strict";
(() => {
  const reports = [...document.querySelectorAll(".report-list > li")];
  const form = document.getElementById("filters");
  const counted = document.getElementById("filters-counted");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = new Map(reports.map((one) => {
    const { network, cohort, alliance } = one.dataset;
    return [one, plain([one.textContent, network, cohort, alliance].join(" "))];
  }));
  const selects = [...form.querySelectorAll("select")];

  for (const select of selects) {
    const values = new Set(reports.map((one) => one.dataset[select.name]));
    for (const value of [...values].sort((a, b) => a.localeCompare(b, "en-GB"))) {
      select.add(new Option(value, value));
    }
  }

  // What was asked for stands in the address, so that it is still there on the way back.
  const fields = [form.elements.words, ...selects];
  const remember = () => {
    const asked = new URLSearchParams(fields.filter((f) => f.value).map((f) => [f.name, f.value]));
    history.replaceState(null, "", `#${asked}`);
  };
  const recall = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const field of fields) field.value = asked.get(field.name) ?? "";
    for (const select of selects) if (select.selectedIndex < 0) select.value = "";
  };

  const show = () => {
    const asked = plain(form.elements.words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of reports) {
      const fits = asked.every((word) => words.get(one).includes(word))
        && selects.every((s) => !s.value || one.dataset[s.name] === s.value);
      one.hidden = !fits;
      shown += fits;
    }
    for (const part of document.querySelectorAll("main section, .cohort, .alliance")) {
      part.hidden = !part.querySelector(".report-list > li:not([hidden])");
    }
    counted.textContent = `${shown} of ${reports.length} reports shown`;
  };

  const changed = () => { remember(); show(); };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  window.addEventListener("pageshow", () => { recall(); show(); });
  form.hidden = reports.length < 2;
})();
