/** Runs the hub's commands once each, whatever is re-sent: what was begun and how it ended is on the disk. */
import { Low } from "lowdb";
import { check } from "../../core/check.ts";
import { Command, type CommandResult, type Verb, verbs } from "../../core/command.ts";
import { Fault } from "../../core/fault.ts";
import type { Clock } from "../clock/clock.ts";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";

/** What each verb does; the arguments have passed the verb's schema. */
export type Handlers = { [Name in Verb]: (args: unknown) => Promise<unknown> };

/** `result` is null while it runs; after a restart that means it was cut short. */
type Known = { id: string; result: CommandResult | null }[];

/** So many commands are remembered; the hub's deadline is long past for older ones. */
const remembered = 200;

export type Commands = {
  /** Runs it if it never ran; resolves with its result, or null while an earlier copy still runs. */
  run(id: string, document: unknown): Promise<CommandResult | null>;
};

export async function openCommands(
  path: string,
  handlers: Handlers,
  clock: Clock,
  report: Report,
  disk?: Disk,
): Promise<Commands> {
  const journal = new Low<Known>(stateFile(path, report, disk), []);
  await journal.read();
  const running = new Set<string>();

  async function runOnce(id: string, document: unknown): Promise<CommandResult | null> {
    if (running.has(id)) return null;
    const known = journal.data.find((entry) => entry.id === id);
    if (known?.result) return known.result;
    running.add(id);
    try {
      const result = known === undefined ? await begin(id, document) : cutShort;
      await end(id, result);
      return result;
    } finally {
      running.delete(id);
    }
  }

  async function begin(id: string, document: unknown): Promise<CommandResult> {
    journal.data = [...journal.data, { id, result: null }].slice(-remembered);
    await journal.write();
    return execute(document);
  }

  async function end(id: string, result: CommandResult): Promise<void> {
    journal.data = journal.data.map((entry) => (entry.id === id ? { id, result } : entry));
    await journal.write();
  }

  async function execute(document: unknown): Promise<CommandResult> {
    try {
      const { verb, args, deadline } = check(Command, document, "COMMAND_INVALID");
      if (clock.wall() > deadline)
        throw new Fault("COMMAND_EXPIRED", `${verb}: ${clock.wall() - deadline} ms too late`);
      if (!Object.hasOwn(verbs, verb)) throw new Fault("COMMAND_INVALID", `there is no verb "${verb}"`);
      check(verbs[verb as Verb], args, "COMMAND_INVALID");
      return { state: "done", result: await handlers[verb as Verb](args) };
    } catch (error) {
      // A bug dies; after the restart its command is told as cut short.
      if (!(error instanceof Fault)) throw error;
      return { state: "failed", error: error.message };
    }
  }

  return { run: runOnce };
}

const cutShort: CommandResult = {
  state: "failed",
  error: new Fault("COMMAND_EXPIRED", "the agent was restarted while it ran").message,
};
