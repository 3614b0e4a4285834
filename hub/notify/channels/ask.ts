/** One HTTP request to a channel: no redirects, an end to waiting, and never an error that shows where it went. */
import type { Answer } from "./channel.ts";

const patienceMs = 10_000;
const mostAnswerBytes = 64 * 1024;

export type Asked = { status: number; text: string };

/** Throws when there is no answer in time. The address is not in the error: it can hold a key. */
export async function ask(url: string, init: RequestInit, signal: AbortSignal): Promise<Asked> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: ends });
    return { status: response.status, text: await readSome(response) };
  } catch (error) {
    throw new Error(ends.aborted ? `no answer in ${patienceMs / 1000} s` : `no answer: ${reasonOf(error)}`);
  }
}

export function postJson(url: string, body: unknown, signal: AbortSignal, headers: Record<string, string> = {}) {
  const init = { method: "POST", body: JSON.stringify(body) };
  return ask(url, { ...init, headers: { "content-type": "application/json; charset=utf-8", ...headers } }, signal);
}

/** What a status says where nothing in the body says more. */
export function answerOfStatus({ status, text }: Asked): Answer {
  if (status >= 200 && status < 300) return { state: "done" };
  const error = `HTTP ${status} ${text.slice(0, 200)}`.trim();
  if (status === 429) return { state: "later", error, restMs: 60_000 };
  const isRefused = status >= 300 && status < 500 && status !== 408 && status !== 425;
  return { state: isRefused ? "refused" : "later", error };
}

/** The JSON object of an answer, or null. */
export function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

async function readSome(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    bytes += part.length;
    if (bytes > mostAnswerBytes) break;
  }
  return Buffer.concat(parts).toString("utf8");
}

function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? "the request could not be made";
}
