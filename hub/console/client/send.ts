/** One question to the hub. Every failure is an `ApiError`. */
import type { Problem } from "../../http/views.ts";
import { ApiError } from "../api-error.ts";
import { learnClock } from "../clock.ts";

const timeoutMs = 20_000;

export type Said = {
  body?: unknown;
  signal?: AbortSignal;
};

export type Heard = { body: unknown; headers: Headers };

/** `address`: below the hub's own, `/api/tickets`. */
export async function send(method: string, address: string, said: Said = {}): Promise<Heard> {
  const response = await answerTo(method, address, said);
  learnClock(response.headers.get("date"));
  const text = await readText(response);
  if (!response.ok) throw new ApiError(response.status, problemIn(response.status, text));
  return { body: bodyIn(`${method} ${address}`, response.status, text), headers: response.headers };
}

async function answerTo(method: string, address: string, { body, signal }: Said): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  const stop = () => abort.abort();
  signal?.addEventListener("abort", stop);
  try {
    return await fetch(address, {
      method,
      credentials: "same-origin",
      signal: abort.signal,
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
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

function bodyIn(question: string, status: number, text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw ApiError.local("CONSOLE_ANSWER", status, `${question}: not JSON`);
  }
}

function problemIn(status: number, text: string): Problem {
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    if (typeof problem.code === "string") return { ...blank, ...problem, code: problem.code };
  } catch {
    // A proxy's HTML page: named below.
  }
  return ApiError.local("CONSOLE_ANSWER", status, `HTTP ${status}`).problem;
}

const blank = { detail: "", cure: "", request: "" };
