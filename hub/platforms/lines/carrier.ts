/** Carries what a line brings to the intake, and keeps how the line stands. */
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { openConnector } from "../connectors.ts";
import { largestPush } from "../door/server.ts";
import { type Came, pushOf } from "../intake/intake.ts";
import type { Carrier, LineState } from "./line.ts";
import type { LinesOptions } from "./lines.ts";

export type Standing = () => LineState;

const largestWindowMs = 60_000;
/** From so many failures one after another operators see it. */
const toldFrom = 5;
const diskMs = 1000;

export function carrierOf(
  connector: GatewayId,
  options: LinesOptions,
  signal: AbortSignal,
): { carrier: Carrier; standing: Standing } {
  const { report, clock, log, random = Math.random, firstWindowMs = 1000 } = options;
  let state: LineState = { isUp: false, since: clock(), why: "not connected yet" };
  let failures = 0;
  const carrier: Carrier = {
    take: (came) => take(connector, came, options, signal),
    up() {
      if (!state.isUp) state = { isUp: true, since: clock(), why: "" };
      failures = 0;
    },
    down(why) {
      state = { isUp: false, since: state.isUp ? clock() : state.since, why };
      if (failures++ === 0) log.warn({ connector, why }, "a platform cannot be reached; it is tried until it is back");
      if (failures >= toldFrom) report({ gateway: connector, code: "LINE_DOWN", subject: "", detail: why });
      return random() * Math.min(largestWindowMs, firstWindowMs * 2 ** Math.min(failures - 1, 16));
    },
  };
  return { carrier, standing: () => state };
}

async function take(connector: GatewayId, came: Came, options: LinesOptions, signal: AbortSignal): Promise<void> {
  const { store, intake, report, clock } = options;
  if (came.body.length > largestPush) {
    const detail = `${came.body.length} bytes; at most ${largestPush} are taken`;
    return report({ gateway: connector, code: "PUSH_UNREADABLE", subject: came.from, detail });
  }
  await untilStored(options, signal, async () => {
    const open = await store.read((tables) => openConnector(tables, connector));
    if (open !== null) await intake.take(pushOf(open, came, clock()));
  });
}

/** The disk may be full for a while: what came waits here, and with it the other side. */
async function untilStored({ pause, log }: LinesOptions, signal: AbortSignal, store: () => Promise<void>) {
  for (let tries = 1; ; tries++) {
    if (signal.aborted) throw new Fault("LINE_DOWN", "the line is closed");
    try {
      return await store();
    } catch (error) {
      const mayPass = error instanceof Fault && (error.code === "PUSH_BUSY" || error.code === "DISK_FAILED");
      if (!mayPass) throw error;
      if (tries % toldFrom === 1) log.error({ err: error }, "a message of a platform could not be stored; it waits");
      await pause(diskMs, signal);
    }
  }
}
