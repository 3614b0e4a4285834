/** What is wrong with the class of a listed component: an event's, or one that no table knows. Pure. */
import type { Bilingual } from "../../core/point.ts";
import { componentName, eventName } from "../registry/component-classes.ts";
import type { Books } from "../rulebook/kinds.ts";

/** `name`: as the row calls it; the same digits are a component here and an event there, and the name says which was meant. */
export function faultOfClass(books: Pick<Books, "classes">, code: string, name: string): Bilingual | null {
  const [component, event] = [componentName(books, code), eventName(code)];
  if (component === null) return event === null ? unknown(code) : isEvent(code, event);
  if (event === null || name === "" || sounds(name, component.zh) || sounds(name, component.en)) return null;
  return {
    zh: `${code} 作部件是“${component.zh}”，作事件是“${event.zh}”，都不像“${name}”。换成它的部件类别，例如水位 CJ/T 214:0104；真是${component.zh}，在名称里写明。`,
    en: `${code} is "${component.en}" as a component and "${event.en}" as an event; "${name}" is not the first. Write its component's class, CJ/T 214:0104 for a water level, or say in the name that it is one.`,
  };
}

function unknown(code: string): Bilingual {
  return {
    zh: `部件类别表里没有 ${code}。写表里有的，例如 CJ/T 214:0103 雨水井盖；要用别的，请管理员在分类表里补上。`,
    en: `No table of components has ${code}. Write one that is there, CJ/T 214:0103 for a storm-drain cover, or have it added to the classes.`,
  };
}

function isEvent(code: string, event: Bilingual): Bilingual {
  return {
    zh: `${code} 是事件“${event.zh}”，不是部件。写部件的类别，例如水位 CJ/T 214:0104、烟感 CJ/T 214:0113。`,
    en: `${code} is the event "${event.en}", no component. Write a component's class: CJ/T 214:0104 for a water level, CJ/T 214:0113 for smoke.`,
  };
}

/** Two letters in a row are the same. */
function sounds(name: string, like: string): boolean {
  return [...like.slice(1)].some((_, i) => name.includes(like.slice(i, i + 2)));
}
