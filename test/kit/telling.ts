/** For tests: a hub that tells people through stand-in robots, its clock turned by hand. */
import { pino } from "pino";
import { expect, onTestFinished } from "vitest";
import { type Notify, startNotify } from "../../hub/notify/notify.ts";
import { importTable } from "../../hub/rulebook/books.ts";
import type { ChannelBook } from "../../hub/rulebook/channels.ts";
import ladder from "../../hub/rulebook/defaults/ladder.json" with { type: "json" };
import type { LadderBook } from "../../hub/rulebook/ladder.ts";
import { type QuietHub, quietHub } from "./quiet-hub.ts";
import { type RobotServer, robotKeys, robotServer } from "./robot-server.ts";

export type Telling = {
  hub: QuietHub;
  robots: RobotServer;
  notify: Notify;
  /** Time passes in steps, and all that is due meanwhile is done. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** The hub's telling ends and begins again, as after a restart. */
  restart(): Promise<void>;
  importChannels(channels: ChannelBook["channels"], people?: ChannelBook["people"]): Promise<void>;
  importLadder(more: Partial<LadderBook>): Promise<void>;
};

export const wecomRoad = "/cgi-bin/webhook/send";

export function wecomChannel(robots: RobotServer, more: object = {}): ChannelBook["channels"][number] {
  return { kind: "wecom", id: "wecom-all", title: "街道大群", units: [], url: robots.url + wecomRoad, ...more };
}

/** `at`: the wall clock, e.g. `2026-11-27T10:00`. */
export async function tellingHub(at = "2026-11-27T10:00"): Promise<Telling> {
  const hub = await quietHub();
  hub.clock.now = Date.parse(`${at}:00+08:00`);
  const robots = await robotServer(hub.clock);
  const lines: string[] = [];
  const log = pino({ level: "trace" }, { write: (line) => void lines.push(line) });
  onTestFinished(() => expect(lines.filter((line) => secretWords.test(line))).toEqual([]));
  const waits = new Set<() => void>();
  const pause = (_ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const go = () => {
        waits.delete(go);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener("abort", go, { once: true });
      waits.add(go);
    });
  const now = () => hub.clock.now;
  const start = () => startNotify({ store: hub.store, clock: now, monotonic: now, pause, random: () => 1, log });
  let notify = start();
  onTestFinished(() => notify.close());
  const settle = async () => {
    notify.wake();
    for (const go of [...waits]) go();
    await notify.settled();
  };
  const bring = (kind: "channels" | "ladder", body: object) =>
    hub.store.transaction((tables) => importTable(tables, { kind, body, by: "operator" }, now()));
  const telling: Telling = {
    ...{ hub, robots },
    get notify() {
      return notify;
    },
    async pass(ms, stepMs = 1000) {
      await settle();
      for (let left = ms; left > 0; left -= stepMs) {
        hub.clock.now += Math.min(left, stepMs);
        await settle();
      }
    },
    async restart() {
      await notify.close();
      notify = start();
      await settle();
    },
    async importChannels(channels, people = []) {
      await bring("channels", { source: "测试", channels, people });
      await hub.store.transaction(async ({ channelSecrets }) => {
        for (const { id, kind } of channels)
          for (const [name, value] of Object.entries(secretsOf[kind] ?? {})) await channelSecrets.put(id, name, value);
      });
    },
    importLadder: async (more) => void (await bring("ladder", { ...ladder, ...more })),
  };
  await telling.importChannels([wecomChannel(robots)]);
  return telling;
}

/** No line of the log may hold one. */
const secretWords = new RegExp(
  [robotKeys.wecom, ...Object.values(robotKeys.dingtalk), robotKeys.hook, "wrong-key"].join("|"),
);

const secretsOf: Record<string, Record<string, string>> = {
  wecom: { key: robotKeys.wecom },
  dingtalk: robotKeys.dingtalk,
  webhook: { secret: robotKeys.hook },
  gateway: { secret: "sms-secret" },
};
