import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import { alertView, deviceView, gatewayView, ticketView } from "../../../test/kit/console-samples.ts";
import type { AlertView, DeviceView, SeriesView, TicketStory, TicketView } from "../../http/views.ts";
import { applyEvent } from "./apply-event.ts";
import { keys } from "./keys.ts";

const at = 1_760_000_000_000;
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
});

const reading = (over: object) => [
  { gateway: "gw-1", device: "pit-1", point: "level", at, receivedAt: at, value: 2, quality: 0, ...over },
];
const pit = keys.device("gw-1", "pit-1");
const level = () => client.getQueryData<DeviceView>(pit)?.points[0]?.latest?.value;

describe("whether a ticket's device is heard", () => {
  const pages = keys.list("tickets", "state=open");
  const heard = () => [
    client.getQueryData<TicketView[]>(keys.tickets("open"))?.[0]?.heard,
    client.getQueryData<{ pages: { rows: TicketView[] }[] }>(pages)?.pages[0]?.rows[0]?.heard,
  ];

  beforeEach(() => {
    client.setQueryData(keys.gateways, [gatewayView({ state: "offline" })]);
    client.setQueryData(keys.tickets("open"), [ticketView({ heard: true })]);
    client.setQueryData(pages, { pages: [{ rows: [ticketView({ heard: true })], total: 1, next: null }] });
  });

  it("follows what the device reports", () => {
    applyEvent(client, "device", {
      gateway: "gw-1",
      device: "pit-1",
      health: { state: "fault", code: "FIELD_SILENT" },
    });
    expect(heard()).toEqual([false, false]);
    applyEvent(client, "device", { gateway: "gw-1", device: "pit-1", health: { state: "well" } });
    expect(heard()).toEqual([true, true]);
  });

  it("is asked again when its gateway is back", () => {
    applyEvent(client, "gateway", gatewayView({ state: "online" }));
    expect(client.getQueryState(keys.tickets("open"))?.isInvalidated).toBe(true);
  });
});

describe("live readings", () => {
  beforeEach(() => {
    client.setQueryData(pit, deviceView({ at: at - 1_000 }));
  });

  it("reach the device's page", () => {
    applyEvent(client, "readings", reading({}));
    expect(level()).toBe(2);
  });

  it("that are late never overwrite a newer value", () => {
    applyEvent(client, "readings", reading({ at: at - 60_000 }));
    expect(level()).toBe(1);
  });

  it("of points nobody shows change nothing", () => {
    const before = client.getQueryData(pit);
    applyEvent(client, "readings", reading({ point: "unheard-of" }));
    applyEvent(client, "readings", reading({ gateway: "gw-2" }));
    expect(client.getQueryData(pit)).toEqual(before);
  });

  it("grow a chart at its end only", () => {
    const key = keys.series("gw-1", "pit-1", "level", "hour");
    const series: SeriesView = {
      gateway: "gw-1",
      device: "pit-1",
      point: "level",
      resolution: "raw",
      readings: [[at, 1, 0]],
      more: false,
    };
    client.setQueryData(key, series);
    applyEvent(client, "readings", reading({ at: at + 10_000 }));
    applyEvent(client, "readings", reading({ at: at + 5_000 }));
    expect(client.getQueryData<SeriesView>(key)?.readings).toEqual([
      [at, 1, 0],
      [at + 10_000, 2, 0],
    ]);
  });

  it("grow a chart of buckets in the bucket they belong to, or in a new one", () => {
    const key = keys.series("gw-1", "pit-1", "level", "month");
    const hour = Math.floor(at / 3_600_000) * 3_600_000;
    const buckets: NonNullable<SeriesView["buckets"]> = [[hour, 3, 1, 5, 4, 5]];
    const names = { gateway: "gw-1", device: "pit-1", point: "level" };
    client.setQueryData<SeriesView>(key, { ...names, resolution: "1h", readings: [], buckets, more: false });
    applyEvent(client, "readings", reading({ at: hour + 1, value: 8 }));
    applyEvent(client, "readings", reading({ at: hour + 3_600_000, value: 2 }));
    applyEvent(client, "readings", reading({ at: hour - 1, value: 99 }));
    expect(client.getQueryData<SeriesView>(key)?.buckets).toEqual([
      [hour, 4, 1, 8, 5, 8],
      [hour + 3_600_000, 1, 2, 2, 2, 2],
    ]);
  });
});

