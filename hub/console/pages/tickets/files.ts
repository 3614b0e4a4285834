/** Files on their way to a ticket: shrunk, sent with progress, tried again after a lost connection; each form has its own. */
import { useSyncExternalStore } from "react";
import { keep, kept } from "../../browser/kept.ts";
import { type Arrived, type Sending, sendFile } from "./send-file.ts";
import { type Shrunk, shrink } from "./shrink.ts";

/** As the hub takes them. */
export const mostFiles = 9;
export const mostBytes = 5 * 1024 * 1024;
const kinds = new Set(["image/jpeg", "image/png", "image/webp", "application/pdf"]);

export type FileState = "shrinking" | "sending" | "waiting" | "failed" | "there";
export type Problem = "tooBig" | "wrongKind" | "tooMany" | null;
export type Held = {
  /** Ours, until it has the hub's. */
  n: number;
  name: string;
  state: FileState;
  percent: number;
  problem: Problem;
  /** What the hub calls it. */
  arrived: Arrived | null;
};

type Box = { held: Held[]; bodies: Map<number, Shrunk>; ticket: string };

const boxes = new Map<string, Box>();
const listeners = new Set<() => void>();
let last = 0;
const nothing: Held[] = [];

/** `name`: of the form's draft; `ticket`: whose files they are. What has arrived survives a reload. */
export function useFiles(name: string, ticket: string) {
  const held = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => boxOf(name, ticket).held,
  );
  return {
    held,
    add: (files: readonly File[]) => void addAll(name, ticket, files),
    remove: (n: number) => change(name, (all) => all.filter((one) => one.n !== n)),
    again: (n: number) => void send(name, n),
    forget: () => change(name, () => nothing),
    ids: held.flatMap(({ arrived }) => (arrived ? [arrived.id] : [])),
    isBusy: held.some(({ state }) => state === "shrinking" || state === "sending" || state === "waiting"),
  };
}

export type Files = ReturnType<typeof useFiles>;

/** For files that were sent before there was a form: they wait in the form of that name. */
export function keepFiles(name: string, arrived: readonly Arrived[]): void {
  keep(`files.${name}`, arrived.length === 0 ? "" : JSON.stringify(arrived));
  boxes.delete(name);
}

function boxOf(name: string, ticket: string): Box {
  const known = boxes.get(name);
  if (known) return known;
  const made = { held: readKept(name), bodies: new Map<number, Shrunk>(), ticket };
  boxes.set(name, made);
  return made;
}

function readKept(name: string): Held[] {
  try {
    const arrived = JSON.parse(kept(`files.${name}`) ?? "[]") as Arrived[];
    return arrived.map((one) => ({ ...made(one.name), state: "there", percent: 100, arrived: one }));
  } catch {
    // What another version of this page kept is let go.
    return [];
  }
}

function made(name: string): Held {
  last += 1;
  return { n: last, name, state: "shrinking", percent: 0, problem: null, arrived: null };
}

function change(name: string, how: (held: Held[]) => Held[]): void {
  const box = boxes.get(name);
  if (!box) return;
  box.held = how(box.held);
  const arrived = box.held.flatMap((one) => one.arrived ?? []);
  keep(`files.${name}`, arrived.length === 0 ? "" : JSON.stringify(arrived));
  for (const changed of listeners) changed();
}

const become = (name: string, n: number, next: Partial<Held>) =>
  change(name, (held) => held.map((one) => (one.n === n ? { ...one, ...next } : one)));

async function addAll(name: string, ticket: string, files: readonly File[]): Promise<void> {
  const box = boxOf(name, ticket);
  const room = mostFiles - box.held.length;
  const fresh = files.map((file, i) => ({
    file,
    held: { ...made(file.name), problem: i < room ? null : "tooMany" } as Held,
  }));
  change(name, (held) => [...held, ...fresh.map((one) => one.held)]);
  for (const { file, held } of fresh) await prepare(name, file, held);
}

async function prepare(name: string, file: File, { n, problem }: Held): Promise<void> {
  const body = problem === null ? await shrink(file) : { blob: file, name: file.name };
  const wrong = problem ?? problemOf(body.blob);
  if (wrong !== null) return become(name, n, { state: "failed", problem: wrong });
  boxes.get(name)?.bodies.set(n, body);
  await send(name, n);
}

export function problemOf({ type, size }: { type: string; size: number }): Problem {
  if (!kinds.has(type)) return "wrongKind";
  return size > mostBytes ? "tooBig" : null;
}

export type Refused = { name: string; problem: NonNullable<Problem> };

/** Files that wait for their ticket: those there were and those that are taken, and why others are not. A photo is shrunk later: its size counts then. */
export function sorted(files: readonly File[], picked: readonly File[]): { taken: File[]; refused: Refused[] } {
  const taken = [...files];
  const refused: Refused[] = [];
  for (const file of picked) {
    const isPhoto = file.type.startsWith("image/");
    const problem = problemOf({ type: file.type, size: isPhoto ? 0 : file.size });
    const why = problem ?? (taken.length < mostFiles ? null : "tooMany");
    if (why === null) taken.push(file);
    else refused.push({ name: file.name, problem: why });
  }
  return { taken, refused };
}

const restMs = 3_000;

/** Tries again by itself while there is no connection; a refusal waits for the person. */
async function send(name: string, n: number): Promise<void> {
  const box = boxes.get(name);
  const body = box?.bodies.get(n);
  if (!box || !body) return;
  const told: Sending = (percent) => become(name, n, { percent });
  become(name, n, { state: "sending", percent: 0, problem: null });
  const outcome = await sendFile(box.ticket, body, told);
  if (!box.held.some((one) => one.n === n)) return;
  if (outcome.is === "there") {
    box.bodies.delete(n);
    return become(name, n, { state: "there", percent: 100, arrived: outcome.arrived });
  }
  become(name, n, { state: outcome.is === "offline" ? "waiting" : "failed" });
  if (outcome.is === "offline") setTimeout(() => void send(name, n), restMs);
}
