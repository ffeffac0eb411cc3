// One page on which alliances are compared. Here: what a choice shows, in rows and words. Rows are
// only chosen and put in order; every figure was released and rounded before it was written.
"use strict";
const comparison = (() => {
  const all = JSON.parse(document.getElementById("figures").textContent);
  const MOST = all.most_alliances;
  const SHOWN = 0, HIDDEN = 1;
  const [ALLIANCE, GROUP, WAVE, MEAN, LOW, HIGH, N, STATE] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [SHARE, COUNT, OF, PRINTED] = [3, 4, 5, 8]; // of a question on a record, which has things

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
      order: Object.hasOwn(all.orders, choice.order) ? choice.order : Object.keys(all.orders)[0],
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
  const count = (n) => n.toLocaleString("en-GB");
  const counted = (n, choice) => `${count(n)} ${question(choice).unit[n === 1 ? "1" : "n"]}`;
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
  const withMean = (rows, choice) => rows.length > 1 ? `mean ${mean(rows[0][MEAN])} each`
    : `mean ${mean(rows[0][MEAN])}, ${counted(rows[0][N], choice)}`;
  const title = (choice) => {
    const asked = question(choice);
    const by = choice.by ? `, by ${asked.by[choice.by].toLowerCase()}` : "";
    return `${asked.title}${by}`;
  };
  const withShare = (rows) => rows.length > 1 ? `${rows[0][PRINTED]} each`
    : `${rows[0][PRINTED]}, ${count(rows[0][COUNT])} of ${count(rows[0][OF])}`;
  const toldOf = (rows) => rows.length > 3 ? `${rows.length} alliances`
    : listed(rows.map((row) => all.alliances[row[ALLIANCE]]));
  const lastOf = (known, choice) => {
    const wave = choice.waves.filter((one) => known.some((row) => row[WAVE] === one)).at(-1);
    return known.filter((row) => row[WAVE] === wave);
  };
  const onShares = (known, choice, hidden) => {
    const { things } = question(choice);
    if (!known.length) return `No alliance has ${things}.`;
    known = lastOf(known, choice);
    const shares = known.map((row) => row[SHARE]);
    const at = (value) => known.filter((row) => row[SHARE] === value);
    const [best, worst] = [at(Math.max(...shares)), at(Math.min(...shares))];
    const when = `${all.waves[known[0][WAVE]]}, of the ${things}: `;
    if (best.length === known.length) {
      const who = best.length === 1 ? toldOf(best)
        : `all ${best.length} alliances that are shown`;
      return `${when}${who}, ${withShare(best)}.`;
    }
    const among = hidden ? `of the ${known.length} alliances that can be shown, ` : "";
    return `${when}${among}highest: ${toldOf(best)} (${withShare(best)}); `
      + `lowest: ${toldOf(worst)} (${withShare(worst)}).`;
  };
  const sentence = (rows, choice) => {
    const hidden = rows.some((row) => row[STATE] === HIDDEN);
    const shown = rows.filter((row) => row[STATE] === SHOWN);
    if (!shown.length) {
      const rule = question(choice).rules[choice.by ? "split" : ""];
      return hidden ? `These figures are hidden to protect small groups: ${rule}.` : all.nobody;
    }
    const known = shown.filter((row) => row[MEAN] !== null);
    if (question(choice).things) return onShares(known, choice, hidden);
    if (!known.length) return "No row has enough answers for a mean.";
    const last = lastOf(known, choice);
    const { direction, high_is_best: high } = question(choice);
    const when = `${all.waves[last[0][WAVE]]}: `;
    if (last.length === 1) {
      return `${when}${told(last, choice)}: ${withMean(last, choice)}; ${direction}.`;
    }
    const means = last.map((row) => row[MEAN]);
    const at = (value) => last.filter((row) => row[MEAN] === value);
    const ends = [at(Math.max(...means)), at(Math.min(...means))];
    const [best, worst] = high ? ends : ends.reverse();
    if (best.length === last.length) {
      return `${when}all ${last.length} that are shown are alike: ${withMean(best, choice)}; ${direction}.`;
    }
    const number = `${last.length} ${last.length === 1 ? "row" : "rows"}`;
    const among = hidden ? `of the ${number} that can be shown, ` : "";
    return `${when}${among}most favourable: ${told(best, choice)} (${withMean(best, choice)}); `
      + `least favourable: ${told(worst, choice)} (${withMean(worst, choice)}). ${capital(direction)}.`;
  };
  const base = (rows, choice) => {
    const shown = rows.filter((row) => row[STATE] === SHOWN).map((row) => row[N]);
    const hidden = rows.filter((row) => row[STATE] === HIDDEN).length;
    const whole = `${rows.length.toLocaleString("en-GB")} ${rows.length === 1 ? "row" : "rows"}`;
    const also = hidden ? `; ${hidden.toLocaleString("en-GB")} of ${whole} hidden` : "";
    if (!shown.length) return `Nothing can be shown${also}.`;
    const [low, high] = [Math.min(...shown), Math.max(...shown)];
    return `Base: ${low === high ? "" : `${low} to `}${counted(high, choice)} behind a row${also}.`;
  };

  // As a table.

  const headings = (choice) => ["Alliance", ...choice.by ? [question(choice).by[choice.by]] : [],
    "When", ...question(choice).things ? ["Number", "Of", "Share"]
      : ["Mean", ...choice.by ? [] : ["95% interval"]], capital(question(choice).unit.n)];
  const shownIn = (row, choice) => {
    if (question(choice).things) {
      return [count(row[COUNT]), count(row[OF]), row[PRINTED], count(row[N])];
    }
    const between = row[LOW] === null || row[HIGH] === null ? all.not_computable
      : `${mean(row[LOW])} to ${mean(row[HIGH])}`;
    return [row[MEAN] === null ? all.not_computable : mean(row[MEAN]),
      ...choice.by ? [] : [between], count(row[N])];
  };
  const cells = (row, choice) => {
    const names = [all.alliances[row[ALLIANCE]], ...choice.by ? [all.groups[row[GROUP]]] : [],
      all.waves[row[WAVE]]];
    const figures = row[STATE] === SHOWN ? shownIn(row, choice)
      : Array(headings(choice).length - names.length).fill(all.states[row[STATE]]);
    if (row[STATE] > HIDDEN) figures[figures.length - 1] = "0";
    return { names, figures };
  };

  return { all, question, offered, fitted, seen, title, sentence, base, headings, cells,
    SHOWN, ALLIANCE, GROUP, WAVE, MEAN, LOW, HIGH, STATE, SHARE, COUNT, OF, count };
})();
