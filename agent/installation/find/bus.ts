/** Looks for Modbus slaves on one line, over speeds and addresses, and tries which models fit what answers. */
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import type { Model } from "../../../core/model.ts";
import { refuses } from "../../../core/range.ts";
import { hasCrc, withCrc } from "../../../drivers/modbus/crc.ts";
import modbus from "../../../drivers/modbus/driver.ts";
import { type Asker, createAsker } from "../../bus/asker.ts";
import type { Clock } from "../../clock/clock.ts";
import { type LineSettings, openLink } from "../../links/open-link.ts";
import type { Found, Proposal, Told } from "./found.ts";

export type BusWish = { link: LineSettings; mostUnits: number };

/** The likeliest first. */
const speeds = [9600, 4800, 19_200, 38_400, 115_200, 2400].flatMap((baudRate) => [
  { baudRate, parity: "none" as const },
  { baudRate, parity: "even" as const },
]);
const probeMs = 150;
const openMs = 3000;
/** [Modbus Application Protocol V1.1b3 §6.3, §6.4] one register of either kind: whoever has none refuses, and is found too. */
const probes = [3, 4];

/** Ends at the first speed at which anybody answers. Throws `LINK_DOWN` where the line cannot be opened. */
export async function findOnBus(
  { link, mostUnits }: BusWish,
  models: readonly Model[],
  told: Told,
  clock: Clock,
): Promise<void> {
  const own = link.kind === "serial" ? { baudRate: link.baudRate, parity: link.parity } : null;
  const tried =
    own === null ? [{}] : [own, ...speeds.filter((one) => one.baudRate !== own.baudRate || one.parity !== own.parity)];
  for (const [at, speed] of tried.entries())
    if ((await findAt({ ...link, ...speed } as LineSettings, mostUnits, at, tried.length, models, told, clock)) > 0)
      return;
}

async function findAt(
  link: LineSettings,
  mostUnits: number,
  at: number,
  speedsTried: number,
  models: readonly Model[],
  told: Told,
  clock: Clock,
): Promise<number> {
  const line = await openLine(link, clock);
  let count = 0;
  try {
    for (let unit = 1; unit <= mostUnits; unit++) {
      told.progress(at * mostUnits + unit, speedsTried * mostUnits, `${speedText(link)} ${unit}`);
      if (!(await line.answers(unit))) continue;
      count++;
      const { id: _id, timeoutMs: _timeout, gapMs: _gap, ...plain } = link;
      const proposals = await identify(unit, models, line.asker);
      told.found({ id: `${speedText(link)} ${unit}`, link: plain, settings: { unit }, proposals } satisfies Found);
    }
  } finally {
    await line.close();
  }
  return count;
}

function speedText(link: LineSettings): string {
  return link.kind === "serial" ? `${link.path} ${link.baudRate} ${link.parity}` : `${link.host}:${link.port}`;
}

async function openLine(link: LineSettings, clock: Clock) {
  let hear: (bytes: Uint8Array) => void = () => undefined;
  let opened: (reason: string | null) => void = () => undefined;
  const open = new Promise<string | null>((done) => {
    opened = done;
    clock.after(openMs, () => done(`it did not open within ${openMs} ms`));
  });
  const line = openLink(
    link,
    { onBytes: (bytes) => hear(bytes), onState: (state) => opened(state.up ? null : state.reason) },
    clock,
  );
  const reason = await open;
  if (reason !== null) {
    await line.close();
    throw new Fault("LINK_DOWN", reason);
  }
  const asker: Asker = createAsker((bytes) => line.write(bytes), { timeoutMs: probeMs, gapMs: 10 }, clock);
  return {
    asker: {
      ask(device: Parameters<Asker["ask"]>[0]) {
        hear = (bytes) => void asker.hear(bytes);
        return asker.ask(device);
      },
    },
    async answers(unit: number): Promise<boolean> {
      for (const probe of probes) if (await probeOnce(unit, probe)) return true;
      return false;
    },
    close: () => line.close(),
  };

  function probeOnce(unit: number, kind: number): Promise<boolean> {
    return new Promise((resolve) => {
      let heard = Buffer.alloc(0);
      const end = (isThere: boolean) => {
        cancel();
        hear = () => undefined;
        resolve(isThere);
      };
      const cancel = clock.after(probeMs, () => end(false));
      hear = (bytes) => {
        heard = Buffer.concat([heard, bytes]);
        if (heard.length >= 5 && heard[0] === unit && hasCrc(heard)) end(true);
      };
      line.write(withCrc(Uint8Array.of(unit, kind, 0, 0, 0, 1))).catch(() => end(false));
    });
  }
}

/** Each model is asked as it would be; those of which all is there and possible are proposed, the most specific first. */
async function identify(unit: number, models: readonly Model[], asker: Pick<Asker, "ask">): Promise<Proposal[]> {
  const fitting: (Proposal & { weight: number })[] = [];
  for (const model of models.filter(({ driver }) => driver === modbus.name)) {
    const config = check(modbus.config, { ...model.settings, unit }, "SETTING_INVALID");
    const session = modbus.open(config);
    const round = await asker.ask({ session, refuses: refuses({ points: model.points } as never) });
    if (round.code !== "") continue;
    const weight = config.blocks.reduce((sum, { count }) => sum + count, 0);
    fitting.push({ model: model.model, title: model.title, values: round.readings, weight });
  }
  return fitting.sort((a, b) => b.weight - a.weight).map(({ weight: _weight, ...proposal }) => proposal);
}
