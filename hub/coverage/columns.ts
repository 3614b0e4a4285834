/** The columns of the list of components: what each is called and how it is filled in. */

import type { CoordinateSystem } from "./component.ts";
import systems from "./coordinate-systems.json" with { type: "json" };

export type ComponentColumn = { key: ColumnKey; zh: string; en: string; width: number; zhNote: string; enNote: string };
export type ColumnKey =
  | ("id" | "class" | "name" | "area" | "place" | "building" | "system" | "x" | "y")
  | ("owner" | "maintainer" | "note");

const column = (key: ColumnKey, zh: string, en: string, width: number, zhNote: string, enNote: string) => ({
  ...{ key, zh, en, width, zhNote, enNote },
});

export const componentColumns: readonly ComponentColumn[] = [
  column(
    "id",
    "部件编码",
    "Component code",
    20,
    "必填，一个部件一个编码；整列设成文本，数字太长 Excel 会改掉末位",
    "Needed, one each; format the column as text",
  ),
  column(
    "class",
    "部件类别",
    "Class",
    20,
    "必填，部件的类别，写全：CJ/T 214:0103；事件的类别不收",
    "Needed, a component's class, the whole code: CJ/T 214:0103; no event's",
  ),
  column("name", "名称", "Name", 18, "最多 60 字", "At most 60 characters"),
  column(
    "area",
    "片区",
    "Area",
    16,
    "片区表里的编号或名称；空着的按位置找",
    "Id or name of an area; found by the place when empty",
  ),
  column(
    "place",
    "位置",
    "Place",
    32,
    "人找得到的地方：东昌小区 3号楼 B1 水泵房；没有位置的要有坐标",
    "Where people find it; needed without coordinates",
  ),
  column("building", "楼栋", "Building", 10, "3号楼", "3号楼"),
  column(
    "system",
    "坐标系",
    "Coordinate system",
    14,
    "WGS-84、CGCS2000、GCJ-02（高德、腾讯）、上海地方坐标",
    "WGS-84, CGCS2000, GCJ-02, Shanghai",
  ),
  column("x", "经度/X", "Longitude/X", 14, "和坐标系、纬度一起填", "With the system and the latitude"),
  column(
    "y",
    "纬度/Y",
    "Latitude/Y",
    14,
    "上海地方坐标只存着，不拿来比距离",
    "The Shanghai grid is kept and not measured by",
  ),
  column("owner", "权属单位", "Owner", 18, "最多 60 字", "At most 60 characters"),
  column("maintainer", "维护单位", "Maintainer", 18, "最多 60 字", "At most 60 characters"),
  column("note", "备注", "Note", 24, "最多 500 字", "At most 500 characters"),
];

/** How people write the name of a system. */
const byName = new Map<string, string>(
  Object.entries(systems.names).flatMap(([system, names]) => names.map((name) => [plain(name), system])),
);

/** Null for what no table knows; "BD09" for a system that is not taken. */
export function systemOf(text: string): CoordinateSystem | "BD09" | null {
  return (byName.get(plain(text)) ?? null) as CoordinateSystem | "BD09" | null;
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s_-]/g, "");
}
