// The page itself: controls, chart, table, and what is saved of them.
"use strict";
(() => {
  const { all, question, offered, fitted, seen, title, sentence, base, headings, cells,
    SHOWN, ALLIANCE, GROUP, WAVE, MEAN, LOW, HIGH, STATE, SHARE, COUNT, OF, count } = comparison;
  const form = document.getElementById("choice");
  const byId = (id) => document.getElementById(id);

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
    .filter(Boolean).map((text) => lines(text.replaceAll("|", "/"))).join("|");
  const narrow = () => byId("now").clientWidth < 500;
  // A name is broken into lines that leave room for the marks, on a phone as well.
  const lines = (text) => text.split(" ").reduce((done, word) => {
    const longer = `${done.at(-1)} ${word}`.trim();
    return longer.length > (narrow() ? 14 : 34) ? [...done, word]
      : [...done.slice(0, -1), longer];
  }, [""]).filter(Boolean).join("|");
  const bars = (rows, choice) => {
    const when = (row) => choice.waves.length > 1 ? `|${all.waves[row[WAVE]]}` : "";
    const values = rows.map((row) => ({ row: label(row) + when(row), share: row[SHARE], whole: 1,
      text: row[STATE] === SHOWN ? `${count(row[COUNT])} of ${count(row[OF])}`
        : all.states[row[STATE]] }));
    const x = (field) => ({ field, type: "quantitative", scale: { domain: [0, 1] },
      axis: { title: "Share", format: "%", tickCount: 5 } });
    const known = [{ filter: "isValid(datum.share)" }];
    return {
      height: Math.max(34, 15 * Math.max(...values.map(({ row }) => row.split("|").length)) + 6) * rows.length,
      data: { values },
      encoding: { y: { ...inRows([...new Set(values.map((value) => value.row))]) } },
      layer: [
        { transform: known, mark: { type: "bar", color: all.paper, stroke: all.frame },
          encoding: { x: x("whole") } },
        { transform: known, mark: { type: "bar", color: all.bar }, encoding: { x: x("share") } },
        { mark: { type: "text", align: "left", color: all.ink },
          encoding: { x: { value: 8 }, text: { field: "text" } } },
      ],
    };
  };
  const inRows = (order) => ({ field: "row", type: "nominal",
    scale: { domain: order, paddingInner: 0.25 },
    axis: { title: null, labelLimit: 230, ticks: false, domain: false, labelLineHeight: 15,
      labelOffset: { expr: "-7.5 * (length(split(datum.label, '|')) - 1)" },
      labelExpr: "split(datum.label, '|')" } });
  const specification = (rows, choice) => ({
    width: Math.max(280, byId("now").clientWidth - 8),
    autosize: { type: "fit-x", contains: "padding" }, padding: 4, config: all.config,
    ...question(choice).things ? bars(rows, choice) : marks(rows, choice),
  });
  const marks = (rows, choice) => {
    const { scale } = question(choice);
    const waves = choice.waves.map((wave) => all.waves[wave]);
    const values = rows.map((row) => ({
      row: label(row), wave: all.waves[row[WAVE]], place: choice.waves.indexOf(row[WAVE]),
      mean: row[MEAN], low: row[LOW], high: row[HIGH],
      state: row[STATE] === SHOWN ? "" : all.states[row[STATE]],
    }));
    const order = [...new Set(values.map((value) => value.row))];
    const y = inRows(order);
    const yOffset = { field: "wave", type: "nominal", scale: { domain: waves } };
    const ends = scale.axis.title?.trim().split(/\s{2,}/); // on a phone, beneath each other
    const axis = narrow() && ends ? { ...scale.axis, title: ends } : scale.axis;
    const x = { field: "mean", type: "quantitative", axis,
      scale: { domain: scale.domain, nice: false } };
    const looks = (range) => ({ field: "wave", type: "nominal", scale: { domain: waves, range },
      legend: { orient: "top", title: null, columns: narrow() ? 1 : 3 } });
    const between = Array(Math.max(0, waves.length - 2));
    const shapes = ["circle", ...between.fill("square"), "circle"].slice(-waves.length);
    const fills = [all.paper, ...between.fill(all.paper), all.strong].slice(-waves.length);
    const numbered = (field) => `isValid(datum.${field})`;
    return {
      height: order.length * (20 * waves.length + 10), data: { values }, encoding: { y, yOffset },
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
  // What is saved stands alone: it says what it shows, of which network, and on what base.
  const toKeep = (rows, choice) => {
    const drawn = specification(rows, choice);
    const network = document.querySelector(".subtitle").textContent;
    const within = (text, look) => broken(text, drawn.width - 16, look);
    return { ...drawn, title: {
      anchor: "start", frame: "bounds", text: within(title(choice), "bold 15px"),
      subtitle: [network, base(rows, choice)].flatMap((text) => within(text, "12px")),
      subtitleFontSize: 12, subtitleLineHeight: 16, subtitleColor: all.ink } };
  };
  const pen = document.createElement("canvas").getContext("2d");
  const broken = (text, width, look) => {
    pen.font = `${look} ${all.config.font ?? "sans-serif"}`;
    return text.split(" ").reduce((done, word) => {
      const longer = `${done.at(-1)} ${word}`.trim();
      return pen.measureText(longer).width > width ? [...done, word] : [...done.slice(0, -1), longer];
    }, [""]).filter(Boolean);
  };
  const draw = async (place, rows, choice, chart = specification(rows, choice)) => {
    if (!rows.some((row) => row[MEAN] !== null)) return;
    const drawn = await vegaEmbed(place, chart, {
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
  const save = (content, name) => {
    const link = element("a", "", { download: name });
    link.href = URL.createObjectURL(content);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const text = (content, type) => new Blob([content], { type });
  const PIXELS = 2; // for each of the page, so that it is sharp in a document
  const svg = async (drawn, place) => text(
    new XMLSerializer().serializeToString(place.querySelector("svg")), "image/svg+xml");
  const png = async (drawn) => {
    const canvas = await drawn.view.toCanvas(PIXELS);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };
  const picture = async (make, rows, choice) => {
    const place = element("div");
    const drawn = await draw(place, rows, choice, toKeep(rows, choice));
    const made = await make(drawn, place);
    drawn.finalize();
    return made;
  };
  const fileName = (choice, ending) => `${[...choice.question.split("|"), choice.cohort, choice.by]
    .filter(Boolean).join("-")}.${ending}`;

  // The page.

  const redrawn = new Map(); // how the chart of each view is drawn anew
  const SETTLED = 150; // milliseconds after the last change of size
  let width = byId("now").clientWidth, waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (byId("now").clientWidth === width) return;
      width = byId("now").clientWidth;
      for (const draw of redrawn.values()) draw();
    }, SETTLED);
  });
  const clearBeside = () => {
    byId("beside").hidden = true;
    byId("beside").replaceChildren();
    redrawn.delete(byId("beside"));
  };
  const unpin = () => {
    clearBeside();
    byId("pin").focus();
    byId("said").textContent = "No view is pinned any more.";
  };
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
    keep("Save CSV", () => save(text(`\ufeff${csv(rows, choice)}`, "text/csv"), fileName(choice, "csv")));
    const pictures = [
      keep("Save SVG", async () =>
        save(await picture(svg, rows, choice), fileName(choice, "svg"))),
      keep("Save PNG", async () =>
        save(await picture(png, rows, choice), fileName(choice, "png"))),
    ];
    for (const button of pictures) button.disabled = true;
    if (pinned) keep("Unpin", unpin);
    const words = element("p", sentence(rows, choice), { class: "headline" });
    place.replaceChildren(
      element("h2", `${pinned ? "Pinned: " : ""}${title(choice)}`, { id: `${place.id}-title` }),
      words, element("p", base(rows, choice), { class: "base" }), chart, scroll, buttons,
      ...links(choice));
    const drawing = async () => {
      const drawn = await draw(chart, rows, choice);
      for (const button of pictures) button.disabled = !drawn;
      return drawn;
    };
    let drawn = drawing();
    redrawn.set(place, async () => {
      (await drawn)?.finalize();
      drawn = drawing();
    });
    return `${title(choice)}. ${words.textContent} ${base(rows, choice)}`;
  };
  const links = (choice) => {
    const fit = all.reports.filter((one) => one.sources.includes(question(choice).source)
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
  const atLeastOne = (part) => {
    const chosen = now[part].length;
    const who = chosen < offered(now)[part].length ? `the first ${chosen}` : "all of them";
    return `At least one has to be chosen: ${who} are.`;
  };
  const changed = () => {
    const before = now;
    const ticked = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)]
      .map((box) => Number(box.value));
    now = { ...now, question: form.elements.question.value, cohort: form.elements.cohort.value,
      by: form.elements.by.value, order: form.elements.order.value,
      alliances: ticked("alliances"), waves: ticked("waves") };
    // Other people at other times are behind another form or record.
    if (question(now).source !== question(before).source) now = { ...now, alliances: [], waves: [] };
    if (now.cohort !== before.cohort) now = { ...now, alliances: [] };
    const none = ["alliances", "waves"].find((name) => byId(name).children.length > 1
      && !ticked(name).length);
    now = fitted(now);
    remember(now);
    const note = none ? atLeastOne(none) : "";
    show(`Changed. ${note}`.trim());
    byId("note").textContent = note;
  };
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    now = first;
    clearBeside();
    remember(now);
    show("Back at the first view.");
  });
  byId("pin").addEventListener("click", () => {
    const instead = byId("beside").hidden ? "" : ", in place of the one before";
    byId("beside").hidden = false;
    fill(byId("beside"), now, true);
    byId("said").textContent = `This view stays beside the next ones${instead}.`;
  });
  addEventListener("hashchange", () => { now = recalled(); show("Changed."); });
  form.hidden = false;
  show("");
})();
