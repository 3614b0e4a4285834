/** Pages of the lists that every store gives; run for each implementation. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { AlertId, DeviceId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import { cover, devices, event, pit } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { type Alert, applyEvent } from "../alerts/alert.ts";
import { reportTicket } from "../tickets/report.ts";
import type { Ticket } from "../tickets/ticket.ts";
import { alertSorts } from "./alerts.ts";
import type { Mark, Page } from "./page.ts";
import { openSqliteStore } from "./sqlite/store.ts";
import type { Store, Tables } from "./store.ts";
import { ticketSorts } from "./tickets.ts";

const implementations: Record<string, (folder: string) => Store> = {
  sqlite: (folder) => openSqliteStore(folder, 1),
};
const gateway = "gw-1" as GatewayId;
const policy = { reviews: 1, preVerify: false, postCheck: false, reopenWithinH: 72, extensions: 1 } as const;

describe.each(Object.entries(implementations))("%s", (_name, openStore) => {
  async function settled(): Promise<Store> {
    const store = openStore(tempFolder());
    onTestFinished(() => store.close());
    await store.transaction(async (tables) => {
      await tables.gateways.meet(gateway, 5);
      for (const device of devices) await tables.devices.putDocument(gateway, device);
    });
    return store;
  }

  /** An alert of the cover (or the pit) that is over, and its ticket. */
  async function add(
    { alerts, tickets }: Tables,
    n: number,
    more: { alert?: Partial<Alert>; ticket?: Partial<Ticket> } = {},
  ) {
    const name = String(n).padStart(4, "0");
    const ids = { alert: `alert-${name}` as AlertId, ticket: `ticket-${name}` as TicketId };
    const { alert } = applyEvent(null, null, gateway, event("raised", n, ids), n);
    const made = { ...alert, state: "normal" as const, ...more.alert };
    const { device, rule, severity, drill } = made;
    const { ticket } = reportTicket(
      {
        ...{ id: ids.ticket, alert: ids.alert, gateway, device, rule, severity, drill, openedAt: n, policy },
        ...{ source: "sensor", title: null, place: "", class: "local:cover", area: "dongchang" },
      },
      n,
    );
    await alerts.put(made);
    await tickets.put({ ...ticket, state: "closed", ...more.ticket });
  }

  async function walk<Row extends { id: unknown }>(read: (after: Mark | undefined) => Promise<Page<Row>>) {
    const [seen, totals]: [unknown[], number[]] = [[], []];
    for (let after: Mark | undefined, first = true; first || after !== undefined; first = false) {
      const page = await read(after);
      seen.push(...page.rows.map(({ id }) => id));
      totals.push(page.total);
      after = page.next ?? undefined;
    }
    return { seen, totals };
  }

  /** Times and severities repeat, so that the id has to tell rows apart. */
  const various = (n: number) => ({
    alert: { receivedAt: Math.floor(n / 3), severity: ((n % 3) + 1) as 1 },
    ticket: {
      openedAt: Math.floor(n / 3),
      severity: ((n % 3) + 1) as 1,
      dueAt: n % 4 === 0 ? null : n % 5,
      changedAt: n % 7,
    },
  });

  test.each(alertSorts)("walking through all alerts by %s meets each once, whatever comes meanwhile", async (sort) => {
    const store = await settled();
    await store.transaction(async (tables) => {
      for (let n = 0; n < 25; n++) await add(tables, n, various(n));
      const all = (await tables.alerts.page({ sort, limit: 1000 })).rows.map(({ id }) => id);
      let more = 100;
      const { seen } = await walk(async (after) => {
        const page = await tables.alerts.page({ sort, limit: 4, after });
        await add(tables, more, { alert: { receivedAt: 1000 + more } });
        more += 1;
        return page;
      });
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => all.includes(id as AlertId))).toEqual(all);
    });
  });

  test.each(ticketSorts)("walking through all tickets by %s meets each once", async (sort) => {
    const store = await settled();
    await store.transaction(async (tables) => {
      for (let n = 0; n < 25; n++) await add(tables, n, various(n));
      const { seen, totals } = await walk((after) => tables.tickets.page({ sort, limit: 4, after }));
      expect(seen).toHaveLength(25);
      expect(seen).toEqual((await tables.tickets.page({ sort, limit: 1000 })).rows.map(({ id }) => id));
      expect(new Set(totals)).toEqual(new Set([25]));
    });
  });

  test("each sort puts first what its name says", async () => {
    const store = await settled();
    await store.transaction(async ({ tickets, ...tables }) => {
      await add({ tickets, ...tables }, 1, { ticket: { severity: 3, dueAt: null, changedAt: 9 } });
      await add({ tickets, ...tables }, 2, { ticket: { severity: 1, dueAt: 50, changedAt: 8 } });
      await add({ tickets, ...tables }, 3, { ticket: { severity: 2, dueAt: 20, changedAt: 7 } });
      const order = async (sort: (typeof ticketSorts)[number]) =>
        (await tickets.page({ sort, limit: 9 })).rows.map(({ id }) => Number(id.slice(-1)));
      expect(await order("newest")).toEqual([3, 2, 1]);
      expect(await order("oldest")).toEqual([1, 2, 3]);
      expect(await order("severity")).toEqual([2, 3, 1]);
      expect(await order("due")).toEqual([3, 2, 1]);
      expect(await order("changed")).toEqual([1, 2, 3]);
    });
  });

  test("every filter narrows the rows and the count", async () => {
    const store = await settled();
    const pitAlert = { device: pit, rule: "high" as RuleId, severity: 2 as const };
    await store.transaction(async (tables) => {
      await add(tables, 1, { alert: { state: "acknowledged" }, ticket: { state: "handling", unit: "u1" } });
      await add(tables, 2, { alert: pitAlert, ticket: { area: "xiyuan", class: "local:water", source: "patrol" } });
      await add(tables, 3);
      const numbers = ({ rows, total }: Page<{ id: string }>) => {
        expect(total).toBe(rows.length);
        return rows.map(({ id }) => Number(id.slice(-1)));
      };
      const page = { sort: "newest", limit: 9 } as const;
      const alerts = async (filter: object) => numbers(await tables.alerts.page({ ...page, ...filter }));
      const tickets = async (filter: object) => numbers(await tables.tickets.page({ ...page, ...filter }));
      for (const list of [alerts, tickets]) {
        expect(await list({ state: "open" })).toEqual([1]);
        expect(await list({ state: "all" })).toEqual([3, 2, 1]);
        expect(await list({ severity: [2] })).toEqual([2]);
        expect(await list({ severity: [1, 2] })).toEqual([3, 2, 1]);
        expect(await list({ areas: ["xiyuan", "other"] })).toEqual([2]);
        expect(await list({ areas: [] })).toEqual([]);
        expect(await list({ class: "local:water" })).toEqual([2]);
        expect(await list({ unit: "u1" })).toEqual([1]);
        expect(await list({ gateway: "gw-2" })).toEqual([]);
        expect(await list({ gateway, device: cover })).toEqual([3, 1]);
        expect(await list({ from: 2, to: 3 })).toEqual([2]);
      }
      expect(await alerts({ state: ["acknowledged"] })).toEqual([1]);
      expect(await tickets({ state: ["handling", "submitted"] })).toEqual([1]);
      expect(await tickets({ source: ["patrol"] })).toEqual([2]);
    });
  });

  test("words are found in title, place and id, two characters or many, all of them at once", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      await add(tables, 1);
      await add(tables, 2, { alert: { device: pit, rule: "high" as RuleId } });
      const said = { rule: null, device: null, gateway: null, alert: null };
      await add(tables, 3, {
        ticket: { ...said, title: { zh: "楼道堆物", en: "Things in the way" }, place: "西园 5号楼" },
      });
      const found = async (q: string) =>
        (await tables.tickets.page({ sort: "oldest", limit: 9, q })).rows.map(({ id }) => Number(id.slice(-1)));
      expect(await found("井盖")).toEqual([1]);
      expect(await found("井盖被打开")).toEqual([1]);
      expect(await found("东昌小区")).toEqual([1, 2]);
      expect(await found("东昌小区 水位")).toEqual([2]);
      expect(await found("COVER LIFTED")).toEqual([1]);
      expect(await found("堆物 西园")).toEqual([3]);
      expect(await found("ticket-0002")).toEqual([2]);
      expect(await found('100% "井盖" _')).toEqual([]);
      expect(await found("%")).toEqual([]);
      expect(await found(" ")).toEqual([1, 2, 3]);
      const alerts = await tables.alerts.page({ sort: "newest", limit: 9, q: "水泵房" });
      expect(alerts.rows.map(({ id }) => id)).toEqual(["alert-0002"]);
    });
  });

  test("a device that moved is found where it is now, and by the place that older messages name", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      await add(tables, 1);
      const [, device] = devices;
      await tables.devices.putDocument(gateway, { ...(device as (typeof devices)[number]), place: "西园 南门" });
      const found = async (q: string) => (await tables.alerts.page({ sort: "newest", limit: 9, q })).total;
      expect(await found("西园 南门")).toBe(1);
      expect(await found("东昌小区")).toBe(1);
      expect(await found("北园")).toBe(0);
    });
  });

  test("an alert is where its ticket is, also after the ticket is sent on or takes it over", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      await add(tables, 1);
      await add(tables, 2, { ticket: { area: "xiyuan" } });
      const inXiyuan = async () => (await tables.alerts.page({ sort: "newest", limit: 9, areas: ["xiyuan"] })).total;
      expect(await inXiyuan()).toBe(1);
      await tables.tickets.moveAlerts("ticket-0001" as TicketId, "ticket-0002" as TicketId);
      expect(await inXiyuan()).toBe(2);
      const ticket = (await tables.tickets.find("ticket-0002" as TicketId)) as Ticket;
      await tables.tickets.put({ ...ticket, unit: "u7" });
      expect((await tables.alerts.page({ sort: "newest", limit: 9, unit: "u7" })).total).toBe(2);
    });
  });

  test("which cases have a sensor that is past its limit still", async () => {
    const store = await settled();
    await store.transaction(async (tables) => {
      await add(tables, 1, { alert: { state: "acknowledged", device: pit as DeviceId } });
      await add(tables, 2, { alert: { state: "returned" } });
      const ids = ["ticket-0001", "ticket-0002"] as TicketId[];
      expect(await tables.tickets.alarming(ids)).toEqual(new Set(["ticket-0001"]));
    });
  });

  test("faults, tasks, commands and notices go page by page, and are narrowed alike", async () => {
    const store = await settled();
    await store.transaction(async ({ faults, tasks, commands, notices }) => {
      for (let n = 0; n < 5; n++) {
        await faults.add({ gateway, code: "BATCH_INVALID", subject: `s${n}`, detail: `第${n}批`, device: pit }, 10);
        await tasks.raise(
          { kind: n < 2 ? "L" : "K", subject: `s${n}`, for: "operator", text: { zh: `做${n}`, en: "do" } },
          10,
        );
        const command = {
          id: `c${n}`,
          gateway,
          verb: "siren",
          args: { n },
          deadline: 99,
          actor: "甲",
          at: 10,
          result: null,
        };
        await commands.add(command);
        const notice = {
          id: n === 4 ? "flows/n4" : `n${n}`,
          channel: "sms",
          message: "m",
          to: "王师傅",
          severity: 1,
          text: `井盖${n}`,
        } as const;
        await notices.add({
          ...notice,
          ticket: "t",
          alert: null,
          at: 1,
          endedAt: 10,
          result: "sent",
          error: null,
          late: false,
        });
      }
      const lists = { faults, tasks, commands, notices };
      for (const [name, list] of Object.entries(lists)) {
        const { seen, totals } = await walk<{ id: unknown }>((after) => list.page({ sort: "newest", limit: 2, after }));
        expect(new Set(seen).size, name).toBe(5);
        expect(totals, name).toEqual([5, 5, 5]);
        expect((await list.page({ sort: "newest", limit: 9, from: 11 })).total, name).toBe(0);
      }
      const one = async (page: Promise<{ total: number }>) => (await page).total;
      const page = { sort: "newest", limit: 9 } as const;
      expect(await one(faults.page({ ...page, q: "第3批" }))).toBe(1);
      expect(await one(faults.page({ ...page, device: cover }))).toBe(0);
      expect(await one(tasks.page({ ...page, q: "做4", state: "open" }))).toBe(1);
      expect(await one(tasks.page({ ...page, kinds: ["L"] }))).toBe(2);
      expect(await one(tasks.page({ ...page, kinds: ["K", "L"] }))).toBe(5);
      expect(await one(notices.page({ ...page, head: "flows/" }))).toBe(1);
      expect(await one(commands.page({ ...page, q: "c2", gateway }))).toBe(1);
      expect(await one(notices.page({ ...page, q: "井盖2 王师傅", severity: [1], ticket: "t" }))).toBe(1);
    });
  });
});
