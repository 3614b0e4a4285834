/** Looks at one page of the console as its reader does: is it there, in time, whole, and usable by everybody. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

export type Finding = { rule: string; impact: string; at: string; why: string };

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A heading, and nothing that still waits. Why not yet, or nothing. */
const unsettled = `(() => {
  if (document.querySelector(".waiting, .ant-skeleton, .ant-spin-spinning, [aria-busy=true]")) return "waits";
  const heading = document.querySelector("main h1, .wall-name");
  if (!heading || heading.textContent.trim() === "") return "no heading";
  const main = document.querySelector("main");
  return main.innerText.trim().length > heading.textContent.trim().length + 10 ? "" : "nothing below the heading";
})()`;

/** Milliseconds from the address being asked for until its content is there; throws what was missing after `withinMs`. */
export async function open(page: Page, address: string, withinMs = 15_000): Promise<number> {
  const started = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  for (let why = "no answer"; why !== ""; ) {
    if (performance.now() - started > withinMs) throw new Error(`${address}: ${why} after ${withinMs} ms`);
    await page.waitForTimeout(10);
    why = await page.evaluate<string>(unsettled).catch(() => "no document");
  }
  return Math.round(performance.now() - started);
}

export type Seen = { heading: string; failures: string[] };

/** What stands there: the heading, and panels that say something failed. */
export function see(page: Page): Promise<Seen> {
  return page.evaluate<Seen>(`({
    heading: (document.querySelector("main h1, .wall-name") ?? document.body).textContent,
    failures: [...document.querySelectorAll(".failure, main [role=alert]")].map((node) => node.textContent)
      // A place where something would be said, and is not.
      .filter((text) => text !== ""),
  })`);
}

/** What sticks out of the screen, once the page had the time to take the screen's size: nothing, where it fits. */
export async function wider(page: Page): Promise<string[]> {
  let found: string[] = [];
  for (const end = performance.now() + 2_000; performance.now() < end; await page.waitForTimeout(20)) {
    found = await page.evaluate<string[]>(`document.documentElement.scrollWidth <= innerWidth ? [] :
      [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > innerWidth)
        .slice(-3).map((node) => node.tagName + "." + node.className + " to " + Math.round(node.getBoundingClientRect().right))`);
    if (found.length === 0) return [];
  }
  return found;
}

/** What of the content must be moved sideways to be read. */
export function slides(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll("main, main *")]
    .filter((node) => /auto|scroll/.test(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth)
    .map((node) => node.tagName + "." + node.className + " holds " + node.scrollWidth + " of " + node.clientWidth)`);
}

const seen = "checkVisibility({ visibilityProperty: true })";

/** The primary buttons in sight, where there is more than the one that a screen may have. */
export function primaries(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const found = [...document.querySelectorAll(".ant-btn-primary")].filter((node) => node.${seen});
    return found.length < 2 ? [] : found.map((node) => node.textContent || node.getAttribute("aria-label"));
  })()`);
}

/** Texts of a wall smaller than 28 px, and those that its edge or a box of its own cuts off; the map moves by itself. */
export function illegible(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector(".wall"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const [text, parent] = [walker.currentNode.textContent.trim(), walker.currentNode.parentElement];
      if (text === "" || !parent.${seen}) continue;
      const size = parseFloat(getComputedStyle(parent).fontSize);
      if (size < 28) found.push(size + " px: " + text);
      if (parent.closest(".map-frame")) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = range.getBoundingClientRect();
      for (let around = parent; around; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === "visible") continue;
        const edge = around.getBoundingClientRect();
        // Glyphs are taller than their line.
        if (box.right > edge.right + 1 || box.bottom > edge.bottom + size / 4) found.push("cut off: " + text);
      }
    }
    return found;
  })()`);
}

/** What a finger is to hit and is smaller than 24 px [WCAG 2.2, 2.5.8]. */
export function tiny(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const least = 24;
    const targets = "a, button, input, select, summary, [role=button], [role=checkbox], [role=radio], [role=tab], [role=switch]";
    const sized = [...document.querySelectorAll(targets)]
      .filter((node) => node.${seen} && !node.disabled)
      // A field with a mark in it, one to choose in, and a box with its label, is hit anywhere within its frame.
      .map((node) => ({ node, box: (node.closest(".ant-input-affix-wrapper, .ant-select, .ant-checkbox-wrapper") ?? node).getBoundingClientRect() }));
    return sized
      .filter(({ box }) => box.width > 1 && box.height > 1 && Math.min(box.width, box.height) < least - 0.5)
      .slice(0, 5)
      .map(({ node, box }) => node.tagName + "." + node.className + " " + Math.round(box.width) + "×" + Math.round(box.height)
        + " " + (node.textContent || node.getAttribute("aria-label") || ""));
  })()`);
}

/** Pages of a noun that the street has: rows of it, no empty state. */
const own: [path: RegExp, rows: string][] = [
  [/^\/alerts$/, "main a[href*='/alerts/'], main a[href*='/tickets/']"],
  [/^\/tickets(\?|$)/, "main a[href*='/tickets/']"],
  [/^\/devices$/, "main a[href*='/devices/']"],
  [/^\/gateways$/, "main a[href*='/gateways/']"],
  [/^\/faults$/, "main .faults > li"],
  [/^\/inventory$/, "main progress, main [role=meter], main .bar"],
  [/^\/losses$/, "main table tbody tr"],
  [/^\/map$/, "main .leaflet-container"],
  [/^\/statistics$/, "main table tbody tr"],
  [/^\/tickets\/(?!new$)[^/]+$|^\/alerts\/[^/]+$/, "main time"],
  [/^\/devices\/[^/]+\/[^/]+$/, "main canvas, main svg"],
];

/** What a page lacks of its own noun; nothing for a page that has no list of one. */
export async function lacking(page: Page, path: string): Promise<string[]> {
  const row = own.find(([of]) => of.test(path));
  if (row === undefined) return [];
  const found = await page.evaluate<{ rows: number; quiet: string }>(`({
    rows: document.querySelectorAll(${JSON.stringify(row[1])}).length,
    quiet: document.querySelector("main .quiet")?.textContent ?? "",
  })`);
  return [...(found.rows === 0 ? [row[1]] : []), ...(found.quiet === "" ? [] : [`an empty state: ${found.quiet}`])];
}

export type Part = { within?: "html" | "main"; only?: string[] };

/** What axe-core calls serious or critical; `only` names the rules to run. Evaluated, so that the page's policy stays in force. */
export async function examine(page: Page, { within = "html", only = [] }: Part = {}): Promise<Finding[]> {
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(axeSource);
  const options = { resultTypes: ["violations"], preload: false, ...(only.length > 0 ? { runOnly: only } : {}) };
  return page.evaluate<
    Finding[]
  >(`axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)}).then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, impact, nodes }) => nodes.slice(0, 3).map((node) => ({
      rule: id, impact, at: node.target.join(" "), why: node.failureSummary.split("\\n")[1].trim(),
    }))))`);
}
