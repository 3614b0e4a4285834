/** For tests: a sandbox district centre as the process it is, and a hub's district side that is paired with it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { DistrictLink } from "../../hub/district/district.ts";
import { claimNight } from "../../hub/district/nightly.ts";
import { connected, type DistrictCard, readDistrict } from "../../hub/rulebook/district.ts";
import { root } from "../rig/paths.ts";
import { type Running, start } from "../rig/processes.ts";
import { type QuietHub, quietHub } from "./quiet-hub.ts";
import { tempFolder } from "./temp-folder.ts";

export type Sandbox = {
  folder: string;
  port: number;
  card: DistrictCard;
  /** Where its page is. */
  page: string;
  running: Running;
  /** Its own page's API. */
  ask(method: string, path: string, body?: unknown): Promise<never>;
};

export type SandboxWish = { folder?: string; hubCard?: string; port?: number; args?: string[] };

export async function startSandbox(wish: SandboxWish = {}): Promise<Sandbox> {
  const { folder = tempFolder(), hubCard = join(folder, "no-card.json"), port = 0, args = [] } = wish;
  const main = ["--disable-warning=ExperimentalWarning", join(root, "hub/district/sandbox/main.ts")];
  const own = ["--data", folder, "--hub-card", hubCard, "--port", String(port), "--page-port", "0"];
  const running = start(process.execPath, [...main, ...own, ...args]);
  const said = await running.says(/ready \S+ \S+ \S+\n/);
  const [, url = "", page = ""] = /ready (\S+) (\S+)/.exec(said) ?? [];
  return {
    ...{ folder, running, page, port: Number(new URL(url).port) },
    card: JSON.parse(readFileSync(join(folder, "card.json"), "utf8")),
    async ask(method, path, body) {
      const headers = { "content-type": "application/json" };
      const more = body === undefined ? {} : { headers, body: JSON.stringify(body) };
      const response = await fetch(page + path, { method, ...more });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
  };
}

export type DistrictHub = QuietHub & {
  link: DistrictLink;
  /** The hub's card, for a sandbox. */
  cardFile: string;
  /** Its night is over already, unless another time is given. */
  connect(card: DistrictCard, reconcileAt?: string): Promise<void>;
};

/** A hub whose district side really listens and sends; its wall clock begins now and is turned by hand. */
export async function districtHub(): Promise<DistrictHub> {
  const hub = await quietHub();
  hub.clock.now = Date.now();
  const link = await hub.district.start((request, response) => hub.app.routing(request, response));
  // Ends before the store that quietHub closes: what was registered last ends first.
  onTestFinished(() => link.close());
  const cardFile = join(hub.districtData, "district", "card.json");
  return { ...hub, link, cardFile, connect: (card, at) => connect(hub, card, at) };
}

/** Both sides with each other's cards. */
export async function pairedHub(wish: SandboxWish = {}): Promise<{ hub: DistrictHub; sandbox: Sandbox }> {
  const hub = await districtHub();
  const sandbox = await startSandbox({ hubCard: hub.cardFile, ...wish });
  await hub.connect(sandbox.card);
  return { hub, sandbox };
}

async function connect({ store, clock }: QuietHub, card: DistrictCard, reconcileAt?: string): Promise<void> {
  if (reconcileAt === undefined) await claimNight(store, "00:00", clock.now);
  await store.transaction(async (tables) => {
    const { book } = await readDistrict(tables);
    // Of later days the night is due from their beginning, whatever the time of day is here.
    const body = { ...connected(book, card), reconcileAt: reconcileAt ?? "00:00" };
    await tables.rulebook.add({ kind: "district", at: 1, by: "test", source: body.source, body });
  });
}
