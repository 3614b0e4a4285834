/** The Wanlin driver: decodes the compact text of NB301 smoke detectors, bare or in a JSON object, one text a portion. */
import { readingsOf } from "../kit/advert-points.ts";
import { defineDriver, type ListeningSession, type Output } from "../kit/driver.ts";
import { readCompact } from "./compact.ts";
import { WanlinConfig } from "./config.ts";

export default defineDriver({
  name: "wanlin",
  way: "listens",
  title: { zh: "万林 NB301 烟感", en: "Wanlin NB301 smoke detector" },
  config: WanlinConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),
  open: (config) => openSession(config),
  address: () => "the whole link",
});

function openSession({ points, property = "Data" }: WanlinConfig): ListeningSession {
  const read = (bytes: Uint8Array): Output[] => {
    const text = textOf(bytes, property);
    if (text === null) return [damaged(`neither a text nor a JSON object with ${property}`)];
    const compact = readCompact(text);
    if (compact === null) return [damaged(`"${text.slice(0, 80)}" is not N…V…I…H…X…T…U…S…`)];
    const readings = readingsOf(points, compact.told);
    if (compact.state !== null) return readings;
    return [...readings, { fault: { code: "FIELD_OUT_OF_RANGE", detail: `state ${compact.told.state} is not known` } }];
  };
  return { receive: (bytes) => (bytes.length === 0 ? [] : read(bytes)), due: () => null, wake: () => [] };
}

/** Null where there is none. */
function textOf(bytes: Uint8Array, property: string): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.trimStart().startsWith("{")) return text;
    const value: unknown = JSON.parse(text);
    const found = Object.hasOwn(value as object, property) ? (value as Record<string, unknown>)[property] : null;
    return typeof found === "string" ? found : null;
  } catch {
    return null;
  }
}

function damaged(detail: string): Output {
  return { fault: { code: "FIELD_DAMAGED", detail } };
}
