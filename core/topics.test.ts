import { describe, expect, it } from "vitest";
import type { Epoch, GatewayId } from "./id.ts";
import { gatewayMayPublish, gatewayMaySubscribe, gatewaySubscriptions, parseTopic, topics } from "./topics.ts";

const gateway = "gw-1" as GatewayId;

describe("topics", () => {
  it("are parsed as they are built", () => {
    expect(parseTopic(topics.status(gateway))).toEqual({ kind: "status", gateway });
    expect(parseTopic(topics.open(gateway))).toEqual({ kind: "open", gateway });
    expect(parseTopic(topics.batch(gateway, "alert", "e1" as Epoch, 12))).toEqual({
      kind: "batch",
      gateway,
      lane: "alert",
      epoch: "e1",
      from: 12,
    });
    expect(parseTopic(topics.do(gateway, "c1"))).toEqual({ kind: "do", gateway, id: "c1" });
  });

  it.each([
    "lilong/2/gw-1/status",
    "lilong/1/gw-1",
    "lilong/1//status",
    "lilong/1/gw 1/status",
    "lilong/1/gw-1/data/e1/-1",
    "lilong/1/gw-1/data/e1/01",
    "lilong/1/gw-1/data/e1/9999999999999999",
    "lilong/1/gw-1/data/e1",
    "lilong/1/gw-1/data/e1/1/x",
    "lilong/1/gw-1/unknown",
    "other",
    "",
  ])("of another shape are nobody's: %s", (topic) => {
    expect(parseTopic(topic)).toBeNull();
  });

  it("let a gateway speak below its own id only, and never in the hub's place", () => {
    expect(gatewayMayPublish("gw-1", topics.status(gateway))).toBe(true);
    expect(gatewayMayPublish("gw-2", topics.status(gateway))).toBe(false);
    expect(gatewayMayPublish("gw-1", topics.ack(gateway))).toBe(false);
    expect(gatewayMayPublish("gw-1", topics.do(gateway, "c"))).toBe(false);
  });

  it("let a gateway hear what is meant for it only", () => {
    for (const filter of gatewaySubscriptions(gateway)) expect(gatewayMaySubscribe("gw-1", filter)).toBe(true);
    expect(gatewayMaySubscribe("gw-2", topics.ack(gateway))).toBe(false);
    expect(gatewayMaySubscribe("gw-1", "#")).toBe(false);
    expect(gatewayMaySubscribe("gw-1", "lilong/1/+/ack")).toBe(false);
  });
});
