/** What components are called, and which component a device stands for: a sensor is often filed under the event its alert becomes. */
import type { Bilingual } from "../../core/point.ts";
import { classForDevice } from "../rulebook/classes.ts";
import type { Books } from "../rulebook/kinds.ts";
import tables from "./component-classes.json" with { type: "json" };

const components = new Map<string, Bilingual>(Object.entries(tables.components));
const events = new Map<string, Bilingual>(Object.entries(tables.events));
const watched = new Map<string, string>(Object.entries(tables.watched));

/** Every component of the tables: code, name. */
export const componentClasses: readonly [code: string, name: Bilingual][] = [...components];

/** Null where the code is no event's. The same digits may be a component's as well: 0503 is both. */
export function eventName(code: string): Bilingual | null {
  return events.get(code) ?? null;
}

/** Of a component on a list: by the tables, else by the street's own classes, which may name more. Null where neither does. */
export function componentName({ classes }: Pick<Books, "classes">, code: string): Bilingual | null {
  const known = components.get(code);
  // One thing has one English name: the street's own, where its table has the same Chinese one.
  if (known !== undefined)
    return { ...known, en: classes.classes.find(({ name, en }) => name === known.zh && en)?.en ?? known.en };
  const own = events.has(code) ? null : classForDevice(classes, code);
  return own === null ? null : { zh: own.name, en: own.en ?? own.name };
}

/** The component that a device is or watches; an event's class stays where its kind of sensor watches none. */
export function componentClassOf(code: string, measures: string | undefined | null): string;
export function componentClassOf(code: string | undefined, measures: string | undefined | null): string | undefined;
export function componentClassOf(code: string | undefined, measures: string | undefined | null): string | undefined {
  if (code === undefined || !events.has(code)) return code;
  return watched.get(measures ?? "") ?? code;
}

/** Of a device: the component it stands for; an event where it stands for none. */
export function classNameOf(books: Books, code: string | undefined, measures?: string | null): string | undefined {
  if (code === undefined) return undefined;
  const standsFor = componentClassOf(code, measures);
  return (events.get(standsFor) ?? componentName(books, standsFor))?.zh;
}

/** Codes of the components of that name, in either standard. */
export function componentsCalled(name: string): string[] {
  return [...components].flatMap(([code, { zh }]) => (zh === name ? [code] : []));
}

/** Devices filed under one of these events stand for that component if they measure one of these. */
export function watchersOf(component: string): { events: string[]; measures: string[] } | undefined {
  const measures = [...watched].flatMap(([kind, code]) => (code === component ? [kind] : []));
  return measures.length === 0 ? undefined : { events: [...events.keys()], measures };
}
