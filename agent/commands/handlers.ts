/** What each of the hub's verbs does on this gateway. */
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import type { DeviceId, EventId, RuleId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import { drillEvent, drillMs } from "../alarms/drill.ts";
import type { Siren } from "../alarms/siren.ts";
import type { Buses } from "../bus/buses.ts";
import type { Clock } from "../clock/clock.ts";
import type { Input } from "../input.ts";
import type { Loaded } from "../settings/load.ts";
import type { Handlers } from "./commands.ts";
import { restartMachine } from "./restart-machine.ts";
import { sampleDevice } from "./sample.ts";

export type HandlerDeps = {
  buses: Buses;
  siren: Siren;
  input: Pick<Input, "onDrill" | "board" | "onPerson">;
  clock: Clock;
  /** What goes to the terminal; more of it is kept for the verb `log`. */
  log: Pick<Logger, "level">;
  running(): Loaded;
  collectBundle(): Promise<unknown>;
  lastLines(count: number): string[];
  onRestart(): void;
};

/** Who gave a command, where the hub does not say. */
const atHub = "平台";
/** The result is on its way to the hub before the gateway goes. */
const lastWordsMs = 1500;
/** As far as the two clocks may be apart and both be right. */
const clocksDifferMs = 5000;

export function handlersOf({
  buses,
  siren,
  input,
  clock,
  log,
  running,
  collectBundle,
  lastLines,
  onRestart,
}: HandlerDeps): Handlers {
  let endLogging: () => void = () => undefined;
  const usual = log.level;
  return {
    sample: (args) => sampleDevice(buses, args),
    async output(args) {
      const { output, on, forS } = args as { output: string; on: boolean; forS: number };
      if (!running().settings.outputs.some(({ id }) => id === output))
        throw new Fault("COMMAND_INVALID", `"${output}" is no output of this gateway`);
      siren.hold(output, on, forS * 1000);
    },
    async silence(args) {
      const { minutes, by = atHub } = args as { minutes: number; by?: string };
      siren.silence(minutes, by);
    },
    "self-test": async () => {
      if (!siren.hasOutputs()) throw new Fault("COMMAND_INVALID", "this gateway has no siren and no lamp");
      await siren.test();
    },
    async acknowledge(args) {
      const { device, rule, event, by, at } = args as {
        device: DeviceId;
        rule: RuleId;
        event: EventId;
        by: string;
        at: number;
      };
      const known = input
        .board()
        .alerts.find(({ raised }) => raised.device === device && raised.rule === rule && !raised.drill);
      // It was raised anew since: whoever acknowledged saw the one before.
      if (known === undefined || known.raised.at > at + clocksDifferMs) return { known: false };
      const { alert, ticket } = known.raised;
      await input.onPerson([{ kind: "acknowledged", id: event, alert, ticket, by, at, quality: quality.good }]);
      return { known: true };
    },
    bundle: () => collectBundle(),
    log: async (args) => ({ level: log.level, lines: lastLines((args as { lines: number }).lines) }),
    async drill(args) {
      const { device, rule } = args as { device: DeviceId; rule?: RuleId };
      const known = running().devices.find((entry) => entry.device.id === device);
      if (known === undefined) throw new Fault("COMMAND_INVALID", `"${device}" is no device of this gateway`);
      return input.onDrill(drillEvent(known.device, rule, clock), drillMs);
    },
    async restart(args) {
      const { what } = args as { what: "agent" | "machine" };
      if (what === "machine") return restartMachine();
      clock.after(lastWordsMs, onRestart);
    },
    "log-level": async (args) => {
      const { level, minutes } = args as { level: string; minutes: number };
      endLogging();
      log.level = level;
      endLogging = clock.after(minutes * 60_000, () => {
        log.level = usual;
      });
    },
  };
}
