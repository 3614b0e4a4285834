import { describe, expect, it } from "vitest";
import { deviceView, faultView, gatewayView } from "../../../test/kit/console-samples.ts";
import { presenceOf } from "./fault-presence.ts";

const online = gatewayView({ state: "online" });
const well = deviceView({ at: 0 });
const silent = deviceView({ at: 0, health: { state: "fault", code: "FIELD_SILENT" } });
const fault = faultView({ code: "FIELD_SILENT", device: "pit-1" });

describe("a fault", () => {
  it("is present while its device has the same code, and over once the device is well", () => {
    expect(presenceOf(fault, silent, online)).toBe("present");
    expect(presenceOf(fault, well, online)).toBe("over");
  });

  it("of an earlier spell is over, though the device has the same one again", () => {
    const since = 7_200_000;
    const again = deviceView({ at: 0, health: { state: "fault", code: "FIELD_SILENT", since } });
    expect(presenceOf({ ...fault, at: 100 }, again, online)).toBe("over");
    expect(presenceOf({ ...fault, at: since - 500 }, again, online)).toBe("present");
  });

  it("is neither when the device has another one, or cannot be heard", () => {
    expect(presenceOf(faultView({ code: "FIELD_DAMAGED", device: "pit-1" }), silent, online)).toBe("unsaid");
    expect(presenceOf(fault, well, gatewayView({ state: "offline" }))).toBe("unsaid");
    expect(presenceOf(fault, undefined, online)).toBe("unsaid");
  });

  it("of a batch or a registration is no state of the device", () => {
    expect(presenceOf(faultView({ code: "POINT_UNKNOWN", device: "pit-1" }), well, online)).toBe("unsaid");
  });
});
