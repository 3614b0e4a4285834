import { describe, expect, it } from "vitest";
import { chronyIsSynced, isNtpSynced, timedatectlIsSynced } from "./ntp.ts";

/** [chronyc(1) tracking with -c] */
const synced =
  "CB00710F,203.0.113.15,3,1790000000.123,0.000012,0.000004,0.00002,-11.5,0.001,0.02,0.004,0.001,64.2,Normal";

const now = 1_790_000_000_000;
const never = async () => null;

describe("the machine's word on its clock", () => {
  it("is believed when chrony follows a server", () => {
    expect(chronyIsSynced(synced)).toBe(true);
    expect(chronyIsSynced(synced.replace("Normal", "Insert second"))).toBe(true);
  });

  it("is not believed before chrony found one, nor when it follows the machine itself", () => {
    expect(chronyIsSynced("00000000,,0,0.0,0,0,0,0,0,0,1,1,0,Not synchronised")).toBe(false);
    expect(chronyIsSynced(synced.replace("CB00710F", "7F7F0101"))).toBe(false);
    for (const text of ["", "506 Cannot talk to daemon", "a,b,c"]) expect(chronyIsSynced(text)).toBe(false);
  });

  it("is read from timedatectl where there is no chrony", async () => {
    expect(timedatectlIsSynced("yes\n")).toBe(true);
    expect(timedatectlIsSynced("no\n")).toBe(false);
    expect(await isNtpSynced(async (command) => (command === "timedatectl" ? "yes\n" : null))).toBe(true);
    expect(await isNtpSynced(async () => null, never)).toBe(false);
  });

  it("is read from timesyncd's flag where neither can be asked", async () => {
    const nobody = async () => null;
    const hour = 3_600_000;
    for (const [touchedAt, isSynced] of [
      [now - hour, true],
      [now - 2 * hour, false],
      [now + 2 * hour, false],
    ] as const)
      expect(await isNtpSynced(nobody, async () => touchedAt, now)).toBe(isSynced);
  });

  it("is not read from the flag against the word of one that can be asked", async () => {
    const no = async (command: string) => (command === "timedatectl" ? "no\n" : null);
    expect(await isNtpSynced(no, async () => now, now)).toBe(false);
  });
});
