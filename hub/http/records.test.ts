/** What became of the records, as the API tells it: the ledger, the buckets of a chart, the files to keep. */
import { createHash } from "node:crypto";
import { parquetReadObjects } from "hyparquet";
import type { TSchema } from "typebox";
import { beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import { check } from "../../core/check.ts";
import { encodeGap } from "../../core/gap.ts";
import type { AlertId, DeviceId, GatewayId, PointId, TicketId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { quality } from "../../core/quality.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { cover, event, level, open, pit, reading, readingsFrom, registrationOf } from "../../test/kit/samples.ts";
import { toParquet } from "../telemetry/export/parquet.ts";
import { type ExportQuery, findSources, readPages } from "../telemetry/export/rows.ts";
import { cookieName } from "./guard.ts";
import { AlertView, LedgerView, Problem, SeriesView } from "./views.ts";

const id = "gw-1" as GatewayId;
const start = 1_790_000_000_000;
const minute = 60_000;
const hour = 60 * minute;
const token = "a-session-token";
let hub: QuietHub;

beforeEach(async () => {
  hub = await quietHub();
  await hub.read(async ({ accounts, sessions }) => {
    await accounts.put({ name: "operator", role: "administrator", passwordHash: "" });
    const tokenHash = createHash("sha256").update(token).digest("hex");
    await sessions.put({ tokenHash, account: "operator", expiresAt: start + hour });
  });
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
});

const get = (url: string) => hub.app.inject({ url, cookies: { [cookieName]: token } });
const batch = (from: number, body: Uint8Array) => hub.take(topics.batch(id, "data", epochs.data, from), body);

async function ask<View>(url: string, schema: TSchema): Promise<View> {
  const response = await get(url);
  expect(response.statusCode, response.body).toBe(200);
  return check(schema, response.json(), "INPUT_INVALID") as View;
}

const refusal = async (url: string) => {
  const response = await get(url);
  return check(Problem, response.json(), "INPUT_INVALID") as Problem;
};

describe("the ledger", () => {
  const ledger = (query = "") => ask<LedgerView>(`/api/ledger${query}`, LedgerView);
  const lost = (count: number, more: object = {}) => ({ device: pit, point: level, count, ...more });

  test("accounts for every record of a gateway: delivered, waiting and lost make up what it accepted", async () => {
    await batch(0, encodeBatch(readingsFrom(start - hour, 10)));
    await batch(10, encodeGap({ count: 5, why: "evicted", series: [lost(3)] }));
    await batch(15, encodeGap({ count: 2, why: "damaged", series: [] }));
    await hub.take(topics.status(id), statusOf({ session: 2, backlog: { data: 7, alert: 1, oldest: start - 60_000 } }));
    const { gateways, series, more } = await ledger();
    expect(gateways).toEqual([
      {
        ...{ gateway: id, title: "东昌小区网关", place: "东昌小区 门卫室", oldest: start - 60_000 },
        ...{ accepted: 24, delivered: 10, summaries: 0, waiting: 7, evicted: 5, quarantined: 0, damaged: 2 },
        alerts: { waiting: 1, evicted: 0, quarantined: 0, damaged: 0 },
      },
    ]);
    expect([series, more]).toEqual([[], false]);
  });

  test("of one gateway names each series, also one of which nothing arrived", async () => {
    await batch(0, encodeBatch(readingsFrom(start, 4)));
    await batch(
      4,
      encodeGap({ count: 6, why: "quarantined", series: [lost(2), { device: cover, point: open, count: 4 }] }),
    );
    const { series } = await ledger(`?gateway=${id}`);
    expect(series).toMatchObject([
      { device: pit, point: level, delivered: 4, summaries: 0, quarantined: 2, evicted: 0 },
      { device: cover, point: open, delivered: 0, quarantined: 4 },
    ]);
    expect((await ledger(`?gateway=${id}&device=${cover}`)).series).toMatchObject([{ device: cover, quarantined: 4 }]);
  });

  test("counts a loss nobody can name for the gateway, and lists it for each device it may be of", async () => {
    await batch(0, encodeGap({ count: 5, why: "damaged", series: [lost(3)] }));
    expect(await ledger(`?gateway=${id}`)).toMatchObject({ gateways: [{ damaged: 5 }], series: [{ damaged: 3 }] });
    const ofDevice = await ledger(`?gateway=${id}&device=${pit}`);
    expect(ofDevice).toMatchObject({ gateways: [{ damaged: 3 }], series: [{ damaged: 3 }] });
    expect(ofDevice.gaps.map(({ count }) => count).sort()).toEqual([2, 3]);
  });

  test("counts a summary apart: it stands for readings that are counted already", async () => {
    const summary = { ...reading(start, 1), quality: quality.summary };
    await batch(0, encodeBatch([summary, ...readingsFrom(start + 1000, 2)]));
    expect((await ledger()).gateways).toMatchObject([{ accepted: 2, delivered: 2, summaries: 1 }]);
  });

  test("keeps the events of alerts apart, with what they lost", async () => {
    const gap = encodeGap({ count: 2, why: "damaged", series: [] });
    await hub.take(topics.batch(id, "alert", epochs.alert, 0), gap);
    const { gateways, gaps } = await ledger();
    expect(gateways).toMatchObject([{ accepted: 0, damaged: 0, alerts: { damaged: 2 } }]);
    expect(gaps).toMatchObject([{ lane: "alert", from: 0, count: 2, at: start }]);
  });

  test("lists gaps with reason, offset and the event times the gateway told; what it did not tell is absent", async () => {
    const times = { firstAt: start - 2 * hour, lastAt: start - hour };
    await batch(0, encodeGap({ count: 5, why: "evicted", series: [lost(3, times)] }));
    const { gaps } = await ledger(`?gateway=${id}`);
    expect(gaps).toHaveLength(2);
    const [named, unnamed] = [gaps.find(({ device }) => device === pit), gaps.find((gap) => gap.device === undefined)];
    expect(named).toMatchObject({
      lane: "data",
      epoch: epochs.data,
      from: 0,
      why: "evicted",
      point: level,
      count: 3,
      ...times,
    });
    expect(unnamed).toMatchObject({ count: 2, at: start });
    expect(unnamed).not.toHaveProperty("firstAt");
  });

  test("of a range holds what overlaps it and counts what is stored in it", async () => {
    const from = start - 3 * hour;
    await batch(0, encodeBatch(readingsFrom(from, 10)));
    await batch(
      10,
      encodeGap({ count: 3, why: "evicted", series: [lost(3, { firstAt: from, lastAt: from + minute })] }),
    );
    const inside = await ledger(`?gateway=${id}&from=${from + 5000}&to=${from + 8000}`);
    expect(inside.series).toMatchObject([{ delivered: 3, evicted: 3 }]);
    expect(inside.gateways[0]).not.toHaveProperty("accepted");
    const after = await ledger(`?gateway=${id}&from=${from + hour}&to=${from + 2 * hour}`);
    expect(after).toMatchObject({ gaps: [], series: [{ delivered: 0, evicted: 0 }] });
  });

  test("refuses what makes no sense, by name", async () => {
    expect(await refusal("/api/ledger?gateway=gw-9")).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await refusal(`/api/ledger?device=${pit}`)).toMatchObject({
      status: 400,
      detail: expect.stringMatching("/gateway"),
    });
    expect(await refusal("/api/ledger?from=5&to=5")).toMatchObject({
      status: 400,
      detail: expect.stringMatching("/to"),
    });
  });
});

describe("the resolution of readings", () => {
  const series = (query: string, device: DeviceId = pit, point: PointId = level) =>
    ask<SeriesView>(`/api/readings?gateway=${id}&device=${device}&point=${point}&${query}`, SeriesView);
  const from = Math.floor(start / hour) * hour - 4 * hour;

  test("is raw unless asked for, and auto stays raw while each reading can be drawn", async () => {
    await batch(0, encodeBatch(readingsFrom(from, 100)));
    expect(await series(`from=${from}&to=${start}`)).toMatchObject({ resolution: "raw" });
    const auto = await series(`from=${from}&to=${start}&resolution=auto`);
    expect(auto.resolution).toBe("raw");
    expect(auto.readings).toHaveLength(100);
  });

  test("makes buckets of minutes and hours with lowest, highest, mean and last", async () => {
    const values = [1, 5, 3, 7];
    await batch(0, encodeBatch(values.map((value, i) => reading(from + i * 20_000, value))));
    const minutes = await series(`from=${from}&to=${start}&resolution=1m`);
    expect(minutes).toMatchObject({ resolution: "1m", readings: [], more: false });
    expect(minutes.buckets).toEqual([
      [from, 3, 1, 5, 3, 3],
      [from + minute, 1, 7, 7, 7, 7],
    ]);
    const hours = await series(`from=${from}&to=${start}&resolution=1h`);
    expect(hours.buckets).toEqual([[from, 4, 1, 7, 4, 7]]);
  });

  test("auto makes buckets of what is too dense, finer for a shorter range", async () => {
    await batch(0, encodeBatch(readingsFrom(from, 2000)));
    const day = await series(`from=${start - 24 * hour}&to=${start}&resolution=auto&limit=5000`);
    const month = await series(`from=${start - 720 * hour}&to=${start}&resolution=auto&limit=5000`);
    expect([day.resolution, month.resolution]).toEqual(["1m", "1h"]);
    for (const { buckets } of [day, month]) expect(buckets?.reduce((sum, [, n]) => sum + n, 0)).toBe(2000);
  });

  test("auto asks for hours where readings may no longer be kept", async () => {
    await batch(0, encodeBatch(readingsFrom(from, 3)));
    expect(await series(`from=${from - 400 * 24 * hour}&to=${start}&resolution=auto`)).toMatchObject({
      resolution: "1h",
      buckets: [[from, 3, 0, 0.02, 0.01, 0.02]],
    });
  });

  test("of states stays raw, and of no range is refused", async () => {
    await batch(0, encodeBatch([reading(from, true, open, cover)]));
    expect(await series(`from=${from}&to=${start}&resolution=1h`, cover, open)).toMatchObject({ resolution: "raw" });
    const url = `/api/readings?gateway=${id}&device=${pit}&point=${level}&resolution=1h`;
    expect(await refusal(url)).toMatchObject({ status: 400, detail: expect.stringMatching("/from") });
  });
});

describe("an export", () => {
  const url = (format: string, more = "") =>
    `/api/readings/export?gateway=${id}&device=${pit}&from=${start}&to=${start + hour}&format=${format}${more}`;

  async function stored() {
    await batch(
      0,
      encodeBatch([
        reading(start, 1.5),
        { ...reading(start + 1, 2), quality: quality.backdated | quality.summary },
        reading(start + hour, 9),
        reading(start, "FIELD_SILENT", faultPoint),
      ]),
    );
  }

  test("as CSV has a byte order mark, local times with milliseconds, units and the words of the quality", async () => {
    await stored();
    const response = await get(url("csv"));
    expect(response.headers).toMatchObject({ "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" });
    expect(response.body.split("\r\n")).toEqual([
      "\uFEFFtime,gateway,device,device_name,point,point_name,value,unit,quality",
      "2026-09-21T22:13:20.000+08:00,gw-1,pit-1,集水坑水位,level,水位,1.5,m,good",
      "2026-09-21T22:13:20.001+08:00,gw-1,pit-1,集水坑水位,level,水位,2,m,backdated+summary",
      "2026-09-21T22:13:20.000+08:00,gw-1,pit-1,集水坑水位,fault,fault,FIELD_SILENT,,good",
      "",
    ]);
  });

  test("is named after the device and the days it covers, in plain letters too", async () => {
    const { "content-disposition": named } = (await get(url("parquet"))).headers;
    const written = encodeURIComponent("集水坑水位_20260921-20260921.parquet");
    expect(named).toBe(`attachment; filename="pit-1_20260921-20260921.parquet"; filename*=UTF-8''${written}`);
  });

  test("as CSV quotes what needs it and lets no spreadsheet run what a device sent", async () => {
    const text = "note" as PointId;
    const values = ['=HYPERLINK("x")', 'a,"b"\nc', "-1"];
    await batch(0, encodeBatch(values.map((value, i) => reading(start + i, value, text))));
    const { body } = await get(url("csv", "&point=note"));
    expect(body).toContain(`,note,"'=HYPERLINK(""x"")",,good\r\n`);
    expect(body).toContain(`,note,"a,""b""\nc",,good\r\n`);
    expect(body).toContain(",note,'-1,,good\r\n");
  });

  test("as Parquet comes back as it went, over several pages", async () => {
    await stored();
    const { rawPayload } = await get(url("parquet"));
    const rows = await parquetReadObjects({ file: new Uint8Array(rawPayload).buffer });
    expect(rows).toMatchObject([
      { time: new Date(start), device: pit, point: "level", value: 1.5, text: null, unit: "m", quality: "good" },
      { time: new Date(start + 1), value: 2, quality: "backdated+summary" },
      { point: "fault", value: null, text: "FIELD_SILENT", unit: "" },
    ]);
  });

  test("leaves no reading out and writes none twice, however its pages fall", async () => {
    const moments = [0, 1, 1, 1, 1, 1, 1, 2, 3, 3, 4, 5, 5, 5].map((at) => start + at);
    await batch(0, encodeBatch(moments.map((at, i) => reading(at, i))));
    const query: ExportQuery = { gateway: id, device: pit, from: start, to: start + hour };
    const found = await hub.read((tables) => findSources(tables, query));
    for (const size of [1, 2, 3, 4, 5, 13, 14, 15]) {
      const values: unknown[] = [];
      for await (const { rows } of readPages(hub.read, found?.sources ?? [], query, size))
        values.push(...rows.map(([, value]) => value));
      expect(values, `pages of ${size}`).toEqual(moments.map((_, i) => i));
    }
  });

  test("reads the store only as fast as it is taken", async () => {
    await batch(0, encodeBatch(readingsFrom(start, 1000)));
    const query: ExportQuery = { gateway: id, device: pit, from: start, to: start + hour };
    const found = await hub.read((tables) => findSources(tables, query));
    let asked = 0;
    const counted: typeof hub.read = (work) => {
      asked++;
      return hub.read(work);
    };
    const parts = toParquet(readPages(counted, found?.sources ?? [], query, 100));
    await parts.next();
    await parts.next();
    expect(asked).toBe(2);
    await parts.return(undefined);
  });

  test("without readings is a file with its columns and no rows", async () => {
    expect((await get(url("csv"))).body.split("\r\n")).toHaveLength(2);
    const { rawPayload } = await get(url("parquet"));
    expect(await parquetReadObjects({ file: new Uint8Array(rawPayload).buffer })).toEqual([]);
  });

  test("refuses what makes no sense, by name, before a byte of the file", async () => {
    expect(await refusal(url("xlsx"))).toMatchObject({ status: 400, detail: expect.stringMatching("/format") });
    expect(await refusal(url("csv", "&point=ph"))).toMatchObject({ status: 404, detail: expect.stringMatching("ph") });
    expect(await refusal(url("csv").replace(pit, "pit-9"))).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await refusal(url("csv").replace(`to=${start + hour}`, `to=${start}`))).toMatchObject({ status: 400 });
  });
});

describe("an alert", () => {
  const raise = async (from: number, at: number, name: string) => {
    const more = { alert: `alert-${name}` as AlertId, ticket: `ticket-${name}` as TicketId };
    await hub.take(topics.batch(id, "alert", epochs.alert, from), encodeAlerts([event("raised", at, more)]));
    const alerts = await ask<AlertView[]>("/api/alerts?state=all", { type: "array" } as TSchema);
    return alerts[0] as AlertView;
  };

  test("heard more than five minutes after it happened is late, with both times", async () => {
    const late = await raise(0, start - 5 * minute - 1, "1");
    expect(late).toMatchObject({ late: true, raisedAt: start - 5 * minute - 1, receivedAt: start });
    expect(check(AlertView, late, "INPUT_INVALID")).toBeDefined();
  });

  test("heard within five minutes is not", async () => {
    expect(await raise(0, start - 5 * minute, "1")).toMatchObject({ late: false });
  });

  test("that was late and is raised again in time is one of the present", async () => {
    await raise(0, start - hour, "1");
    hub.clock.now += minute / 60;
    expect(await raise(1, hub.clock.now, "2")).toMatchObject({ late: false, count: 2 });
  });
});
