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

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  form.hidden = reports.length < 2;
  show();
})();
