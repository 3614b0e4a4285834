/** Remote care over the real hub, broker and agent: configurations that are tried and taken back, and every command. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { type FirmataBoard, startFirmataBoard } from "../../hardware/virtual/firmata-board.ts";
import { startNeighbourhood } from "../../hardware/virtual/neighbourhood.ts";
import { orderOf } from "../../hardware/virtual/order.ts";
import type { AlertView, CommandView, DesiredView, TicketView } from "../../hub/http/views.ts";
import { diskFolder, tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { agentCommand, freePort } from "../rig/commands.ts";
import { startHub } from "../rig/hub.ts";
import { start } from "../rig/processes.ts";

const id = "gw-remote";
const device = (name: string, link: string, unit: number, model: string) => ({
  ...{ id: name, model, link, place: "东昌小区 3号楼", settings: { unit }, everyMs: 300 },
  title: { zh: name, en: name },
});

/** What a pin did from now on. */
function watchPin(board: FirmataBoard, pin: number) {
  const steps: { at: number; isOn: boolean }[] = [];
  board.follow((one, isOn) => {
    if (one === pin) steps.push({ at: Date.now(), isOn });
  });
  const since = (at: number) => steps.filter((step) => step.at >= at).map(({ isOn }) => isOn);
  return { since, quietMs: () => (steps.at(-1)?.isOn === false ? Date.now() - (steps.at(-1)?.at ?? 0) : 0) };
}

/** A `shutdown` that does what it is told here, and says what it was asked. */
function pretendShutdown(folder: string) {
  const [file, asked] = [join(folder, "bin", "shutdown"), join(folder, "shutdown-asked")];
  mkdirSync(join(folder, "bin"));
  const say = (then: string) => {
    writeFileSync(file, `#!/bin/sh\necho "$@" >> ${asked}\n${then}\n`, { mode: 0o755 });
  };
  say('echo "Interactive authentication required." >&2; exit 1');
  return {
    path: `${join(folder, "bin")}:${process.env.PATH}`,
    allow: () => say("exit 0"),
    asked: () => readFileSync(asked, "utf8"),
  };
}

async function setUp() {
  const folder = tempFolder();
  const shutdown = pretendShutdown(diskFolder());
  const street = await startNeighbourhood({ ports: { "bus-a": 0, "bus-b": 0, control: 0 }, seed: 1, speed: 1 });
  const board = await startFirmataBoard(0);
  onTestFinished(async () => {
    await street.stop();
    await board.close();
  });
  const mqttPort = await freePort();
  const hub = await startHub(join(folder, "hub"), ["--mqtt-port", String(mqttPort)]);
  const tcp = (link: "bus-a" | "bus-b") => ({
    id: link,
    kind: "tcp",
    host: "127.0.0.1",
    port: street.ports[link],
    timeoutMs: 300,
  });
  const links = [tcp("bus-a"), tcp("bus-b"), { id: "board", kind: "firmata", host: "127.0.0.1", port: board.port }];
  const devices = [device("pit-1", "bus-a", 1, "qdy30a"), device("smoke-1", "bus-b", 21, "smoke-relay")];
  const outputs = [
    { id: "siren", kind: "siren", link: "board", pin: "D8" },
    { id: "lamp", kind: "lamp", link: "board", pin: "D9" },
  ];
  const settings = join(folder, "gateway.json");
  const document = {
    gateway: { id, title: "网关", place: "门卫室" },
    hub: { url: `mqtt://127.0.0.1:${mqttPort}`, firstPauseMs: 100, mostPauseMs: 200 },
    remote: { trialMs: 2000 },
    ...{ links, devices, outputs },
  };
  writeFileSync(settings, JSON.stringify(document));
  const { program, args, env } = agentCommand(settings, join(folder, "agent"), { PATH: shutdown.path });
  const agent = start(program, args, env);
  await agent.says(/ready gw-remote 2 devices\n/, 20_000);
  const isWell = async (name: string) => {
    const { points, health } = await hub.api.get<{ points: { latest?: { at: number } }[]; health: { code?: string } }>(
      `/api/devices/${id}/${name}`,
    );
    const at = Math.max(0, ...points.flatMap(({ latest }) => (latest === undefined ? [] : [latest.at])));
    return !health.code && Date.now() - at < 3000;
  };
  for (const { id: name } of devices) await until(`${name} to be read`, () => isWell(name), 20_000);
  const reported = (hash: string, state: string) =>
    until(
      `the wish to be ${state}`,
      async () => {
        const view = await hub.api.get<DesiredView>(`/api/gateways/${id}/desired`);
        return view.reported?.hash === hash && view.reported.state === state ? view.reported : null;
      },
      20_000,
    );
  const command = async (verb: string, args: object) => {
    const { id: given } = await hub.api.post<{ id: string }>(`/api/gateways/${id}/commands`, { verb, args });
    return until(
      `${verb} to end`,
      async () => {
        const view = await hub.api.get<CommandView>(`/api/gateways/${id}/commands/${given}`);
        return view.state === "done" || view.state === "failed" ? view : null;
      },
      20_000,
    );
  };
  const trouble = async (...words: string[]) => {
    const body = JSON.stringify(orderOf(words));
    const answer = await fetch(`http://127.0.0.1:${street.ports.control}/trouble`, { method: "POST", body });
    expect(answer.ok).toBe(true);
  };
  return { hub, agent, board, links, devices, outputs, isWell, reported, command, trouble, shutdown };
}

