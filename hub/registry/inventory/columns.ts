/** The columns of the inventory's sheet: what each is called, what it may hold, and how a device fills it. Pure. */
import { Check } from "typebox/value";
import { ClassCode } from "../../../core/class-code.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { DeviceRow } from "../../store/devices.ts";
import { componentsCalled } from "../component-classes.ts";
import type { FactsPatch } from "../facts.ts";

export type CellError = { column: string; value: string; zh: string; en: string };

/** What a cell asks for: a part of the patch, or an error. `-` takes a fact away. */
type Read = (text: string, books: Books) => { patch: FactsPatch } | Omit<CellError, "column" | "value">;

export type SheetColumn = {
  key: string;
  zh: string;
  en: string;
  width: number;
  /** For the notes sheet. */
  note: string;
  write(row: DeviceRow, books: Books): string;
  /** Without it: only written, never read. */
  read?: Read;
};

const said = (zh: string, en: string) => ({ zh, en });

function words(name: "name" | "place" | "building" | "floor" | "room" | "note", most: number): Read {
  return (text) =>
    text.length > most
      ? said(`太长，最多 ${most} 个字。`, `Too long: at most ${most} characters.`)
      : { patch: { [name]: text } };
}

/** By its id or its name; a name that several have is not guessed. */
export function named(
  name: "area" | "owner" | "maintainer",
  all: (books: Books) => readonly { id: string; name: string }[],
  what: [zh: string, en: string],
): Read {
  return (text, books) => {
    const byId = all(books).find(({ id }) => id === text);
    const byName = all(books).filter((one) => one.name === text);
    if (byId !== undefined || byName.length === 1) return { patch: { [name]: (byId ?? byName[0])?.id } as FactsPatch };
    if (byName.length > 1)
      return said(`有 ${byName.length} 个同名，写编号。`, `${byName.length} have this name: write the id.`);
    return said(`${what[0]}里没有这个编号或名称。`, `No ${what[1]} has this id or name.`);
  };
}

const isClass = (text: string) => Check(ClassCode, text);

/** By its code, or by the name that pages show; a name of several kinds of device is not guessed. */
const readClass: Read = (text, { classes }) => {
  if (isClass(text)) return { patch: { class: text } };
  const own = classes.classes.filter(({ name }) => name === text).flatMap(({ devices }) => devices);
  const codes = [...new Set(own.length > 0 ? own : componentsCalled(text))];
  const [code] = codes;
  if (code !== undefined && codes.length === 1) return { patch: { class: code } };
  if (code !== undefined)
    return said(`有 ${codes.length} 种设备叫这个，写编号：${codes.join("、")}。`, `Write one of ${codes.join(", ")}.`);
  return said(
    "类别表里没有这个名称。写名称，或写全编号，例如 CJ/T 214:0103。",
    "No class has this name. Write a name, or the whole code, for example CJ/T 214:0103.",
  );
};

function day(name: "installedOn" | "warrantyUntil"): Read {
  return (text) => {
    const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
    if (match === null)
      return said(
        "日期按 2026-03-08 这样写，单元格设成日期格式。",
        "Write days like 2026-03-08, in a cell formatted as a date.",
      );
    const [, year = "", month = "", date = ""] = match;
    return { patch: { [name]: `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}` } };
  };
}

export const columns: readonly SheetColumn[] = [
  {
    key: "gateway",
    zh: "网关编号",
    en: "Gateway",
    width: 16,
    note: "必填，平台上已有的网关",
    write: ({ gateway }) => gateway,
  },
  {
    key: "device",
    zh: "设备编号",
    en: "Device",
    width: 16,
    note: "必填，网关里的设备编号；平台上没有的算新登记",
    write: ({ id }) => id,
  },
  {
    ...{ key: "name", zh: "名称", en: "Name", width: 20, note: "新登记的必填，最多 60 字", read: words("name", 60) },
    write: ({ document, entry }) => document?.title.zh ?? entry.facts.name ?? "",
  },
  {
    ...{
      key: "place",
      zh: "位置",
      en: "Place",
      width: 32,
      note: "新登记的必填，写人找得到的地方：东昌小区 3号楼 B1 水泵房",
    },
    ...{ read: words("place", 200), write: ({ document, entry }) => document?.place ?? entry.facts.place ?? "" },
  },
  {
    ...{ key: "area", zh: "片区", en: "Area", width: 16, note: "片区表里的编号或名称" },
    read: named("area", ({ areas }) => areas.areas, ["片区表", "area"]),
    write: ({ entry, area }) => entry.facts.area ?? area ?? "",
  },
  {
    ...{
      key: "class",
      zh: "部件类别",
      en: "Class",
      width: 18,
      note: "名称，或写全编号：CJ/T 214:0103",
      read: readClass,
    },
    write: ({ document, entry }) => document?.class ?? entry.facts.class ?? "",
  },
  {
    ...{ key: "owner", zh: "权属单位", en: "Owner", width: 16, note: "单位表里的编号或名称" },
    read: named("owner", ({ units }) => units.units, ["单位表", "unit"]),
    write: ({ entry }) => entry.facts.owner ?? "",
  },
  {
    ...{ key: "maintainer", zh: "维护单位", en: "Maintainer", width: 16, note: "单位表里的编号或名称" },
    read: named("maintainer", ({ units }) => units.units, ["单位表", "unit"]),
    write: ({ entry }) => entry.facts.maintainer ?? "",
  },
  {
    ...{ key: "lon", zh: "经度", en: "Longitude", width: 12, note: "WGS84，和纬度一起填；百度、高德坐标要先换算" },
    write: ({ entry }) => entry.facts.location?.lon.toFixed(6) ?? "",
  },
  {
    ...{ key: "lat", zh: "纬度", en: "Latitude", width: 12, note: "WGS84" },
    write: ({ entry }) => entry.facts.location?.lat.toFixed(6) ?? "",
  },
  {
    ...{ key: "building", zh: "楼栋", en: "Building", width: 10, note: "3号楼", read: words("building", 60) },
    write: ({ entry }) => entry.facts.building ?? "",
  },
  {
    ...{ key: "floor", zh: "楼层", en: "Floor", width: 8, note: "B1", read: words("floor", 60) },
    write: ({ entry }) => entry.facts.floor ?? "",
  },
  {
    ...{ key: "room", zh: "房间", en: "Room", width: 12, note: "水泵房", read: words("room", 60) },
    write: ({ entry }) => entry.facts.room ?? "",
  },
  {
    ...{
      key: "installedOn",
      zh: "安装日期",
      en: "Installed on",
      width: 12,
      note: "2026-03-08",
      read: day("installedOn"),
    },
    write: ({ entry }) => entry.facts.installedOn ?? "",
  },
  {
    ...{
      key: "warrantyUntil",
      zh: "质保到期",
      en: "Warranty until",
      width: 12,
      note: "2029-03-07",
      read: day("warrantyUntil"),
    },
    write: ({ entry }) => entry.facts.warrantyUntil ?? "",
  },
  {
    ...{ key: "note", zh: "备注", en: "Note", width: 24, note: "最多 500 字", read: words("note", 500) },
    write: ({ entry }) => entry.facts.note ?? "",
  },
  {
    key: "life",
    zh: "状态（只读）",
    en: "Life (read only)",
    width: 12,
    note: "导出时带着，导入时不看",
    write: ({ entry }) => entry.life,
  },
];
