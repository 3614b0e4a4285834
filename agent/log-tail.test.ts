import { pino } from "pino";
import { expect, it } from "vitest";
import { deepestOf, logTail } from "./log-tail.ts";

const opened = (level: string) => {
  const out: string[] = [];
  const tail = logTail({ write: (line) => out.push(line) }, level);
  const log = pino({ level: deepestOf(level), base: null, timestamp: false }, tail);
  return { out, tail, log };
};

it("passes every line on, and remembers the newest of them, none of endless length", () => {
  const { out, tail, log } = opened("warn");
  for (let n = 0; n < 400; n++) log.warn({ n });
  log.error("x".repeat(2000));
  expect(out).toHaveLength(401);
  expect(tail.last(2)[0]).toBe('{"level":40,"n":399}');
  expect(tail.last(1)[0]).toHaveLength(500);
  expect(tail.last(1000)).toHaveLength(300);
});

it("remembers what is too small for the terminal, at every level, and says more there when told to", () => {
  const { out, tail, log } = opened("warn");
  log.debug("small");
  log.trace("too small");
  log.warn("grave");
  expect(out).toEqual(['{"level":40,"msg":"grave"}\n']);
  expect(tail.last(9)).toEqual(['{"level":20,"msg":"small"}', '{"level":40,"msg":"grave"}']);
  tail.level = "debug";
  log.debug("small again");
  expect(out).toHaveLength(2);
  const silent = opened("silent");
  silent.log.error("nobody looks");
  expect([silent.out, silent.tail.last(9)]).toEqual([[], ['{"level":50,"msg":"nobody looks"}']]);
  expect(deepestOf("trace")).toBe("trace");
});

it("keeps no password of an address", () => {
  const { tail, log } = opened("warn");
  log.debug({ url: "mqtts://gw:geheim@hub:8883" });
  expect(tail.last(1)).toEqual(['{"level":20,"url":"mqtts://***@hub:8883"}']);
});
