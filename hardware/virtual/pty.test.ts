/** A bus as a serial line: a real PTY through socat, asked by libmodbus. The tests' set-up installs both. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Neighbourhood, startNeighbourhood } from "./neighbourhood.ts";

const folder = mkdtempSync(join(tmpdir(), "virtual-pty-"));
const master = join(folder, "libmodbus-master");
const lines = join(folder, "lines");
let here: Neighbourhood;

beforeAll(() => {
  execFileSync("gcc", ["-Wall", "-o", master, join(import.meta.dirname, "libmodbus-master.c"), "-lmodbus"]);
});

beforeEach(async () => {
  here = await startNeighbourhood({ ptyFolder: lines });
});

afterEach(() => here.stop());
afterAll(() => rmSync(folder, { recursive: true }));

/** What libmodbus read: numbers, or its word for what went wrong. */
async function ask(bus: "bus-a" | "bus-b", ...words: number[]): Promise<string> {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve, reject) =>
    execFile(master, [join(lines, bus), ...words.map(String)], (error, out) =>
      error ? reject(error) : resolve(out.trim()),
    ),
  );
}

describe("a serial line", () => {
  it("shows what libmodbus reads with functions 2, 3 and 4", async () => {
    expect(here.ptys).toEqual({ "bus-a": join(lines, "bus-a"), "bus-b": join(lines, "bus-b") });
    here.change((world) => ({ ...world, lane: { depthCm: 31, readCm: 31 } }));
    const [, baud, unit, decimals, level] = (await ask("bus-a", 1, 3, 0, 7)).split(" ").map(Number);
    expect([baud, unit, decimals]).toEqual([3, 1, 1]);
    expect(level).toBeGreaterThan(400);
    await here.order({ what: "cover", verb: "lift", which: 2 });
    expect(await ask("bus-b", 11, 2, 0, 8)).toBe("1 0 0 0 0 0 0 0");
    expect(await ask("bus-b", 12, 2, 0, 8)).toBe("0 0 0 0 0 0 0 0");
    expect(Number(await ask("bus-b", 21, 4, 121, 1))).toBeGreaterThan(12_000);
  });

  it("takes what libmodbus writes with functions 6 and 16", async () => {
    expect(await ask("bus-a", 1, 6, 3, 2)).toBe("written 1");
    expect(await ask("bus-a", 1, 16, 5, 1, 65_531)).toBe("written 1");
    expect(await ask("bus-a", 1, 3, 3, 1)).toBe("2");
    expect(await ask("bus-a", 1, 3, 5, 1)).toBe("65531");
  });

  it("refuses in words that libmodbus knows", async () => {
    expect(await ask("bus-a", 1, 3, 100, 1)).toBe("Illegal data address");
    expect(await ask("bus-a", 1, 6, 0, 300)).toBe("Illegal data value");
    expect(await ask("bus-a", 1, 1, 0, 1)).toBe("Illegal data address");
    expect(await ask("bus-a", 9, 3, 0, 1)).toBe("Connection timed out");
  });

  it("stays when a program closes it, as a real adapter does", async () => {
    const before = readlinkSync(join(lines, "bus-a"));
    for (let i = 0; i < 3; i++) expect(await ask("bus-a", 2, 3, 0, 1)).toBe("0");
    expect(readlinkSync(join(lines, "bus-a"))).toBe(before);
  });

  it("vanishes while its bus is unplugged, and returns", async () => {
    await here.order({ what: "unplug", which: "bus-a", amount: 1 });
    await vi.waitFor(() => expect(existsSync(join(lines, "bus-a"))).toBe(false), { timeout: 3000 });
    await vi.waitFor(() => expect(existsSync(join(lines, "bus-a"))).toBe(true), { timeout: 5000 });
    expect(await ask("bus-a", 2, 3, 0, 1)).toBe("0");
  });

  it("is gone after the stop", async () => {
    await here.stop();
    expect(existsSync(join(lines, "bus-a"))).toBe(false);
  });

  it("replaces the link of a killed run, and nothing else", async () => {
    await here.stop();
    symlinkSync("/dev/null", join(lines, "bus-a"));
    here = await startNeighbourhood({ ptyFolder: lines });
    expect(await ask("bus-a", 2, 3, 0, 1)).toBe("0");
    await here.stop();
    writeFileSync(join(lines, "bus-a"), "mine");
    await expect(startNeighbourhood({ ptyFolder: lines })).rejects.toThrow("FOLDER_UNWRITABLE");
    rmSync(join(lines, "bus-a"));
  });
});
