// Draws the findings, filters, switches the language. Every sentence comes from the page's data; text is only ever set as text.
(() => {
  "use strict";
  const CHUNK = 50, ON_PAPER = 1000;
  const LEVELS = ["error", "warning", "note"];
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  const data = JSON.parse($("data").textContent);
  const all = data.findings;
  const items = [...document.querySelectorAll(".item")];
  const verdicts = new Map(items.map((item) => [item.dataset.id, item.dataset.verdict]));
  const fields = ["level", "verdict", "part", "register", "rule", "q"].map($);
  let matching = all, shown = 0, told = new Set();

  const lang = () => (root.lang === "en" ? "en" : "ja");
  const words = () => data.words[lang()];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const text = (pair) => data.texts[pair[lang() === "ja" ? 0 : 1]];
  const plain = (string) => string.normalize("NFKC").toLowerCase();
  const number = (value) => value.toLocaleString("en-US");

  function make(name, content, kind) {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    for (const part of [content].flat()) if (part !== undefined && part !== null) element.append(part);
    return element;
  }

  function headed(scope, content) {
    const cell = make("th", content);
    cell.scope = scope;
    return cell;
  }

  // What is said of a place: its role in a word, so that colour is not needed, and the remark.
  function remark([, role, ja, en]) {
    const word = text([ja, en]), name = words().roles[role];
    // What belongs somewhere says so in its own words.
    if (role === "insert-at" && word) return make("span", `＋ ${word}`, "said");
    return make("span", [make("b", `▲ ${name}`), word ? `: ${word}` : ""], "said");
  }

  function cells(row, width) {
    if (row.n === undefined) {
      const cell = make("td", row.x.map(remark), "insert-at insert");
      cell.colSpan = width;
      return [headed("row", "＋"), cell];
    }
    const first = headed("row", number(row.n));
    if (row.s) {
      const [before, marked, after] = row.s.map((at) => data.texts[at]);
      const mark = make("mark", marked || words().blank, row.m[0][1]);
      return [first, make("td", [before, mark, after], "line"), make("td", row.m.map(remark))];
    }
    return [first, ...row.c.map((at, column) => {
      const said = row.m.filter((one) => one[0] === column);
      const blank = data.texts[at] === "" && said.length > 0;
      return make("td", [blank ? words().blank : data.texts[at], ...said.map(remark)], said.length ? `cell ${said[0][1]}` : "");
    })];
  }

  function table(part) {
    const path = data.texts[part.p];
    if (!part.r.length) return make("p", fill(words().unread, { p: path }), "remark");
    const heads = part.h ? part.h.map((at) => data.texts[at]) : [words().content, words().said];
    const head = make("tr", [words().line, ...heads].map((word) => headed("col", word)));
    // What is said of a row as a whole stands below it.
    const whole = (row) => make("td", row.x.map(remark), `cell ${row.x[0][1]}`);
    const body = part.r.flatMap((row) => {
      const line = make("tr", cells(row, heads.length));
      if (row.n === undefined || !(row.x && row.x.length)) return [line];
      const below = whole(row);
      below.colSpan = heads.length + 1;
      return [line, make("tr", below)];
    });
    const drawn = make("table", [make("caption", fill(words().rows, { p: path })), make("thead", head), make("tbody", body)]);
    return make("div", drawn, "wide");
  }

  const pair = (name, content) => make("div", [make("dt", name), make("dd", content)]);

  function finding(found) {
    const level = LEVELS[found.l], w = words();
    const title = [make("span", w.levels[found.l], "level"), " "];
    if (found.v) title.push(make("span", w.waived, "level l-waived"), " ");
    if (found.p) title.push(make("span", w.problem, "level l-waived"), " ");
    const article = make("article", make("h3", [...title, text(found.t)]), `finding l-${found.v ? "waived" : level}`);
    // On paper the reasons of a rule are told once.
    if (told.has(found.r)) article.classList.add("again");
    told.add(found.r);
    article.tabIndex = -1;
    article.append(make("p", text(found.w)));
    if (found.v) article.append(make("p", text(found.v), "waiver"));
    article.append(...found.a.map(table));
    if (found.m) article.append(make("p", fill(w.morePlaces, { n: found.m }), "remark"));
    const said = make("dl");
    if (text(found.y)) said.append(pair(w.why, text(found.y)));
    if (text(found.x)) said.append(pair(w.fix, text(found.x)));
    if (found.d) said.append(pair(w.dym, text(found.d)));
    const links = found.i.flatMap((id, i) => {
      const link = make("a", id);
      link.href = `#p-${id}`;
      return [i ? ", " : "", $(`p-${id}`) ? link : id];
    });
    const meta = [[w.rule, make("code", data.texts[found.r])], [w.items, links], [w.id, make("code", found.f)]];
    article.append(said, make("div", meta.filter(([, part]) => part.length !== 0).map(([name, part]) => make("span", [`${name}: `, part].flat())), "meta"));
    return article;
  }

  // Everything of a finding that can be looked for, in both languages.
  function haystack(found) {
    if (found.h === undefined) {
      const numbers = [found.r, ...found.t, ...found.w, ...found.x, ...(found.v || [])];
      for (const part of found.a) {
        numbers.push(part.p);
        for (const row of part.r) numbers.push(...(row.c || row.s || []));
      }
      found.h = plain([...numbers.map((at) => data.texts[at]), ...found.i, found.f].join("\n"));
    }
    return found.h;
  }

  const below = (id, part) => id === part || id.startsWith(`${part}.`);
  const holds = (list, word) => list.split(" ").includes(word);

  function filter() {
    const [level, verdict, part, register, rule, query] = fields.map((field) => field.value);
    const terms = plain(query).split(/\s+/).filter(Boolean);
    const found = (where) => terms.every((term) => where.includes(term));
    let visible = 0;
    for (const item of items) {
      const { id, verdict: judged, levels, rules, registers } = item.dataset;
      const fits = (!level || holds(levels, level)) && (!verdict || judged === verdict) && (!part || below(id, part)) &&
        (!register || holds(registers, register)) && (!rule || holds(rules, rule)) &&
        (!terms.length || found((item.plain ??= plain(`${item.textContent} ${rules}`))));
      item.hidden = !fits;
      visible += fits ? 1 : 0;
    }
    for (const whole of document.querySelectorAll(".part, .chapter")) {
      whole.hidden = !whole.querySelector(".item:not([hidden])");
    }
    matching = all.filter((one) =>
      (!level || level === (one.v ? "waived" : LEVELS[one.l])) &&
      (!verdict || one.i.some((id) => verdicts.get(id) === verdict)) &&
      (!part || one.i.some((id) => below(id, part))) &&
      (!register || (one.g !== undefined && data.texts[one.g] === register)) &&
      (!rule || data.texts[one.r] === rule) &&
      (!terms.length || found(haystack(one))));
    const counts = { i: visible, I: items.length, f: matching.length, F: all.length };
    for (const name of Object.keys(counts)) counts[name] = number(counts[name]);
    $("count").textContent = fill(words().count, counts);
    draw(CHUNK);
  }

  function draw(most) {
    $("list").replaceChildren();
    shown = 0;
    told = new Set();
    if (data.left) $("list").append(make("p", fill(words().left, { n: number(data.left) }), "remark"));
    if (!matching.length) $("list").append(make("p", all.length ? words().none : words().clean));
    more(most);
  }

  function more(most) {
    const next = matching.slice(shown, shown + most).map(finding);
    $("list").append(...next);
    shown += next.length;
    const rest = matching.length - shown;
    $("more").hidden = rest === 0;
    $("more").textContent = fill(words().more, { n: number(rest) });
    return next[0];
  }

  function speak(to) {
    root.lang = to;
    document.title = words().title;
    for (const option of document.querySelectorAll("option")) option.textContent = option.dataset[to];
    $("lang").textContent = words().lang;
    $("lang").lang = words().langTag;
    $("print").textContent = words().print;
    dress();
    filter();
  }

  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const dress = () => { $("theme").textContent = dark() ? words().light : words().dark; };

  // A link to an item opens it, and brings it back where a filter has hidden it.
  function follow() {
    const target = $(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) { $("filter").reset(); filter(); }
    if (target.tagName === "DETAILS") {
      target.open = true;
      target.querySelector("summary").focus({ preventScroll: true });
    }
    target.scrollIntoView();
  }

  let opened = [], before = 0;
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const closed of opened) closed.open = true;
    before = shown;
    if (shown < ON_PAPER) more(ON_PAPER - shown);
    const rest = matching.length - shown;
    $("print-rest").hidden = rest === 0;
    $("print-rest").textContent = fill(words().printRest, { m: number(shown), n: number(rest) });
  });
  addEventListener("afterprint", () => {
    for (const closed of opened) closed.open = false;
    opened = [];
    $("print-rest").hidden = true;
    if (shown !== before) draw(Math.max(before, CHUNK));
  });

  let timer = 0;
  $("filter").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(filter, 150); });
  $("filter").addEventListener("reset", () => setTimeout(filter, 0));
  $("filter").addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  // The reader goes on where the new findings begin.
  $("more").addEventListener("click", () => { const first = more(2 * CHUNK); if (first) first.focus(); });
  $("lang").addEventListener("click", () => speak(lang() === "ja" ? "en" : "ja"));
  $("theme").addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; dress(); });
  $("print").addEventListener("click", () => print());
  addEventListener("hashchange", follow);
  for (const link of document.querySelectorAll("[data-part]")) {
    link.parentElement.hidden = false;
    link.addEventListener("click", () => { $("filter").reset(); $("part").value = link.dataset.part; setTimeout(filter, 0); });
  }
  for (const id of ["lang", "theme", "print", "filter"]) $(id).hidden = false;
  speak(lang());
  if (location.hash) follow();
})();
