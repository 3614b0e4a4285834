/** `lilong alert`: begins a flow with a ticket that waits for a decision, or with an alert that changed. */
import { type Hub, hubOf } from "./hub.ts";
import { given, type Red, type RedNode, register } from "./red.ts";
import { follow } from "./source.ts";

type Config = { on: "handover" | "raised" | "acknowledged" | "cleared"; rule: string; severity: string };
type Seen = { id: string; state: string; rule: string; severity: number; device: string };
type Handed = { ticket: string; alert: Seen | null; severity: number };

/** Which states of an alert a node waits for. */
const states: Record<Exclude<Config["on"], "handover">, readonly string[]> = {
  raised: ["unacknowledged"],
  acknowledged: ["acknowledged"],
  cleared: ["returned", "normal"],
};

/** Alerts whose last state is remembered, so that each change is told once. */
const mostRemembered = 10_000;

/** A flow that catches its errors decides in that time. */
const catchMs = 300;
const mostText = 500;

/** A node that failed at a ticket of a handover is said so in its story, whoever made the flow. */
function tellFailures(red: Red): void {
  red.hooks.add("onComplete.lilong", ({ msg, error }) => {
    const ticket = given(msg?.handover);
    if (error === undefined || error === null || ticket === undefined) return;
    const text = (error instanceof Error ? error.message : String(error)).slice(0, mostText);
    // The hub that cannot be told decides at its deadline.
    const tell = () => hubOf(red).ask("POST", `/api/flows/handovers/${encodeURIComponent(ticket)}/failed`, { text });
    setTimeout(() => tell().catch(() => undefined), catchMs).unref();
  });
}

export default function alert(red: Red): void {
  tellFailures(red);
  register<Config>(red, "lilong alert", (node, config) => {
    const hub = hubOf(red);
    if (config.on === "handover") handovers(red, node, hub, config);
    else changes(red, node, hub, config, states[config.on]);
  });
}

/** The end of the flow answers: a `lilong ticket`, which finds the ticket in `msg.handover`. */
function handovers(red: Red, node: RedNode, hub: Hub, config: Config): void {
  follow(red, node, hub, ["/api/flows/handovers", "handover"], (data) => {
    const handed = data as Handed;
    if (isWanted(config, handed.alert?.rule ?? "", handed.severity))
      node.send({ topic: "handover", payload: handed, handover: handed.ticket });
  });
}

function changes(red: Red, node: RedNode, hub: Hub, config: Config, wanted: readonly string[]): void {
  const before = new Map<string, string>();
  follow(red, node, hub, ["/api/events", "alert"], (data) => {
    const seen = data as Seen;
    const isNew = before.get(seen.id) !== seen.state;
    before.delete(seen.id);
    before.set(seen.id, seen.state);
    if (before.size > mostRemembered) before.delete(before.keys().next().value as string);
    if (isNew && wanted.includes(seen.state) && isWanted(config, seen.rule, seen.severity))
      node.send({ topic: config.on, payload: seen });
  });
}

/** 1 is the most severe. */
function isWanted({ rule, severity }: Config, ruleOf: string, severityOf: number): boolean {
  const most = given(severity);
  return (given(rule) ?? ruleOf) === ruleOf && (most === undefined || severityOf <= Number(most));
}
