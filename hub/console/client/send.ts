/** One question to the hub. Every failure is an `ApiError`. */

import { learnClock } from "../clock/clock.ts";
import { ApiError, type Problem } from "./api-error.ts";
import { confirmed, timesConfirmed } from "./confirm.ts";

const timeoutMs = 20_000;

export type Said = {
  /** A `Blob` is the body as it is. */
  body?: unknown;
  /** Of a `Blob`; bytes unless given. */
  type?: string;
  signal?: AbortSignal;
  /** The tag of what was read before: who was overtaken changes nothing. */
  ifMatch?: string;
  /** What is meant once, however often it is sent; made up unless given. */
  key?: string;
};

export type Heard = { body: unknown; headers: Headers };

/** `address`: below the hub's own, `/api/tickets`. */
export function send(method: string, address: string, said: Said = {}): Promise<Heard> {
  return withConfirm(() => sendOnce(method, address, said));
}

/** What was refused until its person has confirmed that it is them is done once more then. */
export async function withConfirm<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = timesConfirmed();
  try {
    return await work();
  } catch (error) {
    const isAsked = error instanceof ApiError && error.problem.code === "CONFIRM_REQUIRED";
    if (!isAsked || !(await confirmed(before))) throw error;
    return work();
  }
}

async function sendOnce(method: string, address: string, said: Said): Promise<Heard> {
  const wish = `${method} ${address} ${said.body instanceof Blob ? newKey() : JSON.stringify(said.body)}`;
  const key = method === "GET" ? undefined : (said.key ?? unanswered.get(wish) ?? newKey());
  if (key !== undefined) unanswered.set(wish, key);
  const response = await answerTo(method, address, { ...said, ...(key === undefined ? {} : { key }) });
  if (!isUnsure(response.status)) unanswered.delete(wish);
  learnClock(response.headers.get("date"));
  const text = await readText(response);
  if (!response.ok) throw new ApiError(response.status, problemIn(response.status, text));
  return { body: bodyIn(`${method} ${address}`, response.status, text), headers: response.headers };
}

/** Writes whose answer never came: whoever tries the same again means the same, and it is done once. */
const unanswered = new Map<string, string>();

/** A gateway in between that gave up, or the hub that failed: nobody knows whether it was done. */
function isUnsure(status: number): boolean {
  return status >= 500;
}

/** Where the page comes without encryption there is no `crypto.randomUUID`. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function headersOf({ body, type, key, ifMatch }: Said): Record<string, string> {
  return {
    accept: "application/json",
    ...(body === undefined
      ? {}
      : { "content-type": body instanceof Blob ? (type ?? "application/octet-stream") : "application/json" }),
    ...(key === undefined ? {} : { "idempotency-key": key }),
    ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
  };
}

async function answerTo(method: string, address: string, said: Said): Promise<Response> {
  const { body, signal } = said;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  const stop = () => abort.abort();
  signal?.addEventListener("abort", stop);
  try {
    return await fetch(address, {
      method,
      credentials: "same-origin",
      signal: abort.signal,
      headers: headersOf(said),
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
  } catch (cause) {
    throw ApiError.local("CONSOLE_OFFLINE", 0, String(cause));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

async function readText(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw ApiError.local("CONSOLE_OFFLINE", response.status, String(cause));
  }
}

export function bodyIn(question: string, status: number, text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw ApiError.local("CONSOLE_ANSWER", status, `${question}: not JSON`);
  }
}

export function problemIn(status: number, text: string): Problem {
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    if (typeof problem.code === "string") {
      const { code, detail = "", cure = "", request = "" } = problem;
      return { code, detail, cure, request };
    }
  } catch {
    // A proxy's HTML page: named below.
  }
  return ApiError.local("CONSOLE_ANSWER", status, `HTTP ${status}`).problem;
}
