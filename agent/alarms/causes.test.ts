/** Root cause on the gateway: what one person has to mend is one finding. */
import { describe, expect, it } from "vitest";
import type { FaultCode } from "../../core/fault.ts";
import type { DeviceId } from "../../core/id.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { createCauses } from "./causes.ts";

function setUp(names: string[] = ["a", "b", "c"], everyMs = 2000) {
  const clock = handClock();
  const found: string[] = [];
  const members = names.map((name) => ({ id: name as DeviceId, everyMs }));
  const causes = createCauses(
    [{ link: "bus", members }],
    {
      onLink: (link, finding) => found.push(`${link} ${finding}`),
      onDevice: (device, code) => found.push(`${device} ${code || "well"}`),
    },
    clock,
  );
  const hear = (name: string, code: FaultCode | "" = "FIELD_SILENT") => causes.onHealth(name as DeviceId, code);
  return { clock, found, hear };
}

describe("what is behind a silence", () => {
  it("is the device when the others speak on", async () => {
    const { clock, found, hear } = setUp();
    hear("a");
    await clock.pass(5999);
    expect(found).toEqual(["bus well"]);
    await clock.pass(1);
    expect(found).toEqual(["bus well", "a FIELD_SILENT"]);
    hear("a", "");
    expect(found.at(-1)).toBe("a well");
  });

  it("is the bus when all fall silent, one after the other, and no device is told", async () => {
    const { clock, found, hear } = setUp();
    for (const name of ["a", "b", "c"]) {
      hear(name);
      await clock.pass(1500);
    }
    await clock.pass(60_000);
    expect(found).toEqual(["bus well", "bus silent"]);
  });

  it("is the bus although one device was dead before; that device is told again when the bus is back", async () => {
    const { clock, found, hear } = setUp();
    hear("a");
    await clock.pass(6000);
    hear("b");
    hear("c");
    hear("b", "");
    hear("c", "");
    await clock.pass(6000);
    expect(found).toEqual(["bus well", "a FIELD_SILENT", "bus silent", "a well", "bus well", "a FIELD_SILENT"]);
  });

  it("is the adapter when the link is down, at once", () => {
    const { found, hear } = setUp();
    for (const name of ["a", "b", "c"]) hear(name, "LINK_DOWN");
    expect(found).toEqual(["bus down"]);
    for (const name of ["a", "b", "c"]) hear(name, "");
    expect(found).toEqual(["bus down", "bus well"]);
  });

  it("is the device where it is alone on its link", () => {
    const { found, hear } = setUp(["a"]);
    hear("a");
    expect(found).toEqual(["bus well", "a FIELD_SILENT"]);
  });

  it("does not hold back what is no silence", () => {
    const { found, hear } = setUp();
    hear("a", "FIELD_OUT_OF_RANGE");
    expect(found).toEqual(["bus well", "a FIELD_OUT_OF_RANGE"]);
  });
});
