/** SL 651-2014: telemetry stations of rain, water level and flow that dial in to the hub itself, modes M1 to M3. */
import Type from "typebox";
import type { PointId } from "../../../core/id.ts";
import type { ListeningDriver } from "../../../drivers/kit/driver.ts";
import sl651 from "../../../drivers/sl651/driver.ts";
import { cutFrame, mostBytes, readFrame } from "../../../drivers/sl651/frame.ts";
import { firstFrame, ListenSettings, noSecrets, onceFrame, sentBack, wishOf } from "../kit/listening.ts";
import { definePlatform } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";

const Settings = Type.Object(
  {
    ...ListenSettings(6510).properties,
    mode: Type.Optional(
      Type.Enum(["M1", "M2", "M3"], {
        description: "M1: nothing is confirmed; M2 and M3: each report is, once it is stored. M2 unless given",
      }),
    ),
    closing: Type.Optional(
      Type.Enum(["stay online", "hang up"], { description: "what a confirmation tells the station to do" }),
    ),
  },
  { additionalProperties: false },
);

export default definePlatform({
  name: "sl651",
  title: { zh: "遥测站直连（SL 651）", en: "Telemetry stations (SL 651)" },
  settings: Settings,
  secrets: noSecrets,
  listens: ({ settings: { mode, closing, ...ports } }) => ({
    ...wishOf(ports, Settings),
    ...{ most: mostBytes, cut: cutFrame },
    peek(frame) {
      const { direction, station, packet } = readFrame(frame);
      if (direction === "down") return null;
      return packet === null ? { device: station } : { device: station, part: packet };
    },
    answer(message) {
      const more = { ...(mode === undefined ? {} : { mode }), ...(closing === undefined ? {} : { closing }) };
      const config = { station: stationOf(message), points: [{ element: "39", point: "level" as PointId }], ...more };
      return sentBack((sl651 as ListeningDriver).open(config), message);
    },
    // [SL651 §6.4] A damaged frame is met with silence: the station sends it again.
    deny: () => null,
  }),
  once: () => onceFrame,
  read({ body }): Told[] {
    const station = stationOf(body);
    return [{ kind: "payload", device: station, settings: { station }, bytes: body }];
  },
});

/** Of the first frame; all parts of a message are one station's. */
function stationOf(message: Uint8Array): string {
  return readFrame(firstFrame(message, cutFrame)).station;
}
