/** The virtual neighbourhood: a world that turns, its sensors on two buses, and a control to make trouble. */
import { join } from "node:path";
import { type Answer, keepAnswers } from "./answers.ts";
import { type Bus, openBus } from "./bus.ts";
import { replyOn, type State } from "./bus-reply.ts";
import { type Clock, realClock } from "./clock.ts";
import { openControl, type Told } from "./control-server.ts";
import { expectation } from "./expect.ts";
import { type BusId, busIds, layout } from "./layout.ts";
import { host } from "./listen.ts";
import { carryOut, type Order } from "./order.ts";
import { everyday, type World } from "./physics/world.ts";
import { canShowPty, openPty } from "./pty.ts";
import { readRules } from "./sensor-model.ts";
import { type Effect, troubles } from "./troubles.ts";
import { turnWorld } from "./turn.ts";
import { openUnit, type Unit } from "./unit.ts";
import { soundStrand } from "./wire.ts";

export type Ports = Record<BusId | "control", number>;

export type NeighbourhoodOptions = {
  /** 0, the standard, lets the machine choose; all on 127.0.0.1. */
  ports?: Partial<Ports>;
  /** Folder for the serial lines `bus-a` and `bus-b`; none without it, or where socat is missing. */
  ptyFolder?: string;
  /** The same seed gives the same world; 1 unless given. */
  seed?: number;
  /** How much faster than the clock the world turns; 1 unless given. */
  speed?: number;
  /** The machine's clock unless given; `handClock()` for tests. */
  clock?: Clock;
};

export type Neighbourhood = {
  ports: Ports;
  controlUrl: string;
  /** Paths of the serial lines; null where they are not shown. */
  ptys: Record<BusId, string> | null;
  world(): World;
  /** Sets the world directly. */
  change(edit: (world: World) => World): void;
  /** The same as over HTTP; resolves when it is so. Throws `INPUT_INVALID`. */
  order(order: Order): Promise<Told>;
  /** Every answer the sensors gave, at most the last 100,000. */
  answers(): readonly Answer[];
  stop(): Promise<void>;
};

type Part = { stop(): Promise<void> | void };
type Buses = Record<BusId, Bus>;

/** Resolves when all of it listens. Throws `PORT_TAKEN` or `FOLDER_UNWRITABLE`, with nothing left open. */
export async function startNeighbourhood(options: NeighbourhoodOptions = {}): Promise<Neighbourhood> {
  const open: Part[] = [];
  const stop = async () => {
    for (const part of open.splice(0).reverse()) await part.stop();
  };
  try {
    return { ...(await compose(options, open)), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Puts what has to be stopped into `open`, as it comes. */
async function compose(options: NeighbourhoodOptions, open: Part[]): Promise<Omit<Neighbourhood, "stop">> {
  const { ports = {}, ptyFolder, seed = 1, speed = 1, clock = realClock } = options;
  const state: State = { scene: { world: everyday(seed), wire: {} }, noise: seed };
  const change = (edit: (world: World) => World) => {
    state.scene = { ...state.scene, world: edit(state.scene.world) };
  };
  const kept = async <One extends Part>(opening: Promise<One>): Promise<One> => {
    const part = await opening;
    open.push(part);
    return part;
  };
  const units = layout.map((seat) => openUnit(seat, () => state.scene.world));
  const answers = keepAnswers();
  const bus = (id: BusId) =>
    kept(openBus({ id, port: ports[id] ?? 0, clock, reply: replyOn(id, units, state, answers, clock) }));
  const buses: Buses = { "bus-a": await bus("bus-a"), "bus-b": await bus("bus-b") };
  const pty = async (id: BusId, folder: string) => (await kept(openPty(join(folder, id), buses[id].port, clock))).path;
  const ptys =
    ptyFolder === undefined || !canShowPty()
      ? null
      : { "bus-a": await pty("bus-a", ptyFolder), "bus-b": await pty("bus-b", ptyFolder) };
  const order = takeOrders(state, buses, speed);
  const describe = () => ({ ...describeState(state, units, buses), ptys, speed, possible });
  const control = await kept(openControl(ports.control ?? 0, { state: describe, order }));
  open.push({ stop: turnWorld(speed, clock, change) });
  return {
    ports: { "bus-a": buses["bus-a"].port, "bus-b": buses["bus-b"].port, control: control.port },
    controlUrl: `http://${host}:${control.port}`,
    ptys,
    world: () => state.scene.world,
    change,
    order,
    answers: answers.list,
  };
}

const possible = troubles.map(({ usage, does }) => ({ usage, does }));

function takeOrders(state: State, buses: Buses, speed: number): Neighbourhood["order"] {
  const rules = readRules();
  return async (order) => {
    const before = state.scene;
    const outcome = carryOut(order, before);
    state.scene = outcome.scene;
    for (const effect of outcome.effects ?? []) await have(effect, buses);
    return { now: outcome.now, expect: expectation(before, outcome, rules, speed) };
  };
}

async function have(effect: Effect, buses: Buses): Promise<void> {
  if (effect.kind === "unplug") buses[effect.bus].unplug(effect.ms);
  else await Promise.all(busIds.map((id) => buses[id].plug()));
}

function describeState({ scene: { world, wire } }: State, units: readonly Unit[], buses: Buses) {
  return {
    world,
    sensors: units.map(({ seat: { device, model, bus }, settings, points }) => ({
      device,
      model,
      bus,
      unit: settings().address,
      points: points(),
      wire: wire[device] ?? soundStrand,
    })),
    buses: Object.fromEntries(busIds.map((id) => [id, { port: buses[id].port, state: buses[id].state() }])),
  };
}
