/** The findings as they are read: no English column in Chinese, no bare number, nothing in five digits of megabytes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runningFindings } from "./checks/running.ts";
import type { Finding } from "./finding.ts";
import { asDocument, print } from "./print.ts";
import { checkTitles, titleOf } from "./titles.ts";

const findings: Finding[] = [
  { check: "disk", subject: "room", code: "well", facts: { detail: " · 78959 MB" } },
  { check: "memory", subject: "RAM", code: "memory-low", facts: { freeMb: 61 } },
  { check: "clock", subject: "NTP", code: "clock-unsynced", facts: {} },
  { check: "sensor", subject: "pit-1 · 3号楼 B1 水泵房", code: "sensor-silent", facts: {} },
  ...runningFindings({ isOnline: true, waiting: 12, isClockSure: true, sensors: new Map() }),
];

it("speaks Chinese throughout", () => {
  expect(print(findings, "zh").split("\n")).toEqual([
    "✗ 故障  内存 · 可用  可用内存只剩 61 MB",
    "    → 关掉网关上别的程序，或重启网关。",
    "✗ 故障  传感器 · pit-1 · 3号楼 B1 水泵房  不应答",
    "    → 查供电、地址和两根总线。",
    "! 注意  时钟 · 网络校时  网关时间没有经过校准",
    "    → 查能不能连到 NTP 服务器；连上平台后网关会自己校准。",
    "✓ 正常  存储 · 剩余空间  正常 · 77.1 GB",
    "✓ 正常  平台连接 · 街道平台  正常 · 已连上，12 条记录待送",
    "",
  ]);
});

it("tells the page the same titles, beside the names for programs", () => {
  expect(asDocument(findings)[0]).toMatchObject({ check: "disk", subject: "room", title: { zh: "存储 · 剩余空间" } });
});

it("has a title for whatever is looked at", () => {
  const folders = [import.meta.dirname, join(import.meta.dirname, "checks")];
  const sources = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /(?<!\.test)\.ts$/.test(name))
      .map((name) => readFileSync(join(folder, name), "utf8")),
  );
  const named = sources.flatMap((text) =>
    [...text.matchAll(/(?:check: |well\()"(\w+)"/g)].map(([, name = ""]) => name),
  );
  expect(named.length).toBeGreaterThan(15);
  expect([...new Set(named)].filter((name) => !Object.hasOwn(checkTitles, name))).toEqual([]);
  expect(titleOf({ check: "constructor", subject: "toString" })).toEqual({
    zh: "constructor · toString",
    en: "constructor · toString",
  });
});
