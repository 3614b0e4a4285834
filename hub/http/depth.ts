/** How deeply a body may be nested: what walks it afterwards, to check it or to write it down, walks by recursion. */
import type { FastifyInstance } from "fastify";
import { Fault } from "../../core/fault.ts";

/** A GeoJSON multipolygon in a document of ours is some ten deep. */
export const deepest = 64;

export function boundDepth(app: FastifyInstance): void {
  app.addHook("preValidation", async ({ body }) => {
    if (isTooDeep(body)) throw new Fault("INPUT_INVALID", `the body is nested more than ${deepest} deep: flatten it`);
  });
}

/** Level by level, not by recursion. Bytes and streams are nobody's JSON. */
function isTooDeep(body: unknown): boolean {
  let level = childrenOf([body]);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = childrenOf(level);
  }
  return false;
}

function childrenOf(values: readonly unknown[]): unknown[] {
  const children: unknown[] = [];
  for (const value of values) if (isPlain(value)) for (const child of Object.values(value)) children.push(child);
  return children;
}

function isPlain(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === "object" && value !== null && isBare(Object.getPrototypeOf(value)));
}

function isBare(prototype: unknown): boolean {
  return prototype === null || prototype === Object.prototype;
}
