/** The sheet that is printed and signed: in Chinese throughout, with states by their names, photos to see and the file to check. */
import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { type AcceptanceRecord, signRecord } from "./record.ts";
import type { RecordedDevice } from "./recorded.ts";
import { sheetOf } from "./sheet.ts";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const picture = "data:image/png;base64,AAAA";

const device = (more: Partial<RecordedDevice> = {}): RecordedDevice => ({
  ...{ id: "cover-1", model: "cover-contact", title: { zh: "1号雨水井盖", en: "Cover" }, place: "东昌小区 东门" },
  ...{ link: "tcp-1", address: "unit 21", position: null, photo: null, rssi: null, replaced: [], fault: "" },
  readings: [
    {
      point: {
        id: "open" as never,
        title: { zh: "井盖", en: "Cover" },
        states: { true: { zh: "打开", en: "open" }, false: { zh: "盖好", en: "closed" } },
      },
      value: false,
      at: 0,
    },
  ],
  proof: {
    ...{ how: "alarm", by: "老张", startedAt: 0, alert: "a", raisedAt: 0, shownMs: 1, journaledMs: 2.5, hubMs: null },
    clearedAt: 1000,
  },
  ...more,
});

function sheet(...devices: RecordedDevice[]): string {
  const record: AcceptanceRecord = {
    ...{ record: 1, id: "01JDPXXXXXXXXXXXXXXXXXXXXX", gateway: { id: "gw-1", title: "东昌小区网关", place: "门卫室" } },
    ...{ version: "0.1.0", at: 0, isClockSure: true, isOnline: false },
    ...{ technician: { name: "老张", signature: picture }, witness: null, devices },
  };
  return sheetOf(signRecord(record, key));
}

it("names the states, the address, the units and who made the test", () => {
  const text = sheet(
    device(),
    device({
      address: "unit 7, channel 2",
      readings: [{ point: { id: "t" as never, title: { zh: "温度", en: "T" }, unit: "Cel" }, value: 21.23456, at: 0 }],
    }),
  );
  for (const words of ["井盖 盖好（08:00:00）", "地址 21", "地址 7 第 2 路", "温度 21.235 °C", "做测试的人 老张"])
    expect(text).toContain(words);
  expect(text).not.toMatch(/unit \d|channel|Cel\b|>否|null|undefined/);
});

it("shows the photo, links the signed file and the way back, and runs nothing", () => {
  const photo = "ab".repeat(32);
  const text = sheet(device({ photo }));
  expect(text).toContain(`src="/record/${photo}.photo"`);
  expect(text).toContain('href="/record/01JDPXXXXXXXXXXXXXXXXXXXXX.json"');
  expect(text).toContain('href="/install"');
  expect(text).toContain("网关签名：有效");
  expect(text).not.toMatch(/<script|onerror|javascript:/);
});

it("takes names as text", () => {
  expect(sheet(device({ place: '<img src=x onerror="alert(1)">' }))).not.toContain("<img src=x");
});
