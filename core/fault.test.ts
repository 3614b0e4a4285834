import { describe, expect, it } from "vitest";
import { Fault, type FaultCode, faults } from "./fault.ts";

describe("a fault", () => {
  it("says code, what happened and what to do in one text", () => {
    const fault = new Fault("PORT_TAKEN", "1883 is in use");
    expect(fault.message).toBe("PORT_TAKEN: 1883 is in use. Stop the other program or choose another port.");
    expect(fault).toMatchObject({ status: 500, retry: false, code: "PORT_TAKEN" });
  });

  it.each(Object.keys(faults) as FaultCode[])("%s has a status and a whole sentence as its cure", (code) => {
    expect(faults[code].status).toBeGreaterThanOrEqual(400);
    expect(faults[code].cure).toMatch(/^[A-Z].{10,}\.$/);
  });
});
