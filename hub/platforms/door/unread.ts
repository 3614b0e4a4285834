/** Answers to what is no request yet: only a socket is there, and the answer is written on it as it is. */
import { STATUS_CODES } from "node:http";
import { ulid } from "ulid";
import type { Fault } from "../../../core/fault.ts";
import { problemOf, problemType } from "../../http/problem.ts";

export function unreadAnswer(fault: Fault, status: number): string {
  const body = JSON.stringify(problemOf(fault, status, { url: "", id: ulid() }));
  const heads = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...["Connection: close", `Content-Type: ${problemType}`, `Content-Length: ${Buffer.byteLength(body)}`],
    ...(status === 503 ? ["Retry-After: 5"] : []),
  ];
  return `${heads.join("\r\n")}\r\n\r\n${body}`;
}
