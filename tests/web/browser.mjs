// Drives a real browser over the pages of a server and over those of a site in files, and tells what
// it found as JSON. What to do comes as JSON on standard input; every wait has a limit.
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const require = createRequire(path.join(asked.client, "package.json"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WAIT = { timeout: 60_000 };

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css",
  ".json": "application/json", ".wasm": "application/wasm", ".svg": "image/svg+xml",
};
const files = http.createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/below\//, "");
  const place = path.join(asked.site, name.endsWith("/") || !name ? `${name}index.html` : name);
  if (!place.startsWith(asked.site) || !fs.existsSync(place)) {
    return response.writeHead(404, { "content-type": TYPES[".html"] }).end(fs.readFileSync(path.join(asked.site, "404.html")));
  }
  return response.writeHead(200, { "content-type": TYPES[path.extname(place)] ?? "application/octet-stream" })
    .end(fs.readFileSync(place));
});
await new Promise((resolve) => files.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${files.address().port}/below/`;

const browser = await chromium.launch({ executablePath: asked.chromium, args: ["--no-sandbox"], timeout: 60_000 });
const told = { pages: {}, site: {} };

/** A page of which everything is noted that a reader should never see. */
async function opened(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const said = [];
  page.on("console", (one) => { if (["error", "warning"].includes(one.type())) said.push(one.text()); });
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (one) => { if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(one.url())) said.push(`left the host: ${one.url()}`); });
  page.on("response", (one) => { if (one.status() >= 400) said.push(`${one.status()} ${one.url()}`); });
  return { context, page, said };
}

for (const one of asked.pages) {
  const { context, page, said } = await opened({ colorScheme: one.scheme, viewport: { width: one.width, height: 900 } });
  await page.goto(asked.server + one.path, WAIT);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  told.pages[`${one.path} ${one.scheme} ${one.width}`] = {
    said, wide, violations: violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(" | ")}`),
  };
  await context.close();
}

{
  const { context, page, said } = await opened({ locale: "ja-JP" });
  await page.goto(`${asked.server}/`, WAIT);
  told.lang = await page.getAttribute("html", "lang");
  await page.fill(".find input[type=search]", "東京証券");
  await page.waitForSelector("#suggestions li", WAIT);
  told.suggested = await page.locator("#suggestions li").allTextContents();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/id\//, WAIT);
  told.found = await page.textContent("h1");
  told.search = said;
  await context.close();
}

{
  const { context, page, said } = await opened({ colorScheme: "dark", viewport: { width: 390, height: 900 } });
  await page.goto(`${asked.server}/query?lang=ja`, WAIT);
  await page.waitForSelector(".CodeMirror", WAIT);
  await page.click(".CodeMirror-line >> nth=0");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("SELECT ?t { ?t a セキュリティト");
  await page.waitForSelector(".CodeMirror-hint", WAIT);
  told.editor = { hints: await page.locator(".CodeMirror-hint").allTextContents() };
  await page.keyboard.press("Enter");
  await page.keyboard.type(" }");
  told.editor.text = await page.inputValue("#text");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("#told table", WAIT);
  told.editor.rows = await page.locator("#told tbody tr").count();
  await page.selectOption("#example", asked.form.slug);
  told.editor.example = await page.inputValue("#text");
  await page.click("form.sparql button");
  await page.waitForFunction((rows) => document.querySelectorAll("#told tbody tr").length < rows, told.editor.rows, WAIT);
  told.editor.answered = await page.locator("#told tbody tr").count();
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  told.editor.violations = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(" | ")}`);
  told.editor.said = said;
  await context.close();
}

{
  const { context, page, said } = await opened({});
  await page.goto(`${site}ja/query.html`, WAIT);
  await page.waitForSelector("form.sparql button:enabled", WAIT);
  await page.click("form.sparql button");
  await page.waitForSelector("#told table", WAIT);
  told.site.rows = await page.locator("#told tbody tr").count();
  await page.evaluate((text) => {
    const area = document.querySelector("form.sparql textarea[name=query]");
    area.value = text;
    area.dispatchEvent(new Event("input"));
    area.closest("form").requestSubmit();
  }, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }");
  await page.click("form.sparql button[type=button]:text('中止')");
  await page.waitForSelector("#engine[role=alert]", WAIT);
  told.site.stopped = await page.textContent("#engine");
  await page.fill(".find input[type=search]", "progmat");
  await page.waitForSelector("#suggestions li", WAIT);
  told.site.suggested = await page.locator("#suggestions li").allTextContents();

  // What loaded the graph for the form answers all questions, too.
  await page.addInitScript(() => {
    let loaded;
    window.Worker = new Proxy(Worker, { construct: (kind, given) => (loaded ??= new kind(...given)) });
  });
  await page.goto(`${site}question/${asked.form.slug}.html`, WAIT);
  await page.waitForSelector("form.ask button:enabled", WAIT);
  for (const [name, value] of Object.entries(asked.form.given)) await page.fill(`form.ask [name=${name}]`, value);
  await page.click("form.ask button");
  await page.waitForSelector("#told table.rows", WAIT);
  told.site.form = await page.locator("#told table.rows tbody tr").count();
  await page.fill(`form.ask [name=${Object.keys(asked.form.given)[0]}]`, "nothing of that name");
  await page.click("form.ask button");
  await page.waitForSelector("#engine[role=alert]", WAIT);
  told.site.wrong = await page.textContent("#engine");

  // As text: a driver takes far longer to hand on what is made of many parts.
  told.site.answers = JSON.parse(await page.evaluate(async (wanted) => {
    const top = new URL(document.querySelector("script[data-top]").dataset.top, location.href);
    const { Engine, bound, query } = await import(new URL("static/engine.js", top));
    const { names, named } = await import(new URL("static/names.js", top));
    const things = await names(new URL("data/names.json", top).href);
    const engine = new Engine();
    const found = {};
    for (const { slug, given } of wanted) {
      const question = await (await fetch(new URL(`data/questions/${slug}.json`, top))).json();
      try {
        const terms = bound(question, given, "en", (typed) => named(things, typed), things.base);
        found[slug] = await engine.ask(query(question, terms));
      } catch (error) {
        found[slug] = { problem: `${error.name} ${error.message} ${error.typed ?? ""}` };
      }
    }
    return JSON.stringify(found);
  }, asked.questions));
  told.site.said = said;
  await context.close();
}

{
  const { context, page } = await opened({});
  told.site.missing = {};
  for (const wrong of ["questions/custody-chain", "ja/id/progmatt.html", "zzzzqqqq"]) {
    await page.goto(site + wrong, WAIT);
    await page.waitForSelector("#near[data-sought]", { ...WAIT, state: "attached" });
    told.site.missing[wrong] = await page.locator("#near:not([hidden]) a").evaluateAll((all) => all.map((a) => [a.textContent, a.href]));
  }
  await context.close();
}

await browser.close();
files.close();
process.stdout.write(JSON.stringify(told));
