/** `npm start` as it ships: rain, the pit rises, the pump's question is asked and answered, the pump runs, the level falls. */
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FlowsView } from "../../hub/flows/views.ts";
import type { CommandView, DeviceView, SeriesView, TaskView } from "../../hub/http/views.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { freePort } from "../rig/broker.ts";
import { signIn } from "../rig/operator.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";

const gateway = "gw-dongchang";

test("the pump flow drains the shipped neighbourhood's pit, and its rain gauge counts what the typhoon flow reads", {
  timeout: 240_000,
}, async () => {
  const [data, control] = [tempFolder(), await freePort()];
  const free = ["http", "page", "district-page", "mqtt", "door"].flatMap((name) => [`--${name}-port`, "0"]);
  const ports = [...free, "--control-port", String(control)];
  const running = start(process.execPath, [join(root, "start.ts"), "--data", data, ...ports]);
  await until("the start", () => /Ctrl\+C stops everything/.test(running.output()), 90_000);
  const url = /Console +(http\S+)/.exec(running.output())?.[1] ?? "";
  const api = await signIn(url, join(data, "hub"));
  const level = async (device: string, point: string) =>
    (await api.get<SeriesView>(`/api/readings?gateway=${gateway}&device=${device}&point=${point}&limit=10000`)).readings
      .map(([, value]) => Number(value))
      .at(-1) ?? Number.NaN;

  await until("the flows", async () => (await api.get<FlowsView>("/api/flows")).listening > 0, 60_000);
  const devices = await api.get<DeviceView[]>(`/api/devices?gateway=${gateway}`);
  expect(devices.map(({ id }) => id)).toEqual(expect.arrayContaining(["pit-1", "rain-1", "pump-1-meter"]));
  await until("the meter", async () => (await level("pump-1-meter", "power")) === 0, 30_000);

  await fetch(`http://127.0.0.1:${control}/trouble`, { method: "POST", body: '{"what":"rain","verb":"start"}' });
  const question = await until(
    "the question",
    async () => (await api.get<TaskView[]>("/api/tasks")).find(({ subject }) => subject === `pump/${gateway}/pit-1`),
    60_000,
  );
  expect(question.text.zh).toContain("要开水泵 pump-1 吗");
  await expect(api.post(`/api/tasks/${question.id}/done`, { note: "好的" })).rejects.toThrow(/同意/);
  await api.post(`/api/tasks/${question.id}/done`, { note: "同意" });

  await until("the pump to take power", async () => (await level("pump-1-meter", "power")) > 1000, 60_000);
  await until("the level to fall", async () => (await level("pit-1", "level")) < 0.6, 90_000);
  await until(
    "the word that it turns",
    async () =>
      (await api.get<TaskView[]>("/api/tasks")).some(({ text }) => /水泵 pump-1 已经转了，功率 2200 瓦/.test(text.zh)),
    30_000,
  );
  const commands = await api.get<CommandView[]>(`/api/gateways/${gateway}/commands`);
  expect(commands).toContainEqual(
    expect.objectContaining({ verb: "output", state: "done", args: { output: "pump-1", on: true, forS: 1800 } }),
  );
  expect(await level("rain-1", "rain-total")).toBeGreaterThan(1);
});
