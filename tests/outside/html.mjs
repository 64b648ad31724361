// Opens pages of timlint in Chromium, as a reader would: languages, filters, keyboard, paper, and what a screen reader is told.
//
//   node html.mjs FOLDER_WITH_node_modules CHROMIUM SMALL.html MANY.html HOSTILE.html PICTURES
//
// Prints what it found and ends with 1 if anything is not as it should be.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const [tools, browserPath, small, many, hostile, pictures] = process.argv.slice(2).map((path) => resolve(path));
const need = createRequire(pathToFileURL(`${tools}/`));
const { chromium } = need("playwright-core");
const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(pictures, { recursive: true });

const wrong = [];
const check = (holds, what) => { if (!holds) { wrong.push(what); console.log(`NOT: ${what}`); } };

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});

// A page that tells on itself: complaints of the console and every request but that for the file.
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: false, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(path).href;
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) check(false, `console: ${message.text()}`); });
  page.on("pageerror", (error) => check(false, `error: ${error.message}`));
  page.on("request", (request) => check(request.url() === url, `request: ${request.url()}`));
  page.on("dialog", (dialog) => { check(false, `dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(url);
  return page;
}

const shown = async (page) => (await page.locator("#count").textContent()).match(/[\d,]+/g).map((n) => Number(n.replaceAll(",", "")));
const settled = (page) => page.waitForTimeout(400);

async function accessible(page, what) {
  // What is not laid out yet has no colours that could be compared.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important; }");
    document.adoptedStyleSheets = [sheet];
  });
  const context = page.context();
  // The page's own policy forbids foreign scripts, so that axe is brought in from outside of it.
  const session = await context.newCDPSession(page);
  const run = `${axe}; axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " + n.failureSummary).join(" | ")))`;
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true, returnByValue: true });
  check(!exceptionDetails, `axe runs: ${JSON.stringify(exceptionDetails)?.slice(0, 300)}`);
  for (const violation of result.value || []) check(false, `accessibility of ${what}: ${violation}`);
  console.log(`axe, ${what}: ${(result.value || []).length} violations`);
}

{
  const page = await open(small, { locale: "ja-JP", colorScheme: "light" });
  const data = JSON.parse(await page.locator("#data").textContent());
  check(data.findings.length > 0, "the small page has findings");
  check((await page.locator(".finding").count()) > 0, "findings are drawn");
  check((await page.locator("html").getAttribute("lang")) === "ja", "it begins in Japanese");
  await page.screenshot({ path: `${pictures}/light.png` });
  await accessible(page, "light page");
  await page.screenshot({ path: `${pictures}/whole.png`, fullPage: true });

  check((await shown(page)).at(-1) === data.findings.length, "all findings are counted");

  // Languages: everything switches, and nothing of the other one is left to be read.
  await page.locator("#lang").click();
  check((await page.locator("html").getAttribute("lang")) === "en", "the page says that it is English");
  const seen = await page.locator("body").innerText();
  const labels = ["Overview", "Verdicts by item", "Findings", "violated", "error"];
  for (const label of labels) check(seen.includes(label), `English page says ${label}`);
  for (const word of ["不適合", "直し方", "判定日", "絞り込み"]) check(!seen.includes(word), `English page still says ${word}`);
  check(!(await page.title()).includes("報告書"), "the title switches");
  await page.screenshot({ path: `${pictures}/english.png` });
  await page.locator("#lang").click();

  // Filters, one by one and together with words.
  const total = data.findings.length;
  await page.locator("#level").selectOption("warning");
  await settled(page);
  const warnings = data.findings.filter((f) => f.l === 1 && !f.v).length;
  check((await shown(page)).includes(warnings), `only warnings: ${await shown(page)}`);
  check(await page.locator(".finding.l-error").count() === 0, "no error among warnings");
  await page.locator("button[type=reset]").click();
  await settled(page);
  await page.locator("#part").selectOption("II");
  await settled(page);
  check(await page.locator(".item:visible").evaluateAll((all) => all.every((item) => item.dataset.id.startsWith("II."))), "only items of the chapter");
  check((await page.locator(".item:visible").count()) > 5, "the chapter has items");
  await page.locator("button[type=reset]").click();
  await page.locator("#verdict").selectOption("violated");
  await settled(page);
  check(await page.locator(".item:visible").evaluateAll((all) => all.length > 0 && all.every((item) => item.dataset.verdict === "violated")), "only violated items");
  await page.locator("button[type=reset]").click();
  await page.locator("#register").selectOption("people");
  await settled(page);
  check((await page.locator(".finding").count()) > 0, "findings of a register");
  await page.locator("button[type=reset]").click();
  const rule = data.texts[data.findings[0].r];
  await page.locator("#rule").selectOption(rule);
  await settled(page);
  check(await page.locator(".finding .meta").evaluateAll((all, rule) => all.length > 0 && all.every((one) => one.textContent.includes(rule)), rule), "only findings of a rule");
  await page.locator("button[type=reset]").click();
  await page.locator("#q").fill("ｒｅｇｉｓｔｅｒｓ");
  await settled(page);
  check((await page.locator(".finding").count()) > 0, "a search finds wide letters too");
  await page.locator("#q").fill("zzz-nowhere-zzz");
  await settled(page);
  check((await shown(page)).includes(0) && (await page.locator(".finding").count()) === 0, "a search for nothing finds nothing");
  await page.locator("button[type=reset]").click();
  await settled(page);
  check((await shown(page)).includes(total), "clearing brings all back");

  await page.context().close();
}

