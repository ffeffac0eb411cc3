// One page on which alliances are compared. It chooses rows, puts them in order and draws them;
// every figure in it was released and rounded before it was written.
"use strict";
(() => {
  const all = JSON.parse(document.getElementById("figures").textContent);
  const form = document.getElementById("choice");
  const byId = (id) => document.getElementById(id);
  const MOST = all.most_alliances;
  const SHOWN = 0, HIDDEN = 1;
  const [ALLIANCE, GROUP, WAVE, MEAN, LOW, HIGH, N, STATE] = [0, 1, 2, 3, 4, 5, 6, 7];

  // What can be chosen, and what was.

  const question = (choice) => all.questions.find((one) => one.key === choice.question);
  const rowsOf = (choice, cohort, by) =>
    all.rows[[choice.question, cohort, by].join("|")] ?? [];
  const offered = (choice) => {
    const asked = question(choice);
    const whole = rowsOf(choice, choice.cohort, "");
    const stored = new Set(whole.map((row) => row[WAVE]));
    return {
      cohorts: asked.cohorts,
      by: Object.keys(asked.by).filter((by) => rowsOf(choice, choice.cohort, by).length),
      alliances: [...new Set(whole.map((row) => row[ALLIANCE]))],
      waves: asked.waves.filter((wave) => stored.has(wave)),
    };
  };
  const fitted = (choice) => {
    const { cohorts } = question(choice);
    const cohort = cohorts.includes(choice.cohort) ? choice.cohort : cohorts[0];
    const there = offered({ ...choice, cohort });
    const alliances = there.alliances.filter((one) => choice.alliances.includes(one));
    const waves = there.waves.filter((one) => choice.waves.includes(one));
    return {
      ...choice,
      cohort,
      by: there.by.includes(choice.by) ? choice.by : "",
      order: choice.order in all.orders ? choice.order : Object.keys(all.orders)[0],
      alliances: alliances.length ? alliances : there.alliances.slice(0, MOST),
      waves: waves.length ? waves : there.waves,
    };
  };

  // What is seen of a choice.

  const seen = (choice) => {
    const rows = rowsOf(choice, choice.cohort, choice.by).filter(
      (row) => choice.alliances.includes(row[ALLIANCE]) && choice.waves.includes(row[WAVE]));
    return inOrder(rows, choice);
  };
  const inOrder = (rows, choice) => {
    const place = (row) => choice.waves.indexOf(row[WAVE]);
    const items = new Map();
    for (const row of rows) {
      const name = `${row[ALLIANCE]} ${row[GROUP]}`;
      if (!items.has(name)) items.set(name, { alliance: row[ALLIANCE], rows: [] });
      items.get(name).rows.push(row);
    }
    const last = Math.max(...rows.map(place));
    const up = question(choice).high_is_best === (choice.order === "worst") ? 1 : -1;
    const rank = (item) => {
      const mean = item.rows.find((row) => place(row) === last)?.[MEAN] ?? null;
      return mean === null || choice.order === "listed" ? Infinity : up * mean;
    };
    const apart = (a, b) => {
      const whole = choice.by ? choice.alliances.indexOf(a.alliance)
        - choice.alliances.indexOf(b.alliance) : 0;
      const [one, other] = [rank(a), rank(b)];
      return whole || (one === other ? 0 : one - other);
    };
    return [...items.values()].sort(apart)
      .flatMap((item) => item.rows.sort((a, b) => place(a) - place(b)));
  };

  // In words.

  const mean = (value) => value.toFixed(1).replace("-", "−");
  const counted = (n) => `${n.toLocaleString("en-GB")} ${n === 1 ? "person" : "people"}`;
  const listed = (names) => names.length < 2 ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const named = (row, choice) => {
    const group = all.groups[row[GROUP]];
    const words = choice.by === "school" ? group : group.toLowerCase();
    return group ? `${all.alliances[row[ALLIANCE]]}, ${words}` : all.alliances[row[ALLIANCE]];
  };
  const told = (rows, choice) => rows.length > 3 ? `${rows.length} rows`
    : listed(rows.map((row) => named(row, choice)));
  const withMean = (rows) => rows.length > 1 ? `mean ${mean(rows[0][MEAN])} each`
    : `mean ${mean(rows[0][MEAN])}, ${counted(rows[0][N])}`;
  const title = (choice) => {
    const asked = question(choice);
    const by = choice.by ? `, by ${asked.by[choice.by].toLowerCase()}` : "";
    return `${asked.title}${by}`;
  };
  const sentence = (rows, choice) => {
    const hidden = rows.some((row) => row[STATE] === HIDDEN);
    const shown = rows.filter((row) => row[STATE] === SHOWN);
    if (!shown.length) {
      const rule = all.rules[choice.by ? "group" : "alliance"];
      return hidden ? `These figures are hidden to protect small groups: ${rule}.` : all.nobody;
    }
    const known = shown.filter((row) => row[MEAN] !== null);
    if (!known.length) return "No row has enough answers for a mean.";
    const wave = choice.waves.filter((one) => known.some((row) => row[WAVE] === one)).at(-1);
    const last = known.filter((row) => row[WAVE] === wave);
    const { direction, high_is_best: high } = question(choice);
    const when = `${all.waves[wave]}: `;
    if (last.length === 1) {
      return `${when}${told(last, choice)}: ${withMean(last)}; ${direction}.`;
    }
    const means = last.map((row) => row[MEAN]);
    const at = (value) => last.filter((row) => row[MEAN] === value);
    const ends = [at(Math.max(...means)), at(Math.min(...means))];
    const [best, worst] = high ? ends : ends.reverse();
    if (best.length === last.length) {
      return `${when}all ${last.length} that are shown are alike: ${withMean(best)}; ${direction}.`;
    }
    const number = `${last.length} ${last.length === 1 ? "row" : "rows"}`;
    const among = hidden ? `of the ${number} that can be shown, ` : "";
    return `${when}${among}most favourable: ${told(best, choice)} (${withMean(best)}); `
      + `least favourable: ${told(worst, choice)} (${withMean(worst)}). ${capital(direction)}.`;
  };
  const base = (rows) => {
    const shown = rows.filter((row) => row[STATE] === SHOWN).map((row) => row[N]);
    const hidden = rows.filter((row) => row[STATE] === HIDDEN).length;
    const whole = `${rows.length.toLocaleString("en-GB")} ${rows.length === 1 ? "row" : "rows"}`;
    const also = hidden ? `; ${hidden.toLocaleString("en-GB")} of ${whole} hidden` : "";
    if (!shown.length) return `Nothing can be shown${also}.`;
    const [low, high] = [Math.min(...shown), Math.max(...shown)];
    return `Base: ${low === high ? "" : `${low} to `}${counted(high)} behind a row${also}.`;
  };

  // As a table.

  const headings = (choice) => ["Alliance", ...choice.by ? [question(choice).by[choice.by]] : [],
    "When", "Mean", ...choice.by ? [] : ["95% interval"], "People"];
  const cells = (row, choice) => {
    const names = [all.alliances[row[ALLIANCE]], ...choice.by ? [all.groups[row[GROUP]]] : [],
      all.waves[row[WAVE]]];
    const between = row[LOW] === null || row[HIGH] === null ? all.not_computable
      : `${mean(row[LOW])} to ${mean(row[HIGH])}`;
    const figures = row[STATE] === SHOWN
      ? [row[MEAN] === null ? all.not_computable : mean(row[MEAN]),
        ...choice.by ? [] : [between], row[N].toLocaleString("en-GB")]
      : Array(choice.by ? 2 : 3).fill(all.states[row[STATE]]);
    if (row[STATE] > HIDDEN) figures[figures.length - 1] = "0";
    return { names, figures };
  };
  const element = (tag, text = "", attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const table = (rows, choice) => {
    const made = element("table", "", { class: "tsa" });
    made.append(element("caption", title(choice)));
    const head = made.createTHead().insertRow();
    for (const text of headings(choice)) head.append(element("th", text, { scope: "col" }));
    const body = made.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      const { names, figures } = cells(row, choice);
      const look = ["number", "hidden-value", "no-value"][row[STATE]];
      for (const name of names) line.append(element("th", name, { scope: "row" }));
      for (const figure of figures) line.append(element("td", figure, { class: look }));
    }
    return made;
  };

  // As a chart.

  const label = (row) => [all.alliances[row[ALLIANCE]], all.groups[row[GROUP]]]
    .filter(Boolean).map((text) => text.replaceAll("|", "/")).join("|");
  const specification = (rows, choice) => {
    const { scale } = question(choice);
    const waves = choice.waves.map((wave) => all.waves[wave]);
    const values = rows.map((row) => ({
      row: label(row), wave: all.waves[row[WAVE]], place: choice.waves.indexOf(row[WAVE]),
      mean: row[MEAN], low: row[LOW], high: row[HIGH],
      state: row[STATE] === SHOWN ? "" : all.states[row[STATE]],
    }));
    const order = [...new Set(values.map((value) => value.row))];
    const y = { field: "row", type: "nominal", scale: { domain: order, paddingInner: 0.25 },
      axis: { title: null, labelLimit: 230, ticks: false, domain: false, labelLineHeight: 15,
        labelExpr: "split(datum.label, '|')" } };
    const yOffset = { field: "wave", type: "nominal", scale: { domain: waves } };
    const x = { field: "mean", type: "quantitative", axis: scale.axis,
      scale: { domain: scale.domain, nice: false } };
    const looks = (range) => ({ field: "wave", type: "nominal", scale: { domain: waves, range },
      legend: { orient: "top", title: null, columns: 3 } });
    const between = Array(Math.max(0, waves.length - 2));
    const shapes = ["circle", ...between.fill("square"), "circle"].slice(-waves.length);
    const fills = [all.paper, ...between.fill(all.paper), all.strong].slice(-waves.length);
    const numbered = (field) => `isValid(datum.${field})`;
    return {
      data: { values }, width: Math.max(460, byId("now").clientWidth - 8),
      height: order.length * (20 * waves.length + 10), autosize: { type: "fit-x", contains: "padding" }, padding: 4,
      config: all.config, encoding: { y, yOffset },
      layer: [
        { transform: [{ filter: numbered("low") }], mark: { type: "rule", color: all.frame, strokeWidth: 1.5 },
          encoding: { x: { ...x, field: "low" }, x2: { field: "high" } } },
        { transform: [{ filter: numbered("mean") }], mark: { type: "line", color: all.strong, strokeWidth: 1.5 },
          encoding: { x, detail: { field: "row" }, order: { field: "place", type: "quantitative" } } },
        { transform: [{ filter: numbered("mean") }], mark: { type: "point", size: 110, opacity: 1, strokeWidth: 2, stroke: all.strong },
          encoding: { x, shape: looks(shapes), fill: looks(fills) } },
        { transform: [{ filter: "datum.state != ''" }], mark: { type: "text", align: "left", color: all.quiet, fontStyle: "italic" },
          encoding: { x: { value: 6 }, text: { field: "state" } } },
      ],
    };
  };
  const draw = async (place, rows, choice) => {
    if (!rows.some((row) => row[MEAN] !== null)) return;
    const drawn = await vegaEmbed(place, specification(rows, choice), {
      ast: true, renderer: "svg", actions: false, tooltip: false, defaultStyle: false,
      mode: "vega-lite", logLevel: 1,
    });
    const svg = place.querySelector("svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label",
      `${title(choice)}. ${sentence(rows, choice)} The table below holds the figures.`);
    svg.removeAttribute("aria-roledescription");
    for (const part of svg.children) part.setAttribute("aria-hidden", "true");
    return drawn;
  };

  // To keep.

  const neutral = (text) => /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  const quoted = (text) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const csv = (rows, choice) => [headings(choice), ...rows.map((row) => {
    const { names, figures } = cells(row, choice);
    return [...names, ...figures];
  })].map((line) => line.map((cell) => quoted(neutral(cell))).join(",")).join("\r\n");
  const save = (text, type, name) => {
    const link = element("a", "", { download: name });
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const fileName = (choice, ending) => `${[...choice.question.split("|"), choice.cohort, choice.by]
    .filter(Boolean).join("-")}.${ending}`;

  // The page.

  const fill = (place, choice, pinned) => {
    const rows = seen(choice);
    const chart = element("div", "", { class: "chart-scroll", tabindex: "0", role: "region",
      "aria-label": "Chart" });
    const scroll = element("div", "", { class: "table-scroll", tabindex: "0", role: "region",
      "aria-label": "Table" });
    scroll.append(table(rows, choice));
    const buttons = element("p", "", { class: "buttons" });
    const keep = (label, action) => {
      const made = element("button", label, { type: "button" });
      made.addEventListener("click", action);
      buttons.append(made, " ");
      return made;
    };
    keep("Save CSV", () => save(`\ufeff${csv(rows, choice)}`, "text/csv", fileName(choice, "csv")));
    const picture = keep("Save SVG", () => save(new XMLSerializer().serializeToString(
      chart.querySelector("svg")), "image/svg+xml", fileName(choice, "svg")));
    picture.disabled = true;
    const words = element("p", sentence(rows, choice), { class: "headline" });
    place.replaceChildren(
      element("h2", `${pinned ? "Pinned: " : ""}${title(choice)}`, { id: `${place.id}-title` }),
      words, element("p", base(rows), { class: "base" }), chart, scroll, buttons,
      ...links(choice));
    draw(chart, rows, choice).then((drawn) => { picture.disabled = !drawn; });
    return `${title(choice)}. ${words.textContent} ${base(rows)}`;
  };
  const links = (choice) => {
    const fit = all.reports.filter((one) => one.form === question(choice).form
      && one.cohort === choice.cohort && choice.alliances.includes(one.alliance));
    if (!fit.length) return [];
    const list = element("ul");
    for (const report of fit) {
      const item = element("li");
      item.append(element("a", report.title, { href: report.href }));
      list.append(item);
    }
    return [element("p", "The whole reports:"), list];
  };

  const options = (select, words, chosen) => {
    select.replaceChildren(...words.map(([value, text]) => new Option(text, value)));
    select.value = chosen;
  };
  const boxes = (set, indices, names, chosen) => {
    const held = document.activeElement?.id;
    const labels = indices.map((index) => {
      const label = element("label");
      const box = element("input", "", { type: "checkbox", name: set.id, value: index,
        id: `${set.id}-${index}` });
      box.checked = chosen.includes(index);
      label.append(box, ` ${names[index]}`);
      return label;
    });
    set.replaceChildren(set.firstElementChild, ...labels);
    if (held) byId(held)?.focus();
  };
  const offer = (choice) => {
    const there = offered(choice);
    const asked = question(choice);
    options(form.elements.question, all.questions.map((one) => [one.key, one.title]), choice.question);
    options(form.elements.cohort, there.cohorts.map((one) => [one, all.cohorts[one]]), choice.cohort);
    options(form.elements.by, there.by.map((one) => [one, asked.by[one]]), choice.by);
    options(form.elements.order, Object.entries(all.orders), choice.order);
    boxes(byId("alliances"), there.alliances, all.alliances, choice.alliances);
    boxes(byId("waves"), there.waves, all.waves, choice.waves);
  };

  const numbers = (text) => (text ?? "").split(".").filter(Boolean).map(Number);
  const recalled = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const key = asked.get("question");
    return fitted({
      ...first,
      question: all.questions.some((one) => one.key === key) ? key : first.question,
      cohort: asked.get("cohort") ?? first.cohort, by: asked.get("by") ?? "",
      order: asked.get("order") ?? "", alliances: numbers(asked.get("alliances")),
      waves: numbers(asked.get("waves")),
    });
  };
  const remember = (choice) => {
    const kept = new URLSearchParams({ ...choice, alliances: choice.alliances.join("."),
      waves: choice.waves.join(".") });
    history.replaceState(null, "", `#${kept}`);
  };
  const first = fitted({ question: all.first, cohort: "", by: "", order: "", alliances: [], waves: [] });
  let now = recalled();
  const show = (said) => {
    offer(now);
    const words = fill(byId("now"), now, false);
    byId("said").textContent = said && `${said} ${words}`;
  };
  const changed = () => {
    const before = now;
    const ticked = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)]
      .map((box) => Number(box.value));
    now = { ...now, question: form.elements.question.value, cohort: form.elements.cohort.value,
      by: form.elements.by.value, order: form.elements.order.value,
      alliances: ticked("alliances"), waves: ticked("waves") };
    // Other people at other times have answered another form.
    if (question(now).form !== question(before).form) now = { ...now, alliances: [], waves: [] };
    if (now.cohort !== before.cohort) now = { ...now, alliances: [] };
    now = fitted(now);
    remember(now);
    show("Changed.");
  };
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    now = first;
    byId("beside").hidden = true;
    remember(now);
    show("Back at the first view.");
  });
  byId("pin").addEventListener("click", () => {
    byId("beside").hidden = false;
    fill(byId("beside"), now, true);
    byId("said").textContent = "This view stays beside the next ones.";
  });
  addEventListener("hashchange", () => { now = recalled(); show("Changed."); });
  form.hidden = false;
  show("");
})();
