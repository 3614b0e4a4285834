/** The navigation at the side of a desk: whoever it is for, each of its places is in sight, large enough to hit, and reached from the keyboard. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import shipped from "../../hub/rulebook/defaults/roles.json" with { type: "json" };
import { openBrowser } from "./chromium.ts";
import { openConsole } from "./quiet-console.ts";

const screens = [
  { width: 1440, height: 900 },
  { width: 1440, height: 945 },
  { width: 1440, height: 857 },
  { width: 1280, height: 720 },
];

type Target = { name: string; top: number; bottom: number; room: [number, number]; least: number; isCovered: boolean };

/** Every place and what stands below them, as they lie on the screen. */
const targetsOf = (page: Page) =>
  page.evaluate<Target[]>(`[...document.querySelectorAll(".side nav a, .side-foot a, .side-foot button")]
    .filter((node) => node.checkVisibility())
    .map((node) => {
      const { left, top, bottom, height, width } = node.getBoundingClientRect();
      const around = node.closest("nav")?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
      const seen = document.elementFromPoint(left + width / 2, top + height / 2);
      const name = node.textContent || node.getAttribute("aria-label");
      return { name, top, bottom, room: [around.top, Math.min(around.bottom, innerHeight)], least: Math.min(height, width), isCovered: !node.contains(seen) };
    })`);

const namesOf = (page: Page) =>
  page.evaluate<string[]>(
    '[...document.querySelectorAll(".side nav a span:last-of-type")].map((one) => one.textContent)',
  );

/** Beyond an edge, too small to hit, or with something over it. */
async function wrongOf(page: Page): Promise<string[]> {
  return (await targetsOf(page)).flatMap(({ name, top, bottom, room: [from, to], least, isCovered }) => [
    ...(top < from - 0.5 || bottom > to + 0.5 ? [`${name}: ${top} to ${bottom}, of ${from} to ${to}`] : []),
    ...(least < 24 ? [`${name}: ${least} px`] : []),
    ...(isCovered ? [`${name}: covered`] : []),
  ]);
}

it.each(shipped.roles)(
  "shows $id every place of theirs at once, on a large and on a low desk, folded too",
  {
    timeout: 60_000,
  },
  async ({ id }) => {
    const { page: open, problems } = await openConsole(await openBrowser());
    const page = await open("wang", "/devices", { role: id, areas: ["dongchang"] });
    await page.getByRole("link", { name: "设备", exact: true }).waitFor();
    expect((await namesOf(page)).length).toBeGreaterThan(8);
    for (const screen of screens) {
      await page.setViewportSize(screen);
      await expect.poll(() => wrongOf(page), { message: `${screen.height}` }).toEqual([]);
      await page.getByRole("button", { name: "收起导航" }).click();
      await expect.poll(() => wrongOf(page), { message: `${screen.height}, folded` }).toEqual([]);
      await page.getByRole("button", { name: "展开导航" }).click();
    }
    expect(problems).toEqual([]);
  },
);

it("shows all there is in English too, whose words are longer", { timeout: 60_000 }, async () => {
  const { page: open } = await openConsole(await openBrowser());
  const page = await open("wang", "/devices", { look: { locale: "en" } });
  await page.getByRole("link", { name: "Devices", exact: true }).waitFor();
  for (const screen of screens) {
    await page.setViewportSize(screen);
    await expect.poll(() => wrongOf(page), { message: `${screen.height}` }).toEqual([]);
  }
});

it("is walked by Tab in the order of its groups, which a reader hears by name", { timeout: 60_000 }, async () => {
  const { page: open } = await openConsole(await openBrowser());
  const page = await open("wang", "/coverage", { look: { locale: "zh-CN", viewport: { width: 1280, height: 720 } } });
  const nav = page.getByRole("navigation", { name: "主导航" });
  const access = nav.getByRole("list", { name: "接入" });
  await access.waitFor();
  expect(await access.getByRole("link").allTextContents()).toEqual(["接一台设备", "平台接入", "资产清单", "应接尽接"]);
  await access.getByRole("link", { name: "应接尽接" }).and(page.locator("[aria-current=page]")).waitFor();
  const names = await namesOf(page);
  await page
    .getByRole("link", { name: names[0] as string })
    .first()
    .focus();
  const walked: string[] = [];
  for (const _ of names) {
    walked.push(await page.evaluate<string>("document.activeElement.textContent"));
    await page.keyboard.press("Tab");
  }
  expect(walked).toEqual(names);
});