{
  // Keyboard: the first stop leads to the content; summaries open; every stop can be seen.
  const page = await open(small);
  await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.className === "skip"), "the first stop is the way to the content");
  await page.keyboard.press("Enter");
  check(await page.evaluate(() => document.activeElement.id === "main"), "it leads there");
  const stops = new Set();
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const on = document.activeElement, box = on.getBoundingClientRect();
      const outline = getComputedStyle(on).outlineStyle;
      return { name: on.id || on.textContent.trim().slice(0, 40), tag: on.tagName, seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight, outline };
    });
    stops.add(`${stop.tag} ${stop.name}`);
    check(stop.seen && stop.outline !== "none", `focus can be seen on ${stop.tag} ${stop.name}`);
  }
  for (const name of ["SELECT level", "SELECT part", "INPUT q"]) check(stops.has(name), `${name} is reached by keyboard`);
  await page.locator(".item summary").first().focus();
  await page.keyboard.press("Enter");
  check(await page.locator(".item").first().evaluate((item) => item.open), "an item opens by keyboard");
  await page.screenshot({ path: `${pictures}/item.png` });
  await page.locator("#findings-head").scrollIntoViewIfNeeded();
  await page.locator("#findings-head").evaluate((head) => head.scrollIntoView());
  await settled(page);
  await page.screenshot({ path: `${pictures}/findings.png` });

  // A link to an item that a filter hides brings it back.
  await page.locator("#q").fill("zzz-nowhere-zzz");
  await settled(page);
  const linked = await page.locator(".item").nth(3).getAttribute("id");
  await page.evaluate((id) => { location.hash = id; }, linked);
  await settled(page);
  check(await page.locator(`[id="${linked}"]`).isVisible(), "a link finds what a filter had hidden");

  // Paper.
  await page.locator("button[type=reset]").click();
  await settled(page);
  const closed = await page.locator("details[open]").count();
  const paper = await page.pdf({ format: "A4", preferCSSPageSize: true });
  const pages = (paper.toString("latin1").match(/\/Type\s*\/Page[^s]/g) || []).length;
  writeFileSync(`${pictures}/paper.pdf`, paper);
  check(pages > 3, `it prints: ${pages} pages`);
  check((await page.locator("details[open]").count()) === closed, "what was opened for paper is closed again");
  console.log(`paper: ${pages} pages`);
}

for (const [name, options] of [
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
]) {
  const page = await open(small, options);
  await page.screenshot({ path: `${pictures}/${name}.png` });
  await accessible(page, `${name} page`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `${name}: nothing sticks out of the page (${wide}px)`);
  await page.locator("#findings-head").evaluate((head) => head.scrollIntoView());
  await settled(page);
  await page.screenshot({ path: `${pictures}/${name}-findings.png` });
}

{
  const page = await open(small, { javaScriptEnabled: false });
  check(await page.locator(".tile").first().isVisible(), "without scripts the overview can be read");
  check(await page.locator(".item summary").first().isVisible(), "without scripts the items can be read");
  check(!(await page.locator("#filter").isVisible()), "without scripts there is no filter that does nothing");
}

{
  const page = await open(hostile);
  check((await page.locator("#data").textContent()).length > 0, "hostile values leave the data whole");
  check(await page.evaluate(() => window.hostile === undefined && document.querySelectorAll("img, iframe, object, script[src]").length === 0), "hostile values stay text");
}

{
  const begun = Date.now();
  const page = await open(many);
  await page.locator(".finding").first().waitFor();
  const loaded = Date.now() - begun;
  const data = JSON.parse(await page.locator("#data").textContent());
  check(data.findings.length >= 10_000, `the large page is large: ${data.findings.length}`);
  check((await page.locator(".finding").count()) <= 100, "only a few findings are drawn at first");
  const from = Date.now();
  await page.locator("#q").fill("a-1 2026");
  await page.waitForFunction((all) => !document.querySelector("#count").textContent.includes(all), `指摘 ${data.findings.length.toLocaleString("en-US")}件を`);
  const filtered = Date.now() - from;
  await page.locator("button[type=reset]").click();
  await settled(page);
  await page.locator("#more").click();
  check((await page.locator(".finding").count()) > 100, "more are shown when asked for");
  check(await page.evaluate(() => document.activeElement.classList.contains("finding")), "and the reader goes on there");
  // Catches a page that hangs, nothing finer.
  check(loaded < 60_000 && filtered < 30_000, `usable in time: ${loaded} ms, ${filtered} ms`);
  console.log(`many: ${data.findings.length} findings, first drawn after ${loaded} ms, filtered after ${filtered} ms`);
}

await browser.close();
console.log(wrong.length ? `${wrong.length} not as they should be` : "all as it should be");
process.exit(wrong.length ? 1 : 0);
