/** Every MQTT topic, built and parsed in one place: `lilong/1/<gateway>/…`. */
import type { Epoch, GatewayId } from "./id.ts";
import type { Lane } from "./lane.ts";

const root = "lilong/1";

/** What a topic is about. `from` is the first offset of a batch; `open` is the door for devices that speak for themselves. */
export type Topic =
  | { kind: "status" | "devices" | "ack" | "desired" | "reported" | "open"; gateway: GatewayId }
  | { kind: "batch"; gateway: GatewayId; lane: Lane; epoch: Epoch; from: number }
  | { kind: "do" | "done"; gateway: GatewayId; id: string };

export const topics = {
  status: (gateway: GatewayId) => `${root}/${gateway}/status`,
  devices: (gateway: GatewayId) => `${root}/${gateway}/devices`,
  batch: (gateway: GatewayId, lane: Lane, epoch: Epoch, from: number) => `${root}/${gateway}/${lane}/${epoch}/${from}`,
  open: (gateway: GatewayId) => `${root}/${gateway}/data`,
  /** Of a device that speaks for itself, with its own credential; the gateway is its connector. */
  direct: (gateway: GatewayId, device: string) => `${root}/${gateway}/direct/${device}`,
  ack: (gateway: GatewayId) => `${root}/${gateway}/ack`,
  desired: (gateway: GatewayId) => `${root}/${gateway}/desired`,
  reported: (gateway: GatewayId) => `${root}/${gateway}/reported`,
  do: (gateway: GatewayId, id: string) => `${root}/${gateway}/do/${id}`,
  done: (gateway: GatewayId, id: string) => `${root}/${gateway}/done/${id}`,
};

/** What the hub listens to, for all gateways. */
export const hubSubscriptions = ["status", "devices", "data", "data/+/+", "alert/+/+", "reported", "done/+"].map(
  (tail) => `${root}/+/${tail}`,
);

/** What one gateway listens to. */
export function gatewaySubscriptions(gateway: GatewayId): string[] {
  return ["ack", "desired", "do/+"].map((tail) => `${root}/${gateway}/${tail}`);
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const offsetPattern = /^(0|[1-9][0-9]{0,15})$/;

/** Null for a topic that is not one of ours. */
export function parseTopic(topic: string): Topic | null {
  const [a, b, id, head, second, third, ...rest] = topic.split("/");
  if (`${a}/${b}` !== root || id === undefined || !idPattern.test(id) || head === undefined || rest.length > 0)
    return null;
  const gateway = id as GatewayId;
  if (second === undefined) return parseShort(gateway, head);
  if (!idPattern.test(second)) return null;
  if (third === undefined) return head === "do" || head === "done" ? { kind: head, gateway, id: second } : null;
  if ((head !== "data" && head !== "alert") || !offsetPattern.test(third)) return null;
  const from = Number(third);
  return Number.isSafeInteger(from) ? { kind: "batch", gateway, lane: head, epoch: second as Epoch, from } : null;
}

function parseShort(gateway: GatewayId, head: string): Topic | null {
  if (head === "data") return { kind: "open", gateway };
  const plain = ["status", "devices", "ack", "desired", "reported"] as const;
  const kind = plain.find((name) => name === head);
  return kind === undefined ? null : { kind, gateway };
}

/** Who may publish what: a gateway below its own id, and never to the hub's topics. */
const fromGateway = new Set<Topic["kind"]>(["status", "devices", "batch", "open", "reported", "done"]);

export function gatewayMayPublish(gateway: string, topic: string): boolean {
  const parsed = parseTopic(topic);
  return parsed !== null && parsed.gateway === gateway && fromGateway.has(parsed.kind);
}

export function gatewayMaySubscribe(gateway: string, filter: string): boolean {
  return gatewaySubscriptions(gateway as GatewayId).includes(filter);
}
