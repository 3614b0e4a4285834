/** What every store must do; run for each implementation. */
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Command } from "../../core/command.ts";
import type { AlertId, DeviceId, Epoch, GatewayId, PointId, RuleId, TicketId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import { statusOf } from "../../test/kit/quiet-hub.ts";
import { cover, devices, event, level, open, pit } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { applyEvent } from "../alerts/alert.ts";
import type { Handover } from "../flows/handover.ts";
import type { JointAction } from "../joint/joint-action.ts";
import type { Attachment } from "../tickets/attachment.ts";
import { reportTicket } from "../tickets/report.ts";
import type { StoryEntry } from "../tickets/ticket.ts";
import { faultRowMs, longest } from "./faults.ts";
import type { LedgerFilter } from "./ledger.ts";
import { openSqliteStore } from "./sqlite/store.ts";
import type { Store, Tables } from "./store.ts";
import type { ReadingColumn, StoredBatch } from "./telemetry.ts";

/** Opens what was stored in the folder before, or something new. */
const implementations: Record<string, (folder: string) => Store> = {
  sqlite: (folder) => openSqliteStore(folder, 1),
};

const gateway = "gw-1" as GatewayId;
const journal = { gateway, lane: "data" as const, epoch: "epoch-1" as Epoch };

/** Readings of one series that no journal counts. */
function batchOf(series: number, column: ReadingColumn, received = 1): StoredBatch {
  return { gateway, received, journal: null, columns: [{ series, column }] };
}

describe.each(Object.entries(implementations))("%s", (_name, openStore) => {
  function fresh(folder = tempFolder()): Store {
    const store = openStore(folder);
    onTestFinished(() => store.close());
    return store;
  }

  /** A store in which the gateway and its devices are known. */
  async function settled(): Promise<Store> {
    const store = fresh();
    await store.transaction(async (tables) => {
      await tables.gateways.meet(gateway, 5);
      for (const device of devices) await tables.devices.putDocument(gateway, device);
    });
    return store;
  }

  async function newSeries({ series }: Tables, point = level) {
    return series.create({ gateway, device: pit, point }, true);
  }

  test("a reading that was misread is put right everywhere, also after it is opened again", async () => {
    const folder = tempFolder();
    const store = openStore(folder);
    const at = [60_000, 120_000, 180_000];
    const id = await store.transaction(async (tables) => {
      await tables.gateways.meet(gateway, 5);
      for (const device of devices) await tables.devices.putDocument(gateway, device);
      const { id } = await newSeries(tables);
      await tables.readings.append(batchOf(id, { at, values: [1, 402, 403], quality: [0, 0, 0] }, 200_000));
      return id;
    });
    const changed = await store.transaction(({ readings }) =>
      readings.correct(
        id,
        [
          { at: 120_000, was: 402, value: 4.02 },
          { at: 180_000, was: 403, value: null },
          { at: 180_000, was: 7, value: 8 },
        ],
        200_000,
      ),
    );
    expect(changed).toBe(2);
    const look = async (opened: Store) => {
      const query = { from: 0, to: 1_000_000, limit: 9, keep: "oldest" as const };
      expect(await opened.read(({ readings }) => readings.query(id, query))).toEqual([
        [60_000, 1, 0],
        [120_000, 4.02, 0],
      ]);
      expect(await opened.read(({ readings }) => readings.count(id, 0, 1_000_000))).toBe(2);
      const row = await opened.read(({ series }) => series.find({ gateway, device: pit, point: level }));
      expect(row).toMatchObject({ delivered: 2, latest: { at: 120_000, value: 4.02 } });
      const buckets = { from: 0, to: 3_600_000, stepMs: 3_600_000, limit: 9 };
      expect(await opened.read(({ readings }) => readings.buckets(id, buckets))).toEqual([[0, 2, 1, 4.02, 2.51, 4.02]]);
    };
    await look(store);
    await store.close();
    const again = openStore(folder);
    onTestFinished(() => again.close());
    await look(again);
    await again.transaction(({ readings }) => readings.rollUp(1e9, 0, () => false));
    await look(again);
  });

  test("a transaction that fails leaves nothing behind", async () => {
    const store = fresh();
    const failing = store.transaction(async ({ gateways }) => {
      await gateways.meet(gateway, 5);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await store.transaction(({ gateways }) => gateways.list())).toEqual([]);
  });

  test("an attempt that fails is undone alone", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      await tables.ranges.put(journal, [[0, 1]]);
      const failing = tables.attempt(async () => {
        await tables.ranges.put(journal, [[0, 2]]);
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await tables.ranges.find(journal)).toEqual([[0, 1]]);
    });
    expect(await store.transaction(({ ranges }) => ranges.find(journal))).toEqual([[0, 1]]);
  });

  test("transactions run one after the other", async () => {
    const store = await settled();
    const grow = () =>
      store.transaction(async ({ ranges }) => {
        const to = (await ranges.find(journal))?.[0]?.[1] ?? 0;
        await Promise.resolve();
        await ranges.put(journal, [[0, to + 1]]);
      });
    await Promise.all(Array.from({ length: 20 }, grow));
    expect(await store.transaction(({ ranges }) => ranges.find(journal))).toEqual([[0, 20]]);
  });

  test("what was committed is there when the store is opened again", async () => {
    const folder = tempFolder();
    const first = openStore(folder);
    await first.transaction(({ gateways }) => gateways.meet(gateway, 5));
    await first.close();
    const rows = await fresh(folder).transaction(({ gateways }) => gateways.list());
    expect(rows).toMatchObject([{ id: gateway, state: "unknown", lastSeen: 5, status: null }]);
  });

  test("a gateway's documents come back as they went", async () => {
    const store = await settled();
    const desired = { hash: "h", devices: [{ id: pit, everyMs: 1000 }] };
    await store.transaction(async ({ gateways }) => {
      await gateways.putStatus(gateway, statusOf(), { state: "online", since: 7 });
      await gateways.putRegistration(gateway, { title: "门卫室", place: "东门", hash: "r", at: 6 });
      await gateways.putDesired(gateway, desired);
      await gateways.putReported(gateway, { hash: "h", state: "applied" });
      await gateways.putKeyHash(gateway, "k");
    });
    const row = await store.transaction(({ gateways }) => gateways.find(gateway));
    expect(row).toMatchObject({
      state: "online",
      since: 7,
      status: statusOf(),
      registration: "r",
      registeredAt: 6,
      desired,
      keyHash: "k",
    });
    expect(row?.reported).toEqual({ hash: "h", state: "applied" });
    expect(await store.transaction(({ gateways }) => gateways.findStatus(gateway))).toEqual(statusOf());
  });

  test("a gateway's runs are remembered until its installation is forgotten", async () => {
    const store = await settled();
    const boots = { seen: ["a", "b"], clash: ["a", "b"] as [string, string] };
    await store.transaction(async ({ gateways }) => {
      expect(await gateways.findBoots(gateway)).toEqual({ seen: [], clash: null });
      await gateways.putStatus(gateway, { ...statusOf(), session: 7 }, { state: "online", since: 7 });
      await gateways.putBoots(gateway, boots);
      await gateways.putKeyHash(gateway, "k");
    });
    expect(await store.read(({ gateways }) => gateways.findBoots(gateway))).toEqual(boots);
    await store.transaction(({ gateways }) => gateways.forgetInstallation(gateway));
    const row = await store.read(({ gateways }) => gateways.find(gateway));
    expect(row).toMatchObject({ boots: { seen: [], clash: null }, keyHash: null, status: { session: 0 } });
  });

  test("of gateways that came and registered it is told how they were last heard", async () => {
    const store = fresh();
    const heard = await store.transaction(async ({ gateways }) => {
      for (const id of ["gw-1", "gw-2", "gw-3"]) await gateways.meet(id as GatewayId, 5);
      const status = { ...statusOf(), backlog: { data: 12, alert: 0 } };
      for (const id of ["gw-1", "gw-2"])
        await gateways.putStatus(id as GatewayId, status, { state: "offline", since: 7 });
      await gateways.putRegistration("gw-1" as GatewayId, { title: "网关", place: "东昌小区", hash: "h", at: 1 });
      await gateways.meet("gw-1" as GatewayId, 9);
      expect(await gateways.listHeard("gw-2" as GatewayId)).toEqual([]);
      expect(await gateways.listHeard("gw-1" as GatewayId)).toHaveLength(1);
      return gateways.listHeard();
    });
    expect(heard).toEqual([
      { id: "gw-1", place: "东昌小区", state: "offline", since: 7, lastSeen: 9, waiting: 12, quietAfterMs: null },
    ]);
  });

  test("a connector stands among the gateways without a status, and a start leaves it as it was", async () => {
    const store = fresh();
    const id = "ctwing-1" as GatewayId;
    await store.transaction(async ({ gateways }) => {
      expect(await gateways.kindOf(id)).toBeNull();
      await gateways.stand(id, 5);
      await gateways.meet(gateway, 5);
      await gateways.putRegistration(id, { title: "天翼", place: "东昌小区", hash: "h", at: 5 });
      expect([await gateways.kindOf(id), await gateways.kindOf(gateway)]).toEqual(["platform", "gateway"]);
      await gateways.forgetPresence(9);
    });
    const heard = () => store.read(({ gateways }) => gateways.listHeard());
    expect(await heard()).toMatchObject([{ id, state: "online", since: 5, waiting: 0 }]);
    await store.transaction(({ gateways }) => gateways.putPresence(id, { state: "offline", since: 11 }));
    expect(await heard()).toMatchObject([{ id, state: "offline", since: 11 }]);
    await store.transaction(({ gateways }) => gateways.stand(id, 20));
    await store.transaction(({ gateways }) => gateways.stand(id, 30));
    expect(await heard()).toMatchObject([{ id, state: "online", since: 20, lastSeen: 30 }]);
  });

  test("gateways that drain are those online whose backlog is longer than asked for", async () => {
    const store = fresh();
    const add = async ({ gateways }: Tables, id: string, state: "online" | "offline", data: number) => {
      await gateways.meet(id as GatewayId, 5);
      await gateways.putStatus(id as GatewayId, { ...statusOf(), backlog: { data, alert: 0 } }, { state, since: 7 });
    };
    const count = await store.transaction(async (tables) => {
      await add(tables, "gw-1", "online", 1001);
      await add(tables, "gw-2", "online", 1000);
      await add(tables, "gw-3", "offline", 5000);
      await tables.gateways.meet("gw-4" as GatewayId, 5);
      return tables.gateways.countDraining(1000);
    });
    expect(count).toBe(1);
  });

  test("after a start nobody is online", async () => {
    const store = await settled();
    await store.transaction(async ({ gateways }) => {
      await gateways.putStatus(gateway, statusOf(), { state: "online", since: 7 });
      await gateways.forgetPresence(9);
    });
    expect(await store.transaction(({ gateways }) => gateways.find(gateway))).toMatchObject({
      state: "unknown",
      since: 9,
    });
  });

  test("a retired device goes, unless readings of it are stored", async () => {
    const store = await settled();
    const rows = await store.transaction(async (tables) => {
      await newSeries(tables);
      await tables.devices.retire(gateway, []);
      return tables.devices.list(gateway);
    });
    expect(rows).toMatchObject([{ id: pit, registered: false, document: { id: pit } }]);
  });

  test("a document that is as it was is not written; who is not kept is answered", async () => {
    const store = await settled();
    const [first] = devices as [(typeof devices)[number]];
    await store.transaction(async (tables) => {
      await newSeries(tables);
      expect(await tables.devices.putDocument(gateway, first)).toBe(false);
      expect(await tables.devices.putDocument(gateway, { ...first, place: "西园" })).toBe(true);
      expect(await tables.devices.retire(gateway, [cover])).toEqual([pit]);
      expect(await tables.devices.putDocument(gateway, { ...first, place: "西园" })).toBe(true);
      expect(await tables.devices.find(gateway, pit)).toMatchObject({ registered: true, document: { place: "西园" } });
    });
  });

  test("a gateway's devices, and a platform's, are given in parts, and the areas of the former and their hashes in one", async () => {
    const store = await settled();
    const foreign = { connector: gateway, product: "", model: null, title: "", place: "", settings: {} };
    const row = { id: gateway, platform: "ctwing", title: "", place: "", settings: {}, products: [] };
    await store.transaction(async ({ connectors, devices, registry, inventory, foreignDevices }) => {
      await connectors.put({ ...row, quietAfterMs: 1, state: "on", by: "operator", at: 1 });
      const part = async (after: string) => (await devices.slice(gateway, after, 1)).map(({ id }) => id);
      expect([await part(""), await part(cover), await part(pit)]).toEqual([[cover], [pit], []]);
      for (const name of ["b", "a"])
        await foreignDevices.put({
          ...foreign,
          foreign: name,
          device: name as DeviceId,
          metAt: 1,
          heardAt: 1,
          isOnline: null,
        });
      const others = async (after: string) => (await foreignDevices.slice(gateway, after, 1)).map((one) => one.foreign);
      expect([await others(""), await others("a"), await others("b")]).toEqual([["a"], ["b"], []]);
      await registry.putFoundArea({ gateway, device: pit }, "dongchang");
      expect(await registry.placesOf(gateway)).toEqual([
        { device: cover, place: "东昌小区 东门", found: null },
        { device: pit, place: "东昌小区 3号楼 B1 水泵房", found: "dongchang" },
      ]);
      await inventory.put({ gateway, device: pit, item: {}, hash: "h", at: 1 });
      expect(await inventory.hashesOf(gateway)).toEqual(new Map([[pit, "h"]]));
    });
  });

  test("a device that only readings speak of is kept as unregistered", async () => {
    const store = await settled();
    const row = await store.transaction(async (tables) => {
      await tables.devices.meet(gateway, "stranger" as DeviceId);
      await tables.devices.meet(gateway, pit);
      expect(await tables.devices.find(gateway, pit)).toMatchObject({ registered: true });
      return tables.devices.find(gateway, "stranger" as DeviceId);
    });
    expect(row).toMatchObject({ gateway, id: "stranger", registered: false, document: null, health: null });
  });

  test("a series knows whether its point is registered", async () => {
    const store = await settled();
    const known = async (tables: Tables) => (await tables.series.list(gateway)).map((series) => series.known);
    await store.transaction(async (tables) => {
      await newSeries(tables);
      await newSeries(tables, "other" as PointId);
      await tables.series.markKnown(gateway, pit, [level]);
      expect(await known(tables)).toEqual([true, false]);
      await tables.series.markUnknownExcept(gateway, [cover]);
      expect(await known(tables)).toEqual([false, false]);
    });
  });

  test.each<[string, Value]>([
    ["a number", 1.25],
    ["a whole number", 1],
    ["zero", 0],
    ["true", true],
    ["false", false],
    ["a text", "FIELD_SILENT"],
    ["an empty text", ""],
    ["a text of digits", "1"],
  ])("%s comes back as what it was", async (_what, value) => {
    const store = await settled();
    const latest = { at: 1_790_000_000_000, receivedAt: 1_790_000_000_001, value, quality: 2 };
    await store.transaction(async (tables) => {
      const { id } = await newSeries(tables);
      await tables.readings.append(batchOf(id, { at: [latest.at], values: [value], quality: [2] }, latest.receivedAt));
      expect(await tables.readings.query(id, { from: 0, to: 2e12, limit: 9, keep: "oldest" })).toEqual([
        [latest.at, value, 2],
      ]);
      expect((await tables.series.find({ gateway, device: pit, point: level }))?.latest).toEqual(latest);
    });
  });

  test("every number survives bit for bit", async () => {
    const store = await settled();
    const { id } = await store.transaction((tables) => newSeries(tables));
    let at = 0;
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(numbers, async (values) => {
        const from = at;
        const moments = values.map(() => at++);
        const rows = await store.transaction(async ({ readings }) => {
          await readings.append(batchOf(id, { at: moments, values, quality: values.map(() => 0) }));
          return readings.query(id, { from, to: at, limit: 100, keep: "oldest" });
        });
        expect(rows.every(([, value], i) => Object.is(value, values[i]))).toBe(true);
      }),
    );
  });

  test("readings of one series at the same millisecond are all kept, in order of arrival", async () => {
    const store = await settled();
    const rows = await store.transaction(async (tables) => {
      const { id } = await newSeries(tables);
      await tables.readings.append(batchOf(id, { at: [10, 10, 11], values: [1, 2, 3], quality: [0, 0, 0] }));
      await tables.readings.append(batchOf(id, { at: [10], values: [2], quality: [0] }));
      return tables.readings.query(id, { from: 0, to: 100, limit: 10, keep: "oldest" });
    });
    expect(rows.map(([at, value]) => [at, value])).toEqual([
      [10, 1],
      [10, 2],
      [10, 2],
      [11, 3],
    ]);
  });

  test("a query keeps the end that is asked for, ascending, and ends before `to`", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { id } = await newSeries(tables);
      const at = [1, 2, 3, 4, 5];
      await tables.readings.append(batchOf(id, { at, values: at, quality: at.map(() => 0) }));
      const moments = async (query: { from: number; to: number; limit: number; keep: "oldest" | "newest" }) =>
        (await tables.readings.query(id, query)).map(([moment]) => moment);
      expect(await moments({ from: 2, to: 5, limit: 9, keep: "oldest" })).toEqual([2, 3, 4]);
      expect(await moments({ from: 0, to: 9, limit: 2, keep: "oldest" })).toEqual([1, 2]);
      expect(await moments({ from: 0, to: 9, limit: 2, keep: "newest" })).toEqual([4, 5]);
    });
  });

  test("a batch brings its offsets, its gateway's last message and its series' newest reading with it", async () => {
    const folder = tempFolder();
    const first = openStore(folder);
    const name = { gateway, device: pit, point: level };
    await first.transaction(async (tables) => {
      await tables.gateways.meet(gateway, 5);
      await tables.devices.meet(gateway, pit);
      const { id } = await tables.series.create(name, true);
      const { lane, epoch } = journal;
      const column = { at: [20, 30, 10], values: [2, 3, 1], quality: [0, 0, 4] };
      await tables.ranges.put(journal, [[0, 2]]);
      const batch = { ...batchOf(id, column, 40), journal: { lane, epoch, from: 4, to: 7 } };
      expect(await tables.readings.append(batch)).toEqual([await tables.series.find(name)]);
    });
    const look = async ({ ranges, gateways, series }: Tables) => {
      const row = await series.find(name);
      return [
        await ranges.find(journal),
        (await gateways.find(gateway))?.lastSeen,
        row?.latest,
        row?.delivered,
        row?.summaries,
      ];
    };
    const expected = [
      [
        [0, 2],
        [4, 7],
      ],
      40,
      { at: 30, receivedAt: 40, value: 3, quality: 0 },
      2,
      1,
    ];
    expect(await first.read(look)).toEqual(expected);
    await first.close();
    expect(await fresh(folder).read(look)).toEqual(expected);
  });

  test("a batch that is undone leaves nothing, not even in what is remembered", async () => {
    const store = await settled();
    const { id } = await store.transaction((tables) => newSeries(tables));
    const column = { at: [1], values: [1], quality: [0] };
    const batch = { ...batchOf(id, column, 99), journal: { lane: journal.lane, epoch: journal.epoch, from: 0, to: 1 } };
    const look = async ({ ranges, gateways, series, readings }: Tables) => [
      await ranges.find(journal),
      (await gateways.find(gateway))?.lastSeen,
      (await series.list()).map(({ delivered, latest }) => [delivered, latest]),
      await readings.query(id, { from: 0, to: 9, limit: 9, keep: "oldest" }),
    ];
    const before = await store.read(look);
    const failing = store.transaction(async (tables) => {
      await tables.readings.append(batch);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await store.read(look)).toEqual(before);
    await store.transaction(async (tables) => {
      const attempt = tables.attempt(async () => {
        await tables.readings.append(batch);
        throw new Error("no");
      });
      await expect(attempt).rejects.toThrow("no");
      expect(await look(tables)).toEqual(before);
      await tables.readings.append({ ...batch, journal: { ...batch.journal, from: 1, to: 2 } });
    });
    expect((await store.read(look))[0]).toEqual([[1, 2]]);
  });

  test("a read sees the moment it began in, does not wait for a transaction and cannot write", async () => {
    const store = await settled();
    const { id } = await store.transaction((tables) => newSeries(tables));
    const put = (at: number) =>
      store.transaction(({ readings }) => readings.append(batchOf(id, { at: [at], values: [at], quality: [0] })));
    const seen = async ({ readings, series, gateways }: Tables) => [
      (await readings.query(id, { from: 0, to: 99, limit: 9, keep: "oldest" })).map(([at]) => at),
      (await series.list())[0]?.delivered,
      (await gateways.list()).length,
    ];
    await put(1);
    let letGo = () => {};
    const held = store.transaction(async (tables) => {
      await tables.gateways.meet("gw-9" as GatewayId, 9);
      await tables.readings.append(batchOf(id, { at: [2], values: [2], quality: [0] }));
      await new Promise<void>((resolve) => (letGo = resolve));
    });
    await store.read(async (tables) => {
      expect(await seen(tables)).toEqual([[1], 1, 1]);
      letGo();
      await held;
      await put(3);
      expect(await seen(tables)).toEqual([[1], 1, 1]);
      await expect(tables.readings.append(batchOf(id, { at: [4], values: [4], quality: [0] }))).rejects.toThrow();
      await expect(tables.gateways.meet(gateway, 9)).rejects.toThrow();
    });
    expect(await store.read(seen)).toEqual([[1, 2, 3], 3, 2]);
  });

  test("a journal that was never announced has no ranges, not empty ones", async () => {
    const store = await settled();
    await store.transaction(async ({ ranges }) => {
      expect(await ranges.find(journal)).toBeNull();
      await ranges.put(journal, []);
      expect(await ranges.find(journal)).toEqual([]);
    });
  });

  /** An open alert with its ticket, as the ingest writes them. */
  async function openAlert({ alerts, tickets }: Tables, name: string) {
    const ids = { alert: `alert-${name}` as AlertId, ticket: `ticket-${name}` as TicketId };
    const { alert, episode } = applyEvent(null, null, gateway, event("raised", 10, ids), 11);
    const { gateway: owner, device, rule, severity, drill } = alert;
    const { ticket, entry } = reportTicket(
      {
        ...{ id: ids.ticket, alert: ids.alert, gateway: owner, device, rule, severity, drill, openedAt: 10 },
        ...{ source: "sensor", title: null, place: "东门", class: "component:0103", area: "dongchang" },
        policy: { reviews: 2, preVerify: true, postCheck: false, reopenWithinH: 72, extensions: 1 },
      },
      11,
    );
    await alerts.put(alert);
    await alerts.putEpisode(alert.id, episode);
    await tickets.put(ticket);
    await tickets.appendStory(ticket.id, entry);
    return { alert, ticket };
  }

  test("a file is brought to a ticket once, under its first name, and waits until a move names it", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { ticket } = await openAlert(tables, "a");
      const { photos, tickets } = tables;
      await photos.put("f".repeat(64), { type: "application/pdf", body: Buffer.from("%PDF-") });
      for (const name of ["一.pdf", "二.pdf"])
        await photos.attach(ticket.id, "f".repeat(64), { name, by: "小陈", at: 9 });
      const found = await photos.findAttachment(ticket.id, "f".repeat(64));
      expect(found).toEqual({ id: "f".repeat(64), name: "一.pdf", type: "application/pdf", size: 5 });
      expect(await photos.findAttachment("ticket-9" as TicketId, "f".repeat(64))).toBeNull();
      expect(await photos.countWaiting(ticket.id)).toBe(1);
      await photos.nameAttachments(ticket.id, ["f".repeat(64)]);
      expect(await photos.countWaiting(ticket.id)).toBe(0);
      const [first] = (await tickets.story(ticket.id)) as [StoryEntry];
      const condition = { name: { zh: "缺失", en: "Missing" }, why: { zh: "人工", en: "By hand" } };
      const line = { ...first, at: 99, attachments: [found as Attachment], condition };
      await tickets.appendStory(ticket.id, line);
      expect((await tickets.story(ticket.id)).at(-1)).toEqual(line);
    });
  });

  test("whether a subject has an open task of a kind is known without reading them all", async () => {
    const store = await settled();
    await store.transaction(async ({ tasks }) => {
      const wish = { kind: "CASE_REJECTED", for: "operator", text: { zh: "看一下", en: "Look" } } as const;
      await tasks.raise({ ...wish, subject: "ticket-1" }, 5);
      expect(await tasks.isOpen("CASE_REJECTED", "ticket-1")).toBe(true);
      expect(await tasks.isOpen("CASE_REJECTED", "ticket-2")).toBe(false);
      expect(await tasks.isOpen("TICKET_RETURNED", "ticket-1")).toBe(false);
      await tasks.settle("CASE_REJECTED", "ticket-1", "hub", 6);
      expect(await tasks.isOpen("CASE_REJECTED", "ticket-1")).toBe(false);
    });
  });

  test("what explains an alert is kept until that is heard, by who said it, and let go in the end", async () => {
    const store = await settled();
    await store.transaction(async ({ alerts }) => {
      const [one, other, cause, newer] = ["a-1", "a-2", "c-1", "c-2"] as AlertId[] as [
        AlertId,
        AlertId,
        AlertId,
        AlertId,
      ];
      await alerts.expect(one, { gateway, cause, at: 5 }, 0);
      await alerts.expect(one, { gateway: "gw-9" as GatewayId, cause: newer, at: 5 }, 0);
      expect(await alerts.expectedCause(gateway, one)).toBe(cause);
      expect(await alerts.expectedCause(gateway, other)).toBeNull();
      await alerts.expect(one, { gateway, cause: newer, at: 6 }, 0);
      expect(await alerts.expectedCause(gateway, one)).toBe(newer);
      await alerts.expect(other, { gateway, cause, at: 9 }, 7);
      expect(await alerts.expectedCause(gateway, one)).toBeNull();
    });
  });

  test("an alert and its episode come back as they went", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { alert } = await openAlert(tables, "a");
      expect(await tables.alerts.find(alert.id)).toEqual(alert);
      expect(await tables.alerts.findOpen(gateway, cover, "lifted" as RuleId, false)).toEqual(alert);
      expect(await tables.alerts.findEpisode(alert.id)).toEqual({
        id: alert.id,
        alert: alert.id,
        raisedAt: 10,
        clearedAt: null,
      });
      expect(await tables.alerts.countOpen()).toEqual(new Map([[gateway, 1]]));
    });
  });

  test("the newest alert of a rule is the open one, else the last that came", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const newest = () => tables.alerts.findNewest(gateway, cover, "lifted" as RuleId, false);
      expect(await newest()).toBeNull();
      const { alert } = await openAlert(tables, "a");
      await tables.alerts.put({ ...alert, state: "normal", receivedAt: 99 });
      expect((await newest())?.id).toBe("alert-a");
      await openAlert(tables, "b");
      expect((await newest())?.id).toBe("alert-b");
      expect(await tables.alerts.findNewest(gateway, cover, "lifted" as RuleId, true)).toBeNull();
    });
  });

  test("what is set aside is found when its time has passed, and what another explains by that", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { alert } = await openAlert(tables, "a");
      const [cause, affected] = ["root" as AlertId, [cover]];
      const shelved = { ...alert, shelved: { until: 50, by: "王阿姨", reason: "施工" }, cause, affected };
      await tables.alerts.put(shelved);
      expect(await tables.alerts.find(alert.id)).toEqual(shelved);
      expect(await tables.alerts.listOpenOf(gateway)).toEqual([shelved]);
      expect(await tables.alerts.listOpenOf("gw-2" as GatewayId)).toEqual([]);
      expect(await tables.alerts.listShelvedUntil(49)).toEqual([]);
      expect(await tables.alerts.listShelvedUntil(50)).toEqual([shelved]);
      expect(await tables.alerts.listExplainedBy(["other" as AlertId, cause])).toEqual([shelved]);
      expect(await tables.alerts.listExplainedBy(["other" as AlertId])).toEqual([]);
      await tables.alerts.put({ ...shelved, state: "normal" });
      expect(await tables.alerts.listShelvedUntil(50)).toEqual([]);
      expect(await tables.alerts.listExplainedBy([cause])).toEqual([]);
    });
  });

  test("postures are kept, the newest first, and a wish apart from what is desired", async () => {
    const store = await settled();
    await store.transaction(async ({ postures, gateways }) => {
      expect(await postures.newest()).toBeNull();
      const blue = { level: "typhoon-blue", at: 5, by: "operator", reason: "预警" } as const;
      const everyday = { ...blue, level: "everyday", at: 5, reason: "解除" } as const;
      expect(await postures.add(blue)).toBeLessThan(await postures.add(everyday));
      expect(await postures.newest()).toEqual(everyday);
      expect(await postures.list(9)).toEqual([everyday, blue]);
      const wish = { hash: "h1", devices: [] };
      await gateways.putWish(gateway, wish);
      await gateways.putDesired(gateway, { ...wish, hash: "h2" });
      expect(await gateways.find(gateway)).toMatchObject({ wish, desired: { hash: "h2" } });
    });
  });

  test("a second open alert of the same device and rule is impossible", async () => {
    const store = await settled();
    await store.transaction((tables) => openAlert(tables, "a"));
    await expect(store.transaction((tables) => openAlert(tables, "b"))).rejects.toThrow(/UNIQUE|unique/);
    expect(await store.transaction(({ alerts }) => alerts.list("all", 9))).toHaveLength(1);
  });

  test("when an alert is over the next may open, and lists tell them apart", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { alert, ticket } = await openAlert(tables, "a");
      await tables.alerts.put({ ...alert, state: "normal" });
      await tables.tickets.put({ ...ticket, state: "closed" });
      await openAlert(tables, "b");
      const ids = (rows: { id: string }[]) => rows.map((row) => row.id).sort();
      expect(ids(await tables.alerts.list("open", 9))).toEqual(["alert-b"]);
      expect(ids(await tables.alerts.list("all", 9))).toEqual(["alert-a", "alert-b"]);
      expect(ids(await tables.tickets.list("open", 9))).toEqual(["ticket-b"]);
      expect(ids(await tables.tickets.list("all", 9))).toEqual(["ticket-a", "ticket-b"]);
      expect(await tables.tickets.findOpen(gateway, cover, "lifted" as RuleId, false)).toMatchObject({
        id: "ticket-b",
      });
    });
  });

  test("a code and a certificate come back as they were last put, the newest of a key first", async () => {
    const store = await settled();
    await store.transaction(async ({ enrolments, certificates }) => {
      const code = {
        handle: "ABCD",
        gateway,
        key: "k",
        by: "operator",
        at: 1,
        expiresAt: 9,
        tries: 0,
        csr: null,
        answer: null,
      };
      await enrolments.put(code);
      await enrolments.put({ ...code, tries: 2 });
      expect(await enrolments.find("ABCD")).toEqual({ ...code, tries: 2 });
      expect(await enrolments.find("none")).toBeNull();
      expect((await enrolments.page({ limit: 9, sort: "newest" })).rows).toHaveLength(1);
      const one = { fingerprint: "f1", publicKey: "p", gateway, at: 1, expiresAt: 9, revokedAt: null, reason: null };
      await certificates.put(one);
      await certificates.put({ ...one, revokedAt: 3, reason: "stolen" });
      await certificates.put({ ...one, fingerprint: "f2", at: 2 });
      expect(await certificates.find("f1")).toEqual({ ...one, revokedAt: 3, reason: "stolen" });
      expect((await certificates.findByKey("p"))?.fingerprint).toBe("f2");
      expect((await certificates.listOf(gateway)).map(({ fingerprint }) => fingerprint)).toEqual(["f2", "f1"]);
      expect(await certificates.find("none")).toBeNull();
    });
  });

  test("components are versions of a list; what a list lacks ends in its areas, a device is one component", async () => {
    const store = await settled();
    const one = {
      ...{ id: "c-1", class: "CJ/T 214:0103", name: "井盖", area: null, place: "东门", building: "" },
      ...{ position: null, at: null, owner: "", maintainer: "", note: "" },
    };
    const list = { import: "a", name: "a.csv", by: "li", at: 1 };
    await store.transaction(async ({ components }) => {
      expect(await components.hasList()).toBe(false);
      const first = await components.openList(list);
      expect(await components.openList(list)).toBe(first);
      await components.put(first, one, "east", 1);
      await components.put(first, one, "east", 1);
      await components.put(first, { ...one, id: "c-2" }, "west", 1);
      const second = await components.openList({ ...list, import: "b" });
      await components.put(second, { ...one, id: "c-3" }, "east", 2);
      expect(await components.endMissing(second, ["east"], 9, 2)).toBe(1);
      expect((await components.listNow("", 9)).map(({ id }) => id)).toEqual(["c-2", "c-3"]);
      expect((await components.lists(9)).map(({ ended }) => ended)).toEqual([1, 0]);
      await components.put(second, { ...one, id: "c-2", place: "西门" }, "west", 3);
      expect((await components.versions("c-2")).map(({ place, until: end }) => [place, end])).toEqual([
        ["东门", second],
        ["西门", null],
      ]);
      const match = { component: "c-2", gateway, device: cover, reason: { rule: "code" as const }, by: "hub", at: 1 };
      await components.putMatch(match);
      await components.putMatch({ ...match, component: "c-3", by: "li" });
      expect((await components.matches("", 9)).map(({ component, by }) => [component, by])).toEqual([["c-3", "li"]]);
      expect((await components.findMatchOf(`${gateway}/${cover}`))?.component).toBe("c-3");
      await components.part({ component: "c-2", device: `${gateway}/${cover}` }, "li", 1);
      await components.unpart({ component: "c-2", device: `${gateway}/${cover}` });
      expect(await components.partings()).toEqual([]);
      const doubt = {
        component: "c-2",
        candidates: [{ device: "g/a", reason: { rule: "place" as const } }],
        more: true,
      };
      await components.putDoubt(doubt);
      expect(await components.doubts("", 9)).toEqual([doubt]);
      const page = await components.page({ state: "all", areas: ["west"] }, 1);
      expect(page).toMatchObject({ total: 1, next: null, rows: [{ id: "c-2", liesIn: "west", match: null }] });
      expect((await components.page({ state: "ended" }, 9)).rows.map(({ id }) => id)).toEqual(["c-1"]);
      expect((await components.count("", 9)).cells).toMatchObject([
        { area: "east", class: one.class, known: 1 },
        { area: "west", known: 1, doubtful: 1 },
      ]);
      const [part, rest] = [await components.count("", 1), await components.count("c-2", 1)];
      expect([part, rest]).toMatchObject([
        { cells: [{ area: "west", known: 1 }], last: "c-2" },
        { cells: [{ area: "east", known: 1 }], last: "c-3" },
      ]);
      expect(await components.count("c-3", 1)).toEqual({ cells: [], last: null });
      expect((await components.standing({ state: "all" }, "c-2", 9)).map(({ id }) => id)).toEqual(["c-3"]);
      expect((await components.pinned()).map(({ component }) => component)).toEqual(["c-3"]);
      expect([await components.matches("c-3", 9), await components.doubts("c-2", 9)]).toEqual([[], []]);
      expect([await components.findArea("c-2"), await components.findArea("c-1")]).toEqual(["west", null]);
    });
  });

  test("a receipt is kept once a person; a joint action changes, answers to it do not", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { ticket } = await openAlert(tables, "a");
      const receipt = { ticket: ticket.id, account: "wang", at: 5 };
      expect([await tables.receipts.add(receipt), await tables.receipts.add({ ...receipt, at: 9 })]).toEqual([
        true,
        false,
      ]);
      expect(await tables.receipts.of(ticket.id)).toEqual([receipt]);
      const action: JointAction = {
        ...{ id: "j-1", ticket: ticket.id, area: "east", text: "来", by: "lead", openedAt: 7, end: null },
        ...{ state: "open", cause: "red", called: { units: ["u"], people: [] } },
      };
      const { jointActions } = tables;
      await jointActions.put(action);
      expect(await jointActions.findOpen(ticket.id)).toEqual(action);
      const end = { at: 8, by: "lead", summary: "好" };
      await jointActions.put({ ...action, state: "ended", end });
      expect(await jointActions.findOpen(ticket.id)).toBeNull();
      const newest = { limit: 9, sort: "newest" } as const;
      expect(await jointActions.page({ state: "open", ...newest })).toMatchObject({ rows: [], total: 0 });
      const ended = { rows: [{ ...action, state: "ended", end }], total: 1, next: null };
      expect(await jointActions.page({ state: "all", ...newest })).toEqual(ended);
      const seen = (seenBy: object) =>
        jointActions.page({ state: "all", seenBy: { areas: [], account: "x", unit: null, ...seenBy }, ...newest });
      expect(await seen({ areas: ["east"] })).toEqual(ended);
      expect(await seen({ unit: "u" })).toEqual(ended);
      expect((await seen({ areas: ["west"], account: "lead" })).total).toBe(0);
      const said = { id: "x", at: 1, by: "wang", kind: "seen", text: "", attachments: [], position: null } as const;
      expect(await jointActions.answer("j-1", said)).toBe(true);
      expect(await jointActions.answer("j-1", { ...said, text: "other" })).toBe(false);
      expect(await jointActions.answer("j-1", { ...said, id: "y" })).toBe(false);
      const here = { lon: 121, lat: 31, accuracyM: 5 };
      expect(await jointActions.answer("j-1", { ...said, id: "z", kind: "help", position: here })).toBe(true);
      expect(await jointActions.answers("j-1")).toEqual([said, { ...said, id: "z", kind: "help", position: here }]);
      expect(await jointActions.findAnswer("z")).toMatchObject({ action: "j-1", kind: "help" });
    });
  });

  test("a file of a ledger entry counts until it is ended, may come again, and none goes", async () => {
    const store = await settled();
    await store.transaction(async ({ ledgerFiles, photos }) => {
      await photos.put("p-1", { type: "application/pdf", body: Buffer.from("four") });
      const file = { id: "p-1", name: "协议.pdf", by: "qian", at: 1 };
      await ledgerFiles.add("links", "e-1", file);
      const kept = { ...file, type: "application/pdf", size: 4, gone: null };
      expect(await ledgerFiles.list("links", "e-1")).toEqual([kept]);
      expect(await ledgerFiles.list("rooms", "e-1")).toEqual([]);
      expect(await ledgerFiles.counts("links")).toEqual(new Map([["e-1", 1]]));
      const gone = { by: "wang", at: 2, why: "放错了" };
      await ledgerFiles.end("links", "e-1", "p-1", gone);
      expect(await ledgerFiles.counts("links")).toEqual(new Map());
      await ledgerFiles.add("links", "e-1", { ...file, at: 3 });
      expect(await ledgerFiles.list("links", "e-1")).toEqual([
        { ...kept, gone },
        { ...kept, at: 3 },
      ]);
    });
  });

  test("an acceptance record is kept as it came first", async () => {
    const store = await settled();
    await store.transaction(async ({ records }) => {
      const row = { id: "01", gateway, at: 1, filedAt: 2, body: "{}" };
      await records.add(row);
      await records.add({ ...row, body: "other" });
      expect(await records.find("01")).toEqual(row);
      expect(await records.find("02")).toBeNull();
      expect((await records.page({ gateway, sort: "newest", limit: 9 })).rows).toEqual([row]);
    });
  });

  test("an alert without its ticket cannot be committed", async () => {
    const store = await settled();
    const { alert } = applyEvent(null, null, gateway, event("raised", 10), 11);
    await expect(store.transaction(({ alerts }) => alerts.put(alert))).rejects.toThrow();
    expect(await store.transaction(({ alerts }) => alerts.find(alert.id))).toBeNull();
  });

  test("a story tells its lines in the order they happened, whenever they were written", async () => {
    const store = await settled();
    const story = await store.transaction(async (tables) => {
      const { ticket } = await openAlert(tables, "a");
      const line = { actor: "operator", from: "reported", to: "registered", reason: null, assignee: null } as const;
      await tables.tickets.appendStory(ticket.id, { ...line, at: 30, move: "register" });
      await tables.tickets.appendStory(ticket.id, { ...line, at: 20, move: "relapse" });
      return tables.tickets.story(ticket.id);
    });
    expect(story.map(({ move }) => move)).toEqual(["report", "relapse", "register"]);
  });

  test("a fault that repeats counts up its row; another subject, or an hour's rest, makes a new one", async () => {
    const store = await settled();
    const fault = { gateway, code: "POINT_UNKNOWN", subject: "a/b", detail: "first" } as const;
    await store.transaction(async ({ faults }) => {
      const id = await faults.add(fault, 1000);
      expect(await faults.add({ ...fault, detail: "second" }, 2000)).toBe(id);
      expect(await faults.find(id)).toEqual({ ...fault, id, detail: "second", at: 2000, count: 2 });
      await faults.add({ ...fault, subject: "c/d" }, 2000);
      await faults.add({ ...fault, gateway: null }, 2001);
      await faults.add(fault, 2000 + faultRowMs + 1);
      expect((await faults.list(9)).map(({ count }) => count)).toEqual([1, 1, 1, 2]);
      expect((await faults.list(9))[1]?.gateway).toBeNull();
    });
  });

  test("a fault of a stranger who names itself and what it wants at length is nobody's, and cut", async () => {
    const store = await settled();
    const [row] = await store.transaction(async ({ faults }) => {
      const long = "门".repeat(90_000);
      await faults.add({ gateway: long as GatewayId, code: "TOPIC_FOREIGN", subject: long, detail: long }, 1000);
      return faults.list(1);
    });
    expect(row).toMatchObject({
      gateway: null,
      subject: "门".repeat(longest.subject),
      detail: "门".repeat(longest.detail),
    });
  });

  test("the ledger keeps every loss", async () => {
    const store = await settled();
    const loss = {
      ...journal,
      from: 7,
      at: 9,
      why: "evicted",
      device: pit,
      point: level,
      count: 3,
      firstAt: 100,
      lastAt: 200,
    } as const;
    const rows = await store.transaction(async ({ ledger }) => {
      await ledger.add(loss);
      await ledger.add({ ...loss, device: null, point: null });
      return ledger.list({}, 9);
    });
    expect(rows).toEqual([{ ...loss, device: null, point: null }, loss]);
  });

  test("the ledger tells what may concern a device and a time, and sums up", async () => {
    const store = await settled();
    const loss = { ...journal, at: 900, why: "evicted", device: pit, point: level, count: 3 } as const;
    await store.transaction(async ({ ledger }) => {
      await ledger.add({ ...loss, from: 1, firstAt: 100, lastAt: 200 });
      await ledger.add({ ...loss, from: 2, firstAt: 300, lastAt: 400, count: 5 });
      await ledger.add({ ...loss, from: 3, firstAt: 300, lastAt: 400, device: cover, point: open });
      await ledger.add({ ...loss, from: 4, firstAt: null, lastAt: null, device: null, point: null });
      const offsets = async (filter: LedgerFilter) => (await ledger.list(filter, 9)).map(({ from }) => from).reverse();
      expect(await offsets({ gateway: "gw-2" as GatewayId })).toEqual([]);
      expect(await offsets({ device: pit })).toEqual([1, 2, 4]);
      expect(await offsets({ from: 201, to: 301 })).toEqual([2, 3, 4]);
      expect(await offsets({ to: 300 })).toEqual([1, 4]);
      expect(await offsets({ from: 901 })).toEqual([]);
      const sums = (await ledger.sums({ device: pit })).map(({ device, count }) => [device, count]);
      expect(sums).toHaveLength(2);
      expect(sums).toEqual(
        expect.arrayContaining([
          [null, 3],
          [pit, 8],
        ]),
      );
    });
  });

  test("what a series delivered is counted, and its numbers are folded into steps", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { id } = await newSeries(tables);
      const at = [60_000, 60_000, 119_999, 120_000, 179_000, 200_000];
      const values = [3, 1, 2, 7, "text", 9];
      await tables.readings.append(batchOf(id, { at, values, quality: [0, 0, 4, 0, 0, 0] }));
      expect(await tables.series.list()).toMatchObject([{ delivered: 5, summaries: 1 }]);
      expect(await tables.readings.count(id, 60_000, 200_000)).toBe(4);
      expect(await tables.readings.buckets(id, { from: 0, to: 200_000, stepMs: 60_000, limit: 9 })).toEqual([
        [60_000, 3, 1, 3, 2, 2],
        [120_000, 1, 7, 7, 7, 7],
      ]);
      expect(await tables.readings.buckets(id, { from: 0, to: 999_999, stepMs: 60_000, limit: 1 })).toHaveLength(1);
    });
  });

  test("a command waits until its deadline or its first result", async () => {
    const store = await settled();
    const command: Command = { verb: "sample", args: { device: pit }, deadline: 100 };
    const row = (id: string) => ({ ...command, id, gateway, actor: "operator", at: 1, result: null });
    await store.transaction(async ({ commands }) => {
      await commands.add(row("a"));
      await commands.add(row("b"));
      expect(await commands.waiting(gateway, 100)).toEqual([row("a"), row("b")]);
      expect(await commands.finish(gateway, "a", { state: "done", result: { value: 1 } })).toBe(true);
      expect(await commands.finish(gateway, "a", { state: "failed" })).toBe(false);
      expect(await commands.finish("gw-2" as GatewayId, "b", { state: "done" })).toBe(false);
      expect((await commands.find(gateway, "a"))?.result).toEqual({ state: "done", result: { value: 1 } });
      expect(await commands.waiting(gateway, 100)).toEqual([row("b")]);
      expect(await commands.waiting(gateway, 101)).toEqual([]);
    });
  });

  test("a carried command is known by its name at the platform, and due past its deadline until it is over", async () => {
    const store = await settled();
    const row = { connector: gateway, id: "01A", foreign: "d-1", task: null, deadline: 100, isOver: false };
    const first = { ...row, steps: [{ step: "given", at: 1 }] };
    await store.transaction(async ({ carriedCommands: carried }) => {
      await carried.put(first);
      await carried.put({ ...first, id: "01B", deadline: 200 });
      const named = { ...first, task: "7", steps: [...first.steps, { step: "saved", at: 2 }] };
      await carried.put(named);
      expect(await carried.ofTask(gateway, "d-1", "7")).toEqual(named);
      expect(await carried.ofTask(gateway, "d-2", "7")).toBeNull();
      await carried.put({ ...first, id: "01B", deadline: 200, task: "7" });
      expect((await carried.ofTask(gateway, "d-1", "7"))?.id).toBe("01B");
      expect(await carried.nextDue()).toBe(100);
      expect(await carried.due(100, 9)).toEqual([]);
      expect(await carried.due(101, 9)).toEqual([named]);
      expect(await carried.due(999, 1)).toEqual([named]);
      await carried.put({ ...named, isOver: true });
      expect(await carried.find(gateway, "01A")).toEqual({ ...named, isOver: true });
      expect(await carried.nextDue()).toBe(200);
      expect((await carried.list(gateway, ["01A", "01B", "none"])).map(({ id }) => id).sort()).toEqual(["01A", "01B"]);
      expect(await carried.list(gateway, [])).toEqual([]);
    });
  });

  test("what was told early of a command's name is taken once, and only what came since", async () => {
    const store = await settled();
    const early = { step: "delivered", at: 20, result: null };
    const done = { step: "done", at: 30, result: { state: "done" as const, result: 1 } };
    await store.transaction(async ({ carriedCommands: carried }) => {
      for (const one of [done, early, { ...early, at: 99 }]) await carried.keepEarly(gateway, "d-1", "7", one);
      await carried.keepEarly(gateway, "d-1", "8", { ...early, at: 5 });
      expect(await carried.takeEarly(gateway, "d-2", "7", 0)).toEqual([]);
      expect(await carried.takeEarly(gateway, "d-1", "7", 20)).toEqual([early, done]);
      expect(await carried.takeEarly(gateway, "d-1", "7", 20)).toEqual([]);
      expect(await carried.takeEarly(gateway, "d-1", "8", 6)).toEqual([]);
      await carried.keepEarly(gateway, "d-1", "9", early);
      await carried.removeEarlyBefore(21);
      expect(await carried.takeEarly(gateway, "d-1", "9", 0)).toEqual([]);
    });
  });

  test("sessions end with their time, tries are forgotten", async () => {
    const store = fresh();
    await store.transaction(async ({ accounts, sessions, tries }) => {
      expect(await accounts.count()).toBe(0);
      await accounts.put({ name: "operator", role: "operator", passwordHash: "x" });
      await sessions.put({ tokenHash: "t", account: "operator", expiresAt: 100 });
      expect(await sessions.find("t", 0)).toMatchObject({ tokenHash: "t", account: "operator", expiresAt: 100 });
      await sessions.removeExpired(100);
      expect(await sessions.find("t", 0)).toBeNull();
      for (const at of [1, 2, 3]) await tries.add("me", at);
      expect(await tries.countSince("me", 1)).toBe(2);
      await tries.removeBefore(3);
      expect(await tries.countSince("me", 0)).toBe(1);
      await tries.forget("me");
      expect(await tries.countSince("me", 0)).toBe(0);
    });
  });

  test("a person is kept with what is known of them, and changed in parts", async () => {
    const store = fresh();
    await store.transaction(async ({ accounts }) => {
      await accounts.put({ name: "wang", role: "committee", passwordHash: "", areas: ["east"] });
      const totp = { secret: "S", isOn: true, lastStep: 7, recovery: ["h"] };
      await accounts.change("wang", { display: "王秀英", active: false, totp, reset: { hash: "r", expiresAt: 9 } });
      expect(await accounts.find("wang")).toEqual({
        ...{ name: "wang", display: "王秀英", role: "committee", unit: null, areas: ["east"], phone: null },
        ...{ active: false, passwordHash: "", totp, reset: { hash: "r", expiresAt: 9 }, createdAt: 0 },
      });
      await accounts.change("nobody", { display: "x" });
      expect((await accounts.list()).map(({ name }) => name)).toEqual(["wang"]);
    });
  });

  test("a session is found by its token, and by the one before while that is good; a person's are listed and ended", async () => {
    const store = fresh();
    await store.transaction(async ({ accounts, sessions, waits }) => {
      await accounts.put({ name: "wang", role: "committee", passwordHash: "" });
      const row = { id: "s1", tokenHash: "new", oldHash: "old", oldUntil: 60, account: "wang", expiresAt: 100 };
      await sessions.put(row);
      await sessions.put({ id: "s2", tokenHash: "other", account: "wang", expiresAt: 100, usedAt: 5 });
      expect(await sessions.find("old", 59)).toMatchObject({ id: "s1" });
      expect(await sessions.find("old", 60)).toBeNull();
      await sessions.change("s1", { address: "10.0.0.1", usedAt: 9, proved: ["10.0.0.1"], elsewhere: "10.0.0.2" });
      expect(await sessions.find("new", 0)).toMatchObject({ proved: ["10.0.0.1"], elsewhere: "10.0.0.2" });
      expect(await sessions.find("other", 0)).toMatchObject({ proved: [], elsewhere: null });
      expect((await sessions.listOf("wang")).map(({ id, address }) => [id, address])).toEqual([
        ["s1", "10.0.0.1"],
        ["s2", null],
      ]);
      await sessions.removeOf("wang", "s2");
      expect((await sessions.listOf("wang")).map(({ id }) => id)).toEqual(["s2"]);
      await sessions.remove("s2");
      expect(await sessions.listOf("wang")).toEqual([]);
      await waits.put("wang", { fails: 5, until: 10 });
      await waits.put("wang", { fails: 6, until: 20 });
      expect(await waits.find("wang")).toEqual({ fails: 6, until: 20 });
      await waits.removeBefore(21);
      expect(await waits.find("wang")).toBeNull();
    });
  });

  test("tokens are found by their hash, noted when used, revoked by their person alone, once", async () => {
    const store = fresh();
    await store.transaction(async ({ accounts, tokens }) => {
      await accounts.put({ name: "wang", role: "committee", passwordHash: "" });
      const times = { createdAt: 1, expiresAt: 9, usedAt: null, revokedAt: null };
      const row = {
        id: "t1",
        hash: "h",
        account: "wang",
        name: "wall",
        rights: ["look" as const],
        areas: null,
        ...times,
      };
      await tokens.put(row);
      expect(await tokens.find("h")).toEqual(row);
      await tokens.used("t1", 5);
      expect(await tokens.listOf("wang")).toMatchObject([{ usedAt: 5 }]);
      expect(await tokens.revoke("li", "t1", 6)).toBe(false);
      expect([await tokens.revoke("wang", "t1", 6), await tokens.revoke("wang", "t1", 7)]).toEqual([true, false]);
      expect(await tokens.find("h")).toMatchObject({ revokedAt: 6 });
    });
  });

  test("the audit trail grows, and is read forwards by page and backwards by filter", async () => {
    const store = fresh();
    await store.transaction(async ({ audit }) => {
      expect(await audit.head()).toBeNull();
      for (const n of [1, 2, 3]) {
        const words = { who: n === 2 ? "li" : "wang", address: "a", what: "moveTicket", on: `t${n}`, outcome: "done" };
        await audit.add({ n, at: n * 10, ...words, request: "r", detail: "", hash: `h${n}` });
      }
      expect(await audit.head()).toEqual({ n: 3, hash: "h3" });
      expect((await audit.after(1, 1)).map(({ n, on }) => [n, on])).toEqual([[2, "t2"]]);
      expect((await audit.before(9, { who: "wang" }, 9)).map(({ n }) => n)).toEqual([3, 1]);
      expect(await audit.count({ from: 20, to: 30, what: "moveTicket" })).toBe(1);
      expect(await audit.find(2)).toMatchObject({ hash: "h2" });
      expect(await audit.find(4)).toBeNull();
    });
  });

  test("devices keep their health, gateways their devices apart", async () => {
    const store = await settled();
    const health = { code: "FIELD_SILENT", since: 5, at: 9 };
    await store.transaction(async (tables) => {
      await tables.gateways.meet("gw-2" as GatewayId, 5);
      await tables.devices.meet("gw-2" as GatewayId, pit);
      await tables.devices.putHealth(gateway, pit, health);
      const rows = await tables.devices.list();
      expect(rows.map((row) => [row.gateway, row.id, row.health?.code])).toEqual([
        [gateway, cover, undefined],
        [gateway, pit, "FIELD_SILENT"],
        ["gw-2", pit, undefined],
      ]);
      expect(await tables.devices.list("gw-2" as GatewayId)).toHaveLength(1);
      expect(await tables.series.list("gw-2" as GatewayId, pit)).toEqual([]);
    });
    expect(open).toBe("open");
  });

  test("a ticket comes back as it went, with its clock, its unit and where it was suspended", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { ticket } = await openAlert(tables, "a");
      const limit = { basis: "work_hour" as const, amount: 4 };
      const clock = { limit, startedAt: 20, spentMs: 5, runningSince: null, extendedBy: 1 };
      const full = {
        ...{ ...ticket, clock, state: "suspended" as const, suspendedFrom: "handling" as const, unit: "municipal" },
        ...{ assignee: "市政 老李", tier: 2, dueAt: 99, wakeAt: 88, warned: "yellow" as const, firstReviewer: "小陈" },
        ...{ extensions: 1, supervised: true, verified: true, title: { zh: "井盖", en: "Cover" } },
      };
      await tables.tickets.put(full);
      expect(await tables.tickets.find(ticket.id)).toEqual(full);
      const why = { zh: "按派遣表", en: "by the table" };
      const line = {
        at: 30,
        actor: "hub",
        move: "dispatch" as const,
        from: "registered" as const,
        to: "dispatched" as const,
      };
      const entry = { ...line, reason: null, assignee: "市政 老李", unit: "municipal", why, due: 99 };
      expect(await tables.tickets.appendStory(ticket.id, entry)).toBe(1);
      expect((await tables.tickets.story(ticket.id))[1]).toEqual(entry);
    });
  });

  test("tickets are looked at when their time has come, the earliest first", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { ticket } = await openAlert(tables, "a");
      const hotline = { ...ticket, alert: null, gateway: null, device: null, rule: null, source: "hotline" as const };
      await tables.tickets.put({ ...ticket, wakeAt: 20 });
      await tables.tickets.put({ ...hotline, id: "ticket-b" as TicketId, wakeAt: 10 });
      await tables.tickets.put({ ...hotline, id: "ticket-c" as TicketId, wakeAt: null });
      expect(await tables.tickets.nextWake()).toBe(10);
      expect((await tables.tickets.toWake(15, 9)).map(({ id }) => id)).toEqual(["ticket-b"]);
      expect((await tables.tickets.toWake(20, 9)).map(({ id }) => id)).toEqual(["ticket-b", "ticket-a"]);
    });
  });

  test("who closed like cases is a precedent, at the very sensor before the class in the area", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { ticket } = await openAlert(tables, "a");
      const ended = (name: string, unit: string, more: object = {}) =>
        tables.tickets.put({ ...ticket, id: name as TicketId, state: "archived", closedAt: 9, unit, ...more });
      const elsewhere = { device: "cover-9" as DeviceId };
      for (const name of ["t1", "t2", "t3"]) await ended(name, "municipal", { ...elsewhere, assignee: `市政 ${name}` });
      await ended("t4", "dongchang", { ...elsewhere, class: "local:fire" });
      await ended("t5", "maintenance", { ...elsewhere, state: "voided" });
      expect(await tables.tickets.precedents(ticket)).toMatchObject([{ unit: "municipal", count: 3, exact: false }]);
      await ended("t6", "dongchang");
      expect(await tables.tickets.precedents(ticket)).toMatchObject([{ unit: "dongchang", count: 1, exact: true }]);
    });
  });

  test("the alerts of a case that is part of another go over to it", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      const { ticket, alert } = await openAlert(tables, "a");
      await tables.tickets.put({ ...ticket, id: "ticket-b" as TicketId });
      await tables.tickets.moveAlerts(ticket.id, "ticket-b" as TicketId);
      expect(await tables.tickets.alertsOf(ticket.id)).toEqual([]);
      expect(await tables.tickets.alertsOf("ticket-b" as TicketId)).toEqual([alert.id]);
    });
  });

  test("a row of the outbox that is postponed counts no attempt and comes in its time", async () => {
    const store = fresh();
    await store.transaction(async ({ outbox }) => {
      await outbox.add({ lane: "l", key: "k", id: "1", body: {}, at: 10 });
      const [row] = await outbox.due("l", 10, 9);
      await outbox.postpone(row?.n as number, 50);
      expect(await outbox.due("l", 49, 9)).toEqual([]);
      expect(await outbox.due("l", 50, 9)).toMatchObject([{ id: "1", attempts: 0, error: null }]);
    });
  });

  test("a ladder comes back as it was last put, and is due at its next rung", async () => {
    const store = fresh();
    const row = {
      alert: "alert-1" as AlertId,
      ticket: "ticket-1" as TicketId,
      ...({ state: "climbing", toldMin: 2.5, startedAt: 10, nextAt: 20, heldAt: null } as const),
    };
    await store.transaction(async ({ ladders }) => {
      await ladders.put({ ...row, nextAt: 15 });
      await ladders.put(row);
      await ladders.put({ ...row, alert: "alert-2" as AlertId, nextAt: null });
      expect(await ladders.find(row.alert)).toEqual(row);
      expect(await ladders.find("none" as AlertId)).toBeNull();
      expect(await ladders.nextAt()).toBe(20);
      expect(await ladders.due(19, 9)).toEqual([]);
      expect(await ladders.due(20, 9)).toEqual([row]);
    });
  });

  test("what was told is listed newest first, counted by message, and let go when it is old", async () => {
    const store = fresh();
    const told = {
      ...({
        id: "n1",
        channel: "wecom",
        message: "m1",
        to: "东昌居委",
        severity: 1,
        ticket: "t",
        alert: null,
      } as const),
      ...({ text: "井盖被打开", at: 5, endedAt: 10, result: "sent", error: null, late: false } as const),
    };
    await store.transaction(async ({ notices }) => {
      await notices.add(told);
      await notices.add({ ...told, id: "n2", endedAt: 11, late: true });
      await notices.add({ ...told, id: "n3", channel: "mail", message: "m2", result: "refused", error: "550" });
      expect(await notices.list(9, "wecom")).toEqual([{ ...told, id: "n2", endedAt: 11, late: true }, told]);
      expect((await notices.list(2)).map(({ id }) => id)).toEqual(["n3", "n2"]);
      await notices.add({ ...told, id: "n4", channel: "x", alert: "a1", endedAt: 12 });
      await notices.add({ ...told, id: "n5", channel: "x", alert: "a2", endedAt: 12, result: "refused" });
      expect(await notices.wasTold("a1", 12)).toBe(true);
      expect(await notices.wasTold("a1", 13)).toBe(false);
      expect(await notices.wasTold("a2", 0)).toBe(false);
      expect(await notices.countMessages("wecom", 9)).toBe(1);
      expect(await notices.countMessages("wecom", 11)).toBe(0);
      expect(await notices.removeBefore(11, 1)).toBe(1);
      expect(await notices.removeBefore(11, 9)).toBe(1);
      expect((await notices.list(9)).map(({ id }) => id)).toEqual(["n5", "n4", "n2"]);
    });
  });

  test("a device's credentials are listed newest first, a joining code is found by its handle", async () => {
    const store = fresh();
    const device = { connector: "direct" as never, foreign: "cellar" };
    const one = { id: "a", ...device, hash: "aa", by: "op", at: 1, usedAt: null, revokedAt: null, reason: null };
    const joining = { handle: "h", connector: device.connector, hash: "bb", use: "once" as const, by: "op", at: 1 };
    await store.transaction(async ({ credentials, joinings }) => {
      await credentials.put(one);
      await credentials.put({ ...one, id: "b", at: 2 });
      await credentials.put({ ...one, id: "c", foreign: "roof" });
      await credentials.put({ ...one, revokedAt: 3, reason: "lost" });
      await joinings.put({ ...joining, expiresAt: 9, joined: null, most: 5, count: 2, revokedAt: null });
    });
    const listed = await store.read(({ credentials }) => credentials.listOf(device.connector, "cellar"));
    expect(listed).toEqual([
      { ...one, id: "b", at: 2 },
      { ...one, revokedAt: 3, reason: "lost" },
    ]);
    expect(await store.read(({ joinings }) => joinings.find("h"))).toMatchObject({
      use: "once",
      expiresAt: 9,
      most: 5,
      count: 2,
    });
    expect(await store.read(({ joinings }) => joinings.find("x"))).toBe(null);
  });

  test("a channel's secrets are its own, and are forgotten one by one", async () => {
    const store = fresh();
    await store.transaction(async ({ channelSecrets }) => {
      await channelSecrets.put("a", "key", "1");
      await channelSecrets.put("a", "key", "2");
      await channelSecrets.put("a", "secret", "3");
      await channelSecrets.put("b", "key", "4");
      expect(await channelSecrets.of("a")).toEqual({ key: "2", secret: "3" });
      await channelSecrets.put("a", "key", null);
      expect(await channelSecrets.of("a")).toEqual({ secret: "3" });
      expect(await channelSecrets.of("c")).toEqual({});
    });
  });

  test("the outbox offers the oldest of each key whose time has come, and each id once a lane", async () => {
    const store = fresh();
    const wish = (key: string, id: string, at: number) => ({ lane: "district", key, id, body: { id }, at });
    const due = (now: number) =>
      store.read(async ({ outbox }) => (await outbox.due("district", now, 9)).map(({ id }) => id));
    await store.transaction(async ({ outbox }) => {
      expect(await outbox.add(wish("a", "a1", 10))).toBe(true);
      expect(await outbox.add(wish("a", "a1", 11))).toBe(false);
      await outbox.add(wish("a", "a2", 10));
      await outbox.add(wish("b", "b1", 20));
      await outbox.add({ ...wish("a", "a1", 10), lane: "wecom" });
    });
    const whole = (now: number) =>
      store.read(async ({ outbox }) => (await outbox.dueWhole("district", now, 9)).map(({ id }) => id));
    expect(await due(9)).toEqual([]);
    expect(await due(20)).toEqual(["a1", "b1"]);
    expect(await whole(10)).toEqual(["a1", "a2"]);
    expect(await whole(20)).toEqual(["a1", "a2", "b1"]);
    await store.transaction(async ({ outbox }) => {
      const [first] = await outbox.due("district", 20, 1);
      await outbox.later(first?.n as number, 500, "no answer");
    });
    expect(await due(20)).toEqual(["b1"]);
    expect(await whole(20)).toEqual(["b1"]);
    expect(await store.read(({ outbox }) => outbox.nextAt("district"))).toBe(10);
    expect(await store.read(({ outbox }) => outbox.find("district", "a1"))).toMatchObject({
      ...{ attempts: 1, nextAt: 500, error: "no answer", state: "waiting", body: { id: "a1" } },
    });
    await store.transaction(async ({ outbox }) => {
      const [first] = await outbox.due("district", 500, 1);
      await outbox.done(first?.n as number, 501);
      expect((await outbox.due("district", 501, 9)).map(({ id }) => id)).toEqual(["a2", "b1"]);
      const [second] = await outbox.due("district", 501, 1);
      await outbox.refuse(second?.n as number, "unknown class", 502);
      expect(await outbox.waiting("district")).toEqual({ count: 1, oldestAt: 20 });
      expect((await outbox.list("district", "refused", 9)).map(({ id, error }) => [id, error])).toEqual([
        ["a2", "unknown class"],
      ]);
      expect(await outbox.removeDoneBefore(501, 9)).toBe(0);
      expect(await outbox.removeDoneBefore(502, 9)).toBe(1);
      expect(await outbox.find("district", "a1")).toBeNull();
    });
  });

  test("a ticket is asked about once, and again when that is over", async () => {
    const store = fresh();
    const ticket = "ticket-1" as TicketId;
    await store.transaction(async ({ handovers }) => {
      expect(await handovers.ask(ticket, 10)).toBe(true);
      expect(await handovers.ask(ticket, 11)).toBe(false);
      expect(await handovers.ask("ticket-2" as TicketId, 20)).toBe(true);
      expect((await handovers.open(0, 9)).map((row) => [row.ticket, row.askedAt])).toEqual([
        ["ticket-1", 10],
        ["ticket-2", 20],
      ]);
      expect((await handovers.due(30, 10, 9)).map((row) => row.ticket)).toEqual(["ticket-1"]);
      expect(await handovers.next()).toEqual({ askedAt: 10, heldUntil: null });
      const first = (await handovers.find(ticket)) as Handover;
      await handovers.put({ ...first, state: "held", heldUntil: 100, by: "flows", reason: { zh: "等", en: "wait" } });
      expect(await handovers.due(99, 20, 9)).toMatchObject([{ ticket: "ticket-2" }]);
      expect(await handovers.due(100, 0, 9)).toMatchObject([{ ticket, reason: { zh: "等", en: "wait" } }]);
      expect(await handovers.next()).toEqual({ askedAt: 20, heldUntil: 100 });
      await handovers.put({ ...first, state: "decided", by: "flows", decidedAt: 50 });
      expect(await handovers.ask(ticket, 60)).toBe(true);
      const again = (await handovers.find(ticket)) as Handover;
      expect(again).toMatchObject({ state: "asked", askedAt: 60, by: null, decidedAt: null });
      expect(await handovers.open(first.n, 9)).toMatchObject([{ ticket: "ticket-2" }, { n: again.n }]);
      expect(await handovers.list(1)).toMatchObject([{ ticket }]);
    });
  });

  test("a subject has one open task of a kind, which counts how often it was asked for", async () => {
    const store = fresh();
    const wish = (zh: string) => ({
      ...{ kind: "CALENDAR_MISSING", subject: "2027", for: "administrator" as const, text: { zh, en: zh } },
    });
    await store.transaction(async ({ tasks }) => {
      const id = await tasks.raise(wish("导入2027年节假日表"), 10);
      expect(await tasks.raise(wish("导入"), 20)).toBe(id);
      expect(await tasks.find(id)).toMatchObject({ at: 10, count: 2, text: { zh: "导入" }, for: "administrator" });
      expect(await tasks.finish(id, "小陈", "已导入", 30)).toBe(true);
      expect(await tasks.finish(id, "小李", null, 40)).toBe(false);
      expect(await tasks.find(id)).toMatchObject({ doneAt: 30, doneBy: "小陈", note: "已导入" });
      const next = await tasks.raise(wish("又缺"), 50);
      expect(next).not.toBe(id);
      expect((await tasks.openOf("CALENDAR_MISSING")).map(({ subject }) => subject)).toEqual(["2027"]);
      await tasks.settle("CALENDAR_MISSING", "2027", "hub", 60);
      expect(await tasks.openOf("CALENDAR_MISSING")).toEqual([]);
      expect(await tasks.list("open", 9)).toEqual([]);
      expect((await tasks.list("all", 9)).map(({ at }) => at)).toEqual([50, 10]);
    });
  });

  test("each import of a rulebook's table is a version of its own", async () => {
    const store = fresh();
    const row = { kind: "calendar", by: "小陈", source: "国务院办公厅" };
    await store.transaction(async ({ rulebook }) => {
      expect(await rulebook.newest("calendar")).toBeNull();
      expect(await rulebook.add({ ...row, at: 10, body: { years: {} } })).toBe(1);
      expect(await rulebook.add({ ...row, at: 20, body: { years: { 2027: 1 } } })).toBe(2);
      expect(await rulebook.add({ ...row, kind: "roster", at: 20, body: [] })).toBe(1);
      expect(await rulebook.newest("calendar")).toMatchObject({ version: 2, body: { years: { 2027: 1 } } });
      expect(await rulebook.find("calendar", 1)).toMatchObject({ at: 10, body: { years: {} } });
      expect((await rulebook.history("calendar")).map(({ version }) => version)).toEqual([2, 1]);
    });
  });

  test("each word on a device moves it to the end of the district's feed; what is gone stays as a tombstone", async () => {
    const store = fresh();
    const word = (device: DeviceId, hash: string | null, at: number) => ({
      ...{ gateway, device, hash, at, item: hash === null ? null : { id: `${gateway}/${device}` } },
    });
    const feed = (from: number) =>
      store.read(async ({ inventory }) =>
        (await inventory.since(from, 9)).map((row) => [row.device, row.hash, row.cursor]),
      );
    await store.transaction(async ({ inventory }) => {
      expect(await inventory.newest()).toBe(0);
      expect(await inventory.put(word(pit, "p1", 1))).toBe(1);
      expect(await inventory.put(word(cover, "c1", 2))).toBe(2);
      expect(await inventory.put(word(pit, "p2", 3))).toBe(3);
      await inventory.mark(
        { gateway, device: pit, cursor: 1 },
        { state: "rejected", sharedHash: "p1", why: { zh: "晚了", en: "late" } },
      );
    });
    expect(await feed(0)).toEqual([
      [cover, "c1", 2],
      [pit, "p2", 3],
    ]);
    expect(await store.read(({ inventory }) => inventory.find(gateway, pit))).toMatchObject({
      ...{ state: "waiting", sharedHash: "p1", why: null, item: { id: `${gateway}/${pit}` } },
    });
    await store.transaction(async ({ inventory }) => {
      const why = { zh: "没有类别", en: "no class" };
      await inventory.mark({ gateway, device: cover, cursor: 2 }, { state: "held", sharedHash: null, why });
      expect(await inventory.listIn("held")).toMatchObject([{ device: cover, why }]);
      await inventory.put(word(pit, null, 4));
      expect(await inventory.count()).toEqual({ waiting: 0, held: 1, shared: 0, rejected: 0 });
      expect(await inventory.countShared()).toBe(0);
      expect(await inventory.shared()).toEqual([{ id: `${gateway}/${pit}`, hash: "p1" }]);
      expect((await inventory.list(`${gateway}/${cover}`, 9)).map(({ device }) => device)).toEqual([pit]);
      expect(await inventory.listOf(gateway)).toHaveLength(2);
      expect(await inventory.newest()).toBe(4);
    });
    expect(await feed(3)).toEqual([[pit, null, 4]]);
  });

  test("a case's lines are numbered in the order they were written", async () => {
    const store = fresh();
    const ticket = "ticket-1" as TicketId;
    await store.transaction(async ({ caseLines }) => {
      expect(await caseLines.add(ticket, { move: "report" })).toBe(0);
      expect(await caseLines.add(ticket, { move: "register" })).toBe(1);
      expect(await caseLines.add("ticket-2" as TicketId, {})).toBe(0);
      expect(await caseLines.count(ticket)).toBe(2);
      expect(await caseLines.list(ticket, 1, 9)).toEqual([{ seq: 1, body: { move: "register" } }]);
    });
  });

  test("cases that go on and were told, or were not, are found in the order of their tickets", async () => {
    const store = fresh();
    const name = (n: number) => `ticket-${n}` as TicketId;
    const birth = {
      ...{ source: "hotline" as const, alert: null, gateway: null, device: null, rule: null, severity: 2 as const },
      ...{ title: { zh: "井盖松动", en: "Loose cover" }, place: "东门", class: "local:other", area: null, openedAt: 5 },
      policy: { reviews: 1 as const, preVerify: false, postCheck: false, reopenWithinH: 72, extensions: 1 },
    };
    await store.transaction(async (tables) => {
      for (const n of [1, 2, 3, 4]) {
        const { ticket } = reportTicket({ ...birth, id: name(n), drill: n === 4 }, 5);
        await tables.tickets.put(n === 3 ? { ...ticket, state: "voided" } : ticket);
      }
      for (const n of [2, 2, 3]) await tables.caseLines.add(name(n), {});
      expect(await tables.caseLines.open("", ["voided"], 1e15, 9)).toEqual([{ ticket: name(2), lines: 2 }]);
      expect(await tables.caseLines.open("", ["voided"], 0, 9)).toHaveLength(2);
      expect(await tables.caseLines.open("", [], 1e15, 9)).toHaveLength(2);
      expect(await tables.caseLines.open(name(2), [], 1e15, 9)).toEqual([{ ticket: name(3), lines: 1 }]);
      expect(await tables.caseLines.untold("", ["voided"], 9)).toEqual([name(1)]);
      expect(await tables.caseLines.untold(name(1), ["voided"], 9)).toEqual([]);
    });
  });

  test("a callback waits for its turn in its case, and a nonce is heard once", async () => {
    const store = fresh();
    const ticket = "ticket-1" as TicketId;
    const wish = (id: string, seq: number, more = {}) => ({
      ...{ id, ticket, seq, receivedAt: 10 + seq, body: "{}", state: "waiting" as const, ...more },
    });
    await store.transaction(async ({ callbacks }) => {
      await callbacks.add(wish("b", 2));
      expect(await callbacks.due(ticket)).toBeNull();
      await callbacks.add(wish("a", 1));
      await callbacks.add(wish("x", 1, { state: "unknown", ticket: "ticket-9", receivedAt: 9 }));
      expect(await callbacks.waiting()).toEqual([{ ticket, since: 11 }]);
      expect((await callbacks.due(ticket))?.id).toBe("a");
      await callbacks.end("a", "refused", "too late", 20);
      expect((await callbacks.due(ticket))?.id).toBe("b");
      await callbacks.end("b", "applied", null, 21);
      expect(await callbacks.due(ticket)).toBeNull();
      expect(await callbacks.find("a")).toMatchObject({ state: "refused", error: "too late", endedAt: 20 });
      expect((await callbacks.findTurn(ticket, 2))?.id).toBe("b");
      expect((await callbacks.list(9)).map(({ id }) => id)).toEqual(["b", "a", "x"]);
      await callbacks.add(wish("w", 3));
      expect(await callbacks.emptyBefore(12, 9)).toBe(2);
      expect(await callbacks.emptyBefore(99, 9)).toBe(1);
      expect(await callbacks.emptyBefore(99, 9)).toBe(0);
      expect(await callbacks.find("a")).toMatchObject({ body: "", state: "refused" });
      expect(await callbacks.find("w")).toMatchObject({ body: "{}", state: "waiting" });
      expect(await callbacks.hearNonce("n", 5)).toBe(true);
      expect(await callbacks.hearNonce("n", 6)).toBe(false);
      await callbacks.forgetNoncesBefore(6);
      expect(await callbacks.hearNonce("n", 7)).toBe(true);
    });
    await expect(store.transaction(({ callbacks }) => callbacks.add(wish("c", 2)))).rejects.toThrow();
  });

  test("a mark is what was put last", async () => {
    const store = fresh();
    await store.transaction(async ({ marks }) => {
      expect(await marks.read("feed")).toBeNull();
      await marks.put("feed", { cursor: 1 });
      await marks.put("feed", { cursor: 2 });
    });
    expect(await store.read(({ marks }) => marks.read("feed"))).toEqual({ cursor: 2 });
  });

  test("a message is once by its key, by one that came late enough, and by an id found later", async () => {
    const store = fresh();
    await store.transaction(async ({ pushes }) => {
      const push = (key: string, received: number, again?: { key: string; since: number }) => ({
        ...{ connector: gateway, key, received, from: "POST", body: new Uint8Array([1]) },
        ...(again === undefined ? {} : { again }),
      });
      expect(await pushes.add([push("a", 10), push("a", 11), push("b", 12)])).toEqual([true, false, true]);
      expect(await pushes.add([push("c", 20, { key: "a", since: 9 })])).toEqual([false]);
      expect(await pushes.add([push("c", 20, { key: "a", since: 10 })])).toEqual([true]);
      const [first, second, third] = await pushes.waiting(gateway, 10);
      expect(await pushes.rekey(first as never, { key: "own" })).toBe(true);
      expect(await pushes.rekey(first as never, { key: "own" })).toBe(true);
      expect(await pushes.rekey(second as never, { key: "own" })).toBe(false);
      expect((await pushes.waiting(gateway, 10)).map(({ key }) => key)).toEqual(["own", "b", "c"]);
      expect(third?.key).toBe("c");
    });
  });

  test("what a driver knew before a message is kept beside it, found by what comes after, and goes with it", async () => {
    const store = fresh();
    await store.transaction(async ({ foreignDevices, pushes }) => {
      const body = new Uint8Array([1]);
      const push = (key: string) => ({ connector: gateway, key, received: 10, from: "tcp", body });
      await pushes.add([push("a"), push("b")]);
      const [a, b] = (await pushes.waiting(gateway, 10)).map(({ n }) => n) as [number, number];
      await foreignDevices.keepKnown(gateway, "d", a, null);
      await foreignDevices.keepKnown(gateway, "d", b, { fire: 1 });
      expect(await foreignDevices.knownBefore(gateway, "d", a)).toEqual({ push: a, known: null });
      expect(await foreignDevices.nextKnown(gateway, "d", a)).toEqual({ push: b, known: { fire: 1 } });
      expect(await foreignDevices.nextKnown(gateway, "d", b)).toBeNull();
      expect(await foreignDevices.nextKnown(gateway, "other", a)).toBeNull();
      await pushes.readOneAgain(a);
      await pushes.settle(a, { state: "taken", why: "", platformAt: null, yielded: [], foreign: null });
      await pushes.readOneAgain(a);
      expect((await pushes.find(a))?.state).toBe("again");
      await pushes.settle(a, { state: "taken", why: "", platformAt: null, yielded: [], foreign: null });
      expect(await pushes.removeBefore(11, 10)).toBe(1);
      expect(await foreignDevices.knownBefore(gateway, "d", a)).toBeNull();
      await foreignDevices.keepKnown(gateway, "d", b, "x".repeat(5000));
      expect(await foreignDevices.knownBefore(gateway, "d", b)).toEqual({ push: b });
    });
  });

  test("a message that is said to be sent again is the one of its way, packet id and body, if that came late enough", async () => {
    const store = fresh();
    await store.transaction(async ({ pushes }) => {
      let n = 0;
      const push = (id: number, againSince: number | null, more: { from?: string; body?: number[] } = {}) => {
        const { from = "mqtt a", body = [1] } = more;
        const about = { connector: gateway, key: `k${n}`, received: 10 + n++, from, body: Uint8Array.from(body) };
        return { ...about, delivery: { id, againSince } };
      };
      expect(await pushes.add([push(1, null), push(1, null), push(1, 9)])).toEqual([true, true, false]);
      expect(await pushes.add([push(1, 11)])).toEqual([true]);
      expect(await pushes.add([push(2, 0), push(1, 0, { from: "mqtt b" }), push(1, 0, { body: [2] })])).toEqual([
        ...[true, true, true],
      ]);
      expect((await pushes.waiting(gateway, 10)).map(({ key }) => key)).toEqual(["k0", "k1", "k3", "k4", "k5", "k6"]);
    });
  });

  test("what a platform says of a device's connection goes forward only, and so does when it was heard", async () => {
    const store = fresh();
    const about = { connector: gateway, foreign: "f1" };
    const one = { ...about, device: "f1" as DeviceId, product: "", model: null, title: "", place: "", settings: {} };
    const row = { id: gateway, platform: "ctwing", title: "", place: "", settings: {}, products: [] };
    await store.transaction(async ({ connectors, foreignDevices }) => {
      await connectors.put({ ...row, quietAfterMs: 1, state: "on", by: "operator", at: 1 });
      await foreignDevices.put({ ...one, metAt: 1, heardAt: 5, isOnline: null });
      await foreignDevices.hear(gateway, "f1", 4, 99);
      const said: unknown[] = [];
      const say = async (isOnline: boolean, at: number, isAgain = false) => {
        await foreignDevices.hearOnline({ ...about, isOnline, at, isAgain, now: 99 });
        said.push((await foreignDevices.find(gateway, "f1"))?.isOnline);
      };
      await say(false, 10);
      await say(true, 9);
      await say(true, 10);
      await say(false, 10, true);
      await say(false, 11, true);
      expect(said).toEqual([false, false, true, true, false]);
      expect(await foreignDevices.find(gateway, "f1")).toMatchObject({ heardAt: 5 });
    });
  });
});
