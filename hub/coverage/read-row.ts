/** Reads one row of a list of components into what it says, or into what is wrong with it, cell by cell. Pure. */
import { Check } from "typebox/value";
import { ClassCode } from "../../core/class-code.ts";
import type { CellError } from "../registry/inventory/columns.ts";
import { type Areas, areaOf, findArea } from "../rulebook/areas.ts";
import type { Books } from "../rulebook/kinds.ts";
import { faultOfClass } from "./class-fault.ts";
import { type ColumnKey, componentColumns, systemOf } from "./columns.ts";
import { type Component, ComponentId, type ListedPosition } from "./component.ts";
import codes from "./component-codes.json" with { type: "json" };
import { toWgs84 } from "./to-wgs84.ts";

export type Cells = (key: ColumnKey) => string;
export type RowRead = { component: Component; liesIn: string | null } | { errors: CellError[] };
export type Wrong = (key: ColumnKey, zh: string, en: string, value?: string) => void;

export function readRow(text: Cells, books: Pick<Books, "areas" | "classes">): RowRead {
  const { areas } = books;
  const errors: CellError[] = [];
  const wrong: Wrong = (key, zh, en, value = text(key)) => {
    const column = componentColumns.find((one) => one.key === key)?.zh ?? key;
    errors.push({ column, value: value.slice(0, 100), zh, en });
  };
  readCode(text, books, wrong);
  for (const [key, most] of lengths)
    if (text(key).length > most) wrong(key, `太长，最多 ${most} 个字。`, `Too long: at most ${most} characters.`);
  const area = readArea(text("area"), areas, wrong);
  const position = readPosition(text, wrong);
  if (text("place") === "" && text("building") === "" && position === null)
    wrong("place", "位置、楼栋、坐标至少要有一样。", "A place, a building or coordinates are needed.");
  if (errors.length > 0) return { errors };
  const component = { ...wordsOf(text), area, position, at: position === null ? null : toWgs84(position) };
  return { component, liesIn: area ?? areaOf(areas, null, component.place)?.id ?? null };
}

const lengths: [ColumnKey, number][] = [
  ["name", 60],
  ["place", 200],
  ["building", 60],
  ["owner", 60],
  ["maintainer", 60],
  ["note", 500],
];

function wordsOf(text: Cells) {
  const [id, code, name, place, building] = (["id", "class", "name", "place", "building"] as const).map(text);
  const [owner, maintainer, note] = (["owner", "maintainer", "note"] as const).map(text);
  return { id, class: code, name, place, building, owner, maintainer, note } as Omit<
    Component,
    "area" | "position" | "at"
  >;
}

/** The class within a component's whole code; its parts are data, with their source. */
const wholeCode = new RegExp(`^\\d{${codes.area}}(\\d{${codes.class}})\\d{${codes.sequence}}$`);
const classFrom = codes.area + 1;
const classTo = codes.area + codes.class;

function readCode(text: Cells, books: Pick<Books, "classes">, wrong: Wrong): void {
  const [id, code] = [text("id"), text("class")];
  if (/^\d(\.\d+)?E\+\d+$/i.test(id))
    wrong(
      "id",
      "编码被 Excel 变成了科学计数。整列设成文本，重新填。",
      "It became a number in scientific notation: format the column as text.",
    );
  else if (!Check(ComponentId, id))
    wrong(
      "id",
      "编码不对：3 到 64 个字母、数字、点、横线、下划线。",
      "It is no code: 3 to 64 letters, digits, dots, dashes.",
    );
  if (!Check(ClassCode, code)) {
    wrong("class", "类别要写全，例如 CJ/T 214:0103。", "Write the whole code, for example CJ/T 214:0103.");
    return;
  }
  const fault = faultOfClass(books, code, text("name"));
  if (fault !== null) wrong("class", fault.zh, fault.en);
  const inside = wholeCode.exec(id)?.[1];
  if (inside !== undefined && inside !== code.slice(-4))
    wrong(
      "class",
      `编码第 ${classFrom} 到 ${classTo} 位是 ${inside}，和类别对不上。`,
      `Digits ${classFrom} to ${classTo} of the code are ${inside}: they differ from the class.`,
    );
}

function readArea(text: string, areas: Areas, wrong: Wrong): string | null {
  if (text === "") return null;
  const named = areas.areas.filter(({ name }) => name === text);
  const found = findArea(areas, text) ?? (named.length === 1 ? named[0] : undefined);
  if (found !== undefined) return found.id;
  if (named.length > 1)
    wrong("area", `有 ${named.length} 个同名，写编号。`, `${named.length} have this name: write the id.`);
  else wrong("area", "片区表里没有这个编号或名称。", "No area has this id or name.");
  return null;
}

function readPosition(text: Cells, wrong: Wrong): ListedPosition | null {
  const [told, x, y] = [text("system"), text("x"), text("y")];
  if (x === "" && y === "") return null;
  if (x === "" || y === "") wrong("x", "经度、纬度要一起填。", "Longitude and latitude go together.", `${x} ${y}`);
  const system = systemOf(told);
  if (told === "") wrong("system", "有坐标就要写坐标系。", "Coordinates need their system.");
  else if (system === "BD09")
    wrong("system", "百度坐标不收。换算成 WGS-84 或 GCJ-02 再填。", "BD-09 is not taken: convert it first.");
  else if (system === null)
    wrong(
      "system",
      "只认 WGS-84、CGCS2000、GCJ-02、上海地方坐标。",
      "Known are WGS-84, CGCS2000, GCJ-02 and the Shanghai grid.",
    );
  if (x === "" || y === "" || system === null || system === "BD09") return null;
  return checked({ system, x: Number(x), y: Number(y) }, wrong, x, y);
}

function checked(position: ListedPosition, wrong: Wrong, x: string, y: string): ListedPosition | null {
  const isGrid = position.system === "SHANGHAI";
  const [mostX, mostY] = isGrid ? [1e7, 1e7] : [180, 90];
  if (!(Math.abs(position.x) <= mostX))
    wrong(
      "x",
      isGrid ? "不是数。" : "经度不是 -180 到 180 的数。",
      isGrid ? "It is no number." : "It is no longitude.",
      x,
    );
  else if (!(Math.abs(position.y) <= mostY))
    wrong(
      "y",
      isGrid ? "不是数。" : "纬度不是 -90 到 90 的数；经纬度是不是填反了？",
      isGrid ? "It is no number." : "It is no latitude; are they swapped?",
      y,
    );
  else return position;
  return null;
}
