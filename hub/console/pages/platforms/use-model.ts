/** What a model's readings are called, and what its alarm hangs on: from the models the hub knows. */
import type { Value } from "../../../../core/reading.ts";
import type { Answer } from "../../client/client.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { valueText } from "../../words/value.ts";
import { useModels } from "./queries.ts";

export type ModelView = Answer<"GET", "/api/platforms/models">[number];
type Reading = { point: string; value: Value };

export function useModel(model: string | null): ModelView | undefined {
  return (useModels().data ?? []).find((one) => one.model === model);
}

/** `烟雾 有烟`, `水位 4.02 m`; the bare names of what the model does not have. */
export function useReadingText(): (
  model: Pick<ModelView, "points"> | undefined,
  reading: Reading,
) => [name: string, value: string] {
  const speech = useSpeech();
  return (model, { point: id, value }) => {
    const point = model?.points.find((one) => one.id === id);
    return point === undefined ? [id, String(value)] : [speech.say(point.title), valueText(value, point, speech)];
  };
}

/** The points that alarm, where none of them was read; empty where one was, or the model has none. */
export function untoldAlarms(model: ModelView | undefined, read: readonly { point: string }[]): readonly string[] {
  const alarms: readonly string[] = model?.alarms ?? [];
  return read.some(({ point }) => alarms.includes(point)) ? [] : alarms;
}

/** Properties that none of the model's names is, nor the object one of them goes into. */
export function strangeNames(model: ModelView | undefined, properties: Record<string, unknown> | null): string[] {
  if (model === undefined || properties === null || model.names.length === 0) return [];
  const known = new Set(model.names.flatMap(({ names }) => names.flatMap((name) => [name, name.split(".")[0]])));
  return Object.keys(properties).filter((name) => !known.has(name));
}
