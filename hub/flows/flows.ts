/** The flows as the hub has them: the desk that hands tickets over, and Node-RED where it is wanted. */
import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Changes } from "../changes.ts";
import type { Store } from "../store/store.ts";
import { type Child, type ChildState, superviseFlows } from "./child.ts";
import { type Desk, startDesk } from "./desk.ts";
import type { Limits } from "./supervision.ts";
import { type Broken, brokenTask, settleBroken } from "./words.ts";

export type FlowsOptions = {
  store: Store;
  /** Tells consoles what a commit of the desk changed. */
  tell(changes: Changes): void;
  /** `off`: no Node-RED; the table dispatches at once. */
  flows: "on" | "off";
  flowsDeadlineMs: number;
  flowsMemoryMb: number;
  /** The hub's data; the flows live below it. */
  data: string;
  /** Where package.json lies: dist/flows and node_modules are found from here. */
  root: string;
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
  limits?: Limits;
};

export type FlowsState = Omit<ChildState, "state"> & { state: ChildState["state"] | "off" };

export type Flows = {
  desk: Desk;
  state(): FlowsState;
  editor(): { url: string; door: string } | null;
  /** Ends Node-RED and starts it anew; false where none runs. */
  restart(): boolean;
  isToken(token: string): boolean;
  /** Starts Node-RED, which finds the hub there. Resolves at once: it comes up in its own time. */
  begin(url: string): void;
  /** Settled when what was to be written down of it is. */
  close(): Promise<void>;
};

export function startFlows(options: FlowsOptions): Flows {
  const { store, clock, log, data } = options;
  let writing = Promise.resolve();
  const write = (work: Parameters<Store["transaction"]>[0]) => {
    writing = writing
      .then(() => store.transaction(work))
      .then(
        () => undefined,
        (error: unknown) => log.error({ err: error }, "a task of the flows could not be written"),
      );
  };
  const broken = (what: Broken) => write(({ tasks }) => tasks.raise(brokenTask(what), clock()));
  const mended = () => write((tables) => settleBroken(tables, clock()));
  const child = options.flows === "off" ? null : makeChild(options, { broken, mended, changed: () => desk.look() });
  const desk: Desk = startDesk({
    ...options,
    deadlineMs: options.flowsDeadlineMs,
    flows: () => (child === null ? "off" : child.isUp() ? "up" : "down"),
  });

  const begin = async (url: string) => {
    const missing = missingOf(options.root);
    if (missing !== null) return broken({ kind: "unbuilt", why: missing });
    await plant(join(data, "flows"), options.root);
    if (!isClosing) child?.begin(url);
  };
  let isClosing = false;
  return {
    desk,
    state: () => child?.state() ?? { state: "off", ends: 0, rssMb: null, pid: null },
    editor: () => child?.editor() ?? null,
    restart: () => child?.restart() ?? false,
    isToken: (token) => child?.isToken(token) ?? false,
    begin(url) {
      if (child === null) return;
      begin(url).catch((error: Error) => {
        log.error({ err: error }, "the flows could not be started");
        broken({ kind: "unbuilt", why: error.message });
      });
    },
    async close() {
      isClosing = true;
      await child?.close();
      await desk.close();
      await writing;
    },
  };
}

type Told = Pick<Parameters<typeof superviseFlows>[0], "broken" | "mended" | "changed">;

function makeChild({ root, data, flowsMemoryMb, limits, log }: FlowsOptions, told: Told): Child {
  return superviseFlows({
    start: join(root, "dist/flows/start.js"),
    nodesDir: join(root, "dist/flows/nodes"),
    nodeRed: nodeRedOf(root) ?? "node-red",
    userDir: join(data, "flows"),
    memoryMb: flowsMemoryMb,
    ...(limits === undefined ? {} : { limits }),
    ...told,
    log,
  });
}

/** Node-RED needs its files: it is found as an installed package and is in no bundle. */
function nodeRedOf(root: string): string | null {
  try {
    return createRequire(join(root, "package.json")).resolve("node-red");
  } catch {
    return null;
  }
}

function missingOf(root: string): string | null {
  if (nodeRedOf(root) === null) return "node-red";
  const lacking = ["start.js", "nodes/package.json", "default-flows.json"].map((file) => join("dist/flows", file));
  return lacking.find((file) => !existsSync(join(root, file))) ?? null;
}

/** The first start gets the default flows; later ones never touch what people made of them. */
async function plant(folder: string, root: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "flows.json");
  if (!existsSync(file)) await copyFile(join(root, "dist/flows/default-flows.json"), file);
}
