import { describe, expect, it } from "vitest";
import { deviceView, gatewayView } from "../../../test/kit/console-samples.ts";
import { standingOf } from "./standing.ts";

const now = 1_760_000_000_000;
const online = gatewayView({ state: "online" });
const fresh = deviceView({ at: now - 12_000 });

describe("what can be said about a device", () => {
  it("is green only when it has just been heard", () => {
    expect(standingOf(fresh, online, now)).toBe("verified");
    expect(standingOf(fresh, online, now + 6 * 60_000)).toBe("stale");
    expect(standingOf({ ...fresh, freshMs: 86_400_000 }, online, now + 6 * 60_000)).toBe("verified");
  });

  it("is unknown behind a silent, unknown or missing gateway, however well it was", () => {
    expect(standingOf(fresh, gatewayView({ state: "offline" }), now)).toBe("unknown");
    expect(standingOf(fresh, gatewayView({ state: "unknown" }), now)).toBe("unknown");
    expect(standingOf(fresh, undefined, now)).toBe("unknown");
  });

  it("is a fault or unknown when its own health says so", () => {
    expect(standingOf({ ...fresh, health: { state: "fault", code: "FIELD_SILENT" } }, online, now)).toBe("fault");
    expect(standingOf({ ...fresh, health: { state: "unknown" } }, online, now)).toBe("unknown");
  });

  it("is never well for a device nobody registered", () => {
    expect(standingOf({ ...fresh, registered: false }, online, now)).toBe("unregistered");
  });
});
