import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verbs } from "../../core/command.ts";
import { Fault } from "../../core/fault.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { type Handlers, openCommands } from "./commands.ts";

async function setUp(folder = tempFolder(), sample: (args: unknown) => Promise<unknown> = async () => "read") {
  const clock = handClock();
  const ran: unknown[] = [];
  const idle = Object.fromEntries(
    Object.keys(verbs).map((verb) => [verb, async () => undefined]),
  ) as unknown as Handlers;
  const handlers = {
    ...idle,
    sample: (args: unknown) => {
      ran.push(args);
      return sample(args);
    },
  };
  const commands = await openCommands(join(folder, "commands.json"), handlers, clock, () => undefined);
  const command = (parts: object = {}) => ({
    verb: "sample",
    args: { device: "pit-1" },
    deadline: clock.wall() + 1000,
    ...parts,
  });
  return { folder, commands, ran, command };
}

describe("a command", () => {
  it("runs once, and answers the same however often it is sent", async () => {
    const { commands, ran, command } = await setUp();
    const first = await commands.run("c1", command());
    expect(first).toEqual({ state: "done", result: "read" });
    expect(await commands.run("c1", command())).toEqual(first);
    expect(ran).toHaveLength(1);
  });

  it("runs once though a second copy comes while it runs", async () => {
    let finish: (value: string) => void = () => undefined;
    const { commands, ran, command } = await setUp(undefined, () => new Promise((resolve) => (finish = resolve)));
    const first = commands.run("c1", command());
    expect(await commands.run("c1", command())).toBeNull();
    while (ran.length === 0) await new Promise((resolve) => setImmediate(resolve));
    finish("read");
    expect(await first).toMatchObject({ state: "done" });
    expect(ran).toHaveLength(1);
  });

  it("does not run again after a restart, and tells that it was cut short", async () => {
    const { folder, commands, command } = await setUp(undefined, () => new Promise(() => undefined));
    void commands.run("c1", command());
    await new Promise((resolve) => setTimeout(resolve, 100));
    const after = await setUp(folder);
    expect(await after.commands.run("c1", command())).toMatchObject({
      state: "failed",
      error: expect.stringContaining("restarted"),
    });
    expect(after.ran).toEqual([]);
  });

  it("that fails by a fault says so, and one that meets a bug ends the process, and is not run again", async () => {
    const refused = await setUp(undefined, () => Promise.reject(new Fault("COMMAND_INVALID", "no such device")));
    expect(await refused.commands.run("c1", refused.command())).toMatchObject({
      state: "failed",
      error: expect.stringMatching(/^COMMAND_INVALID: no such device/),
    });
    const { folder, commands, command } = await setUp(undefined, () => Promise.reject(new TypeError("a bug")));
    await expect(commands.run("c1", command())).rejects.toThrow(TypeError);
    const after = await setUp(folder);
    expect(await after.commands.run("c1", command())).toMatchObject({ error: expect.stringContaining("restarted") });
    expect(after.ran).toEqual([]);
  });

  it.each([
    ["after its deadline", { deadline: 1 }, /^COMMAND_EXPIRED/],
    ["with an unknown verb", { verb: "explode" }, /^COMMAND_INVALID: there is no verb "explode"/],
    ["with a verb every object has", { verb: "constructor" }, /^COMMAND_INVALID/],
    ["with wrong arguments", { args: {} }, /^COMMAND_INVALID/],
    ["of another shape", { extra: 1 }, /^COMMAND_INVALID/],
  ])("%s fails by name", async (_, parts, error) => {
    const { commands, ran, command } = await setUp();
    expect(await commands.run("c1", command(parts))).toMatchObject({
      state: "failed",
      error: expect.stringMatching(error),
    });
    expect(ran).toEqual([]);
  });
});