describe("a configuration from the hub", { timeout: 90_000 }, () => {
  it("that breaks a bus is taken back by itself, and one that works stays", async () => {
    const { hub, links, devices, outputs, isWell, reported } = await setUp();
    const put = async (settings: object) =>
      (await hub.api.put<DesiredView>(`/api/gateways/${id}/desired`, { devices: [], settings })).desired?.hash ?? "";
    const nobody = links.map((link) => (link.id === "bus-b" ? { ...link, port: 9 } : link));
    const broken = await put({ links: nobody, devices, outputs });
    await reported(broken, "trying");
    const { error, settings } = await reported(broken, "reverted");
    expect(error).toMatch(/^CONFIGURATION_REVERTED: smoke-1 no longer answer/);
    expect(settings?.links).toEqual(links);
    await until("the bus to be read again", () => isWell("smoke-1"), 20_000);

    const moved = devices.map((one) => (one.id === "pit-1" ? { ...one, place: "东昌小区 5号楼" } : one));
    const third = device("smoke-2", "bus-b", 22, "smoke-relay");
    const good = await put({ links, devices: [...moved, third], outputs });
    await reported(good, "applied");
    await until("the new sensor to be read", () => isWell("smoke-2"), 20_000);

    const wrong = await put({ links, devices: [device("pit-1", "bus-z", 1, "qdy30a")], outputs });
    expect((await reported(wrong, "rejected")).error).toMatch(/bus-z" is not one of \/links/);
    expect(await isWell("smoke-2")).toBe(true);
  });
});

describe("a posture", { timeout: 90_000 }, () => {
  it("is run by the gateway, faster and tighter for water alone, and gone when the storm is over", async () => {
    const { hub, reported } = await setUp();
    const desired = async () => (await hub.api.get<DesiredView>(`/api/gateways/${id}/desired`)).desired;
    await hub.api.put("/api/gateways/gw-remote/desired", { devices: [{ id: "pit-1", everyMs: 6000 }] });
    const before = await desired();
    await reported(before?.hash ?? "", "applied");

    await hub.api.put("/api/posture", { level: "typhoon-orange", reason: "市防汛指挥部发布" });
    const storm = await desired();
    expect(storm?.devices).toMatchObject([{ id: "pit-1", everyMs: 1500 }]);
    const limits = storm?.devices[0]?.rules?.flatMap(({ when }) => ("above" in when ? [when.above] : []));
    expect(limits).toEqual([0.96, 1.28]);
    await reported(storm?.hash ?? "", "applied");
    // It registered what it runs now: that is not tightened once more.
    expect((await desired())?.hash).toBe(storm?.hash);

    await hub.api.put("/api/posture", { level: "everyday", reason: "警报解除" });
    expect(await desired()).toEqual(before);
    await reported(before?.hash ?? "", "applied");
  });
});

describe("a command", { timeout: 90_000 }, () => {
  it("does what it says, once, and says what came of it", async () => {
    const { hub, agent, board, command, trouble, shutdown } = await setUp();
    expect(await command("sample", { device: "pit-1" })).toMatchObject({ state: "done", result: { code: "" } });

    await until("the lamp to be dark", () => board.output(9) === false, 20_000);
    expect((await command("output", { output: "lamp", on: true, forS: 1 })).state).toBe("done");
    await until("the lamp to light", () => board.output(9) === true);
    await until("the lamp to follow the board again", () => board.output(9) === false);
    expect((await command("output", { output: "horn", on: true, forS: 1 })).error).toMatch(/"horn" is no output/);

    const pins = [watchPin(board, 8), watchPin(board, 9)] as const;
    const begun = Date.now();
    expect((await command("self-test", {})).state).toBe("done");
    for (const pin of pins) expect(pin.since(begun)).toEqual([true, false, true, false]);

    const [siren, lamp] = pins;
    await trouble("smoke", "301");
    await until("the siren to sound", () => siren.since(begun).length > 7, 30_000);
    expect((await command("silence", { minutes: 1, by: "李值班" })).state).toBe("done");
    const silenced = Date.now();
    // Its pattern is never off for so long.
    await until("the siren to be silent", () => siren.quietMs() > 2500, 20_000);
    expect(siren.since(silenced + 500)).toEqual([]);
    expect(lamp.since(silenced + 500).length).toBeGreaterThan(4);
    const smoke = await until("the smoke at the hub", async () =>
      (await hub.api.get<AlertView[]>("/api/alerts?state=all")).find(({ device }) => device === "smoke-1"),
    );
    await until("its story to say who muted it", async () =>
      JSON.stringify(await hub.api.get(`/api/tickets/${smoke.ticket}`)).match(
        /(?=.*李值班).*警铃静音 1 分钟，到 \d\d:\d\d/,
      ),
    );

    expect(agent.output()).not.toContain('"level":20');
    // Too small for the terminal, but there for who asks.
    const { result: told } = await command("log", { lines: 300 });
    expect(told).toMatchObject({
      level: "warn",
      lines: expect.arrayContaining([expect.stringContaining("device is well")]),
    });
    expect(JSON.stringify(told)).toContain("a command of the hub");
    expect((await command("log-level", { level: "debug", minutes: 1 })).state).toBe("done");
    await trouble("unplug", "a", "2");
    await agent.says(/"level":20.*"the device is well"/, 30_000);

    const drill = await command("drill", { device: "smoke-1" });
    expect(drill.result).toMatchObject({ shownMs: expect.any(Number), journaledMs: expect.any(Number) });
    const { alert, ticket } = drill.result as { alert: string; ticket: string };
    const atHub = await until("the drill at the hub", async () =>
      (await hub.api.get<AlertView[]>("/api/alerts?state=all")).find((one) => one.id === alert),
    );
    expect(atHub).toMatchObject({ drill: true, title: { zh: "演练" }, ticket });
    expect(await hub.api.get<TicketView>(`/api/tickets/${ticket}`)).toMatchObject({ drill: true, moves: [] });
    await expect(hub.api.post(`/api/tickets/${ticket}/moves`, { move: "register" })).rejects.toThrow(
      /MOVE_NOT_ALLOWED/,
    );

    const { result } = await command("bundle", {});
    const { bundle, findings } = result as { bundle: string; findings: { check: string; code: string }[] };
    expect(gunzipSync(Buffer.from(bundle, "base64")).toString("utf8")).toContain("doctor.json");
    // As its buses heard them last, for they are in use.
    const sensors = findings.filter(({ check }) => check === "sensor").map(({ code }) => code);
    expect(sensors).toHaveLength(2);
    expect(sensors).toContain("well");
    expect(sensors).not.toContain("in-use");

    expect((await command("restart", { what: "machine" })).error).toMatch(
      /^RESTART_REFUSED: Interactive authentication/,
    );
    shutdown.allow();
    expect(await command("restart", { what: "machine" })).toMatchObject({ state: "done", result: { inS: 60 } });
    expect(shutdown.asked()).toMatch(/^(-r \+1 .*\n){2}$/);

    const again = agent.says(/ready gw-remote 2 devices\n[\s\S]*ready gw-remote 2 devices\n/, 20_000);
    expect((await command("restart", { what: "agent" })).state).toBe("done");
    await again;
    expect((await command("sample", { device: "pit-1" })).state).toBe("done");
    await until(
      "the drill to be over",
      async () => (await hub.api.get<TicketView>(`/api/tickets/${ticket}`)).state === "closed",
      45_000,
    );
  });
});
