/** GB/T 26875.3-2011: user information transmission devices that dial in to the hub itself. */

import type { PointId } from "../../../core/id.ts";
import gbt26875 from "../../../drivers/gbt26875/driver.ts";
import { command, cutFrame, mostBytes, readFrame } from "../../../drivers/gbt26875/frame.ts";
import type { ListeningDriver } from "../../../drivers/kit/driver.ts";
import { firstFrame, ListenSettings, noSecrets, onceFrame, sentBack, wishOf } from "../kit/listening.ts";
import { definePlatform } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";

const Settings = ListenSettings(5200);

export default definePlatform({
  name: "gbt26875",
  title: { zh: "用传装置直连（GB/T 26875.3）", en: "Fire alarm transmission devices (GB/T 26875.3)" },
  settings: Settings,
  secrets: noSecrets,
  listens: ({ settings }) => ({
    ...wishOf(settings, Settings),
    ...{ most: mostBytes, cut: cutFrame },
    peek(frame) {
      const { command: code, source } = readFrame(frame);
      return code === command.sendData ? { device: source } : null;
    },
    answer: (message) => sentBack(openAs(readFrame(message).source), message),
    deny: (damaged) => sentBack(openAs(readFrame(damaged).source), damaged)[0] ?? null,
  }),
  once: () => onceFrame,
  read({ body }): Told[] {
    const { source } = readFrame(firstFrame(body, cutFrame));
    return [{ kind: "payload", device: source, settings: { source }, bytes: body }];
  },
});

/** The driver itself says what is confirmed and what is denied; it needs a point, and `heard` is any device's. */
function openAs(source: string) {
  const config = { source, points: [{ of: "heard" as const, point: "heard" as PointId }] };
  return (gbt26875 as ListeningDriver).open(config);
}
