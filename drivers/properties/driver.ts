/** The properties driver: devices that speak in JSON objects of named values, one object a portion. */
import { Fault } from "../../core/fault.ts";
import { mistakeInJson } from "../../core/strict-json.ts";
import { defineDriver, type ListeningSession, type Output } from "../kit/driver.ts";
import { PropertiesConfig } from "./config.ts";
import { isTold, readProperty } from "./read-property.ts";

export default defineDriver({
  name: "properties",
  way: "listens",
  title: { zh: "按属性名上报的设备", en: "Named properties in JSON" },
  config: PropertiesConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),

  /** Throws `SETTING_INVALID` naming the point whose words do not mean its kind. */
  open(config) {
    for (const [index, { kind, words, bit }] of config.points.entries()) {
      if (kind === "boolean" && words === undefined && bit === undefined)
        throw new Fault("SETTING_INVALID", `/points/${index}/words is missing: a boolean needs them, or a bit`);
      const wrong = Object.entries(words ?? {}).find(([, value]) => typeof value !== kind);
      if (wrong !== undefined)
        throw new Fault("SETTING_INVALID", `/points/${index}/words "${wrong[0]}" does not mean a ${kind}`);
    }
    return openSession(config);
  },

  address: ({ address }) => address ?? "the whole link",
});

function openSession({ points, others = "fault" }: PropertiesConfig): ListeningSession {
  return {
    receive(bytes) {
      if (bytes.length === 0) return [];
      const told = parse(bytes);
      if (typeof told === "string") return [{ fault: { code: "FIELD_DAMAGED", detail: told } }];
      const outputs = points.flatMap((point): Output[] => readProperty(point, told));
      if (outputs.length > 0 || others === "nothing" || points.some((point) => isTold(point, told))) return outputs;
      const nothing = {
        fault: { code: "FIELD_NAME" as const, detail: `none of its properties is told: ${namesOf(told)}` },
      };
      return [nothing];
    },
    due: () => null,
    wake: () => [],
  };
}

function namesOf(told: object): string {
  return Object.keys(told).slice(0, 8).join(", ").slice(0, 200);
}

/** Or what is wrong with it. */
function parse(bytes: Uint8Array): Record<string, unknown> | string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return notOne;
    return mistakeInJson(text) ?? value;
  } catch {
    return notOne;
  }
}

const notOne = "not one JSON object";