describe("live alerts", () => {
  it("appear, change in place and leave the open list when they are over", () => {
    client.setQueryData(keys.alerts("open"), []);
    client.setQueryData(keys.alerts("all"), []);
    const open = () => client.getQueryData<AlertView[]>(keys.alerts("open"))?.map((alert) => alert.state);
    applyEvent(client, "alert", alertView({}));
    applyEvent(client, "alert", alertView({ state: "acknowledged" }));
    expect(open()).toEqual(["acknowledged"]);
    applyEvent(client, "alert", alertView({ state: "normal" }));
    expect(open()).toEqual([]);
    expect(client.getQueryData<AlertView[]>(keys.alerts("all"))).toHaveLength(1);
  });

  it("do not make up a list nobody has asked for", () => {
    applyEvent(client, "alert", alertView({}));
    expect(client.getQueryData(keys.alerts("open"))).toBeUndefined();
  });
});

describe("live tickets", () => {
  it("leave the open list when they are closed", () => {
    client.setQueryData(keys.tickets("open"), [ticketView({})]);
    applyEvent(client, "ticket", ticketView({ state: "closed", moves: [] }));
    expect(client.getQueryData<TicketView[]>(keys.tickets("open"))).toEqual([]);
  });

  it("show the new state on their page at once and have the story read again", () => {
    client.setQueryData(keys.ticket("T1"), { ...ticketView({}), alerts: ["A1"], story: [] });
    applyEvent(client, "ticket", ticketView({ state: "registered", changedAt: 200, moves: ["dispatch", "void"] }));
    expect(client.getQueryData<TicketStory>(keys.ticket("T1"))?.moves).toEqual(["dispatch", "void"]);
    expect(client.getQueryState(keys.ticket("T1"))?.isInvalidated).toBe(true);
  });

  it("forget on their page what no longer holds", () => {
    client.setQueryData(keys.ticket("T1"), {
      ...ticketView({ dueAt: 500, assignee: "王师傅" }),
      alerts: ["A1"],
      story: [],
    });
    applyEvent(client, "ticket", ticketView({ state: "registered", changedAt: 200 }));
    const story = client.getQueryData<TicketStory>(keys.ticket("T1"));
    expect(story).not.toHaveProperty("dueAt");
    expect(story).not.toHaveProperty("assignee");
    expect(story).toMatchObject({ alerts: ["A1"], story: [] });
  });

  it("have the story read again for a warning, which moves nothing", () => {
    client.setQueryData(keys.ticket("T1"), { ...ticketView({}), alerts: ["A1"], story: [] });
    applyEvent(client, "ticket", ticketView({ warned: "yellow" }));
    expect(client.getQueryState(keys.ticket("T1"))?.isInvalidated).toBe(true);
  });

  it("ask for nothing when the page already knows", () => {
    client.setQueryData(keys.ticket("T1"), { ...ticketView({}), alerts: ["A1"], story: [] });
    applyEvent(client, "ticket", ticketView({}));
    expect(client.getQueryState(keys.ticket("T1"))?.isInvalidated).toBe(false);
  });
});

describe("other live events", () => {
  it("keep gateways, health and faults as they are now", () => {
    client.setQueryData(keys.gateways, [gatewayView({})]);
    client.setQueryData(pit, deviceView({ at }));
    client.setQueryData(keys.faults, []);
    applyEvent(client, "gateway", gatewayView({ state: "offline" }));
    applyEvent(client, "device", {
      gateway: "gw-1",
      device: "pit-1",
      health: { state: "fault", code: "FIELD_SILENT" },
    });
    applyEvent(client, "fault", { id: 1, at, code: "FIELD_SILENT", detail: "", cure: "", count: 1 });
    applyEvent(client, "fault", { id: 1, at, code: "FIELD_SILENT", detail: "", cure: "", count: 2 });
    expect(client.getQueryData(keys.gateways)).toMatchObject([{ state: "offline" }]);
    expect(client.getQueryData(pit)).toMatchObject({ health: { state: "fault" } });
    expect(client.getQueryData(keys.faults)).toMatchObject([{ count: 2 }]);
  });

  it("have the devices read again when a gateway registers", () => {
    const list = [...keys.devices, "pages", {}];
    client.setQueryData(list, []);
    applyEvent(client, "registration", { gateway: "gw-1" });
    expect(client.getQueryState(list)?.isInvalidated).toBe(true);
  });
});
