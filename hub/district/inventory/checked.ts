/** What is looked at before a device is told to the district: all fields, a class that is in the tables, a place. Pure. */
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import type { Bilingual } from "../../../core/point.ts";
import type { InventoryRow } from "../../store/inventory.ts";
import type { InventoryWord } from "../inventory-port.ts";
import { InventoryItem } from "./item.ts";

/** Whether the tables know a class. */
export type KnowsClass = (code: string) => boolean;

export type Checked =
  | { row: InventoryRow; word: InventoryWord }
  /** Not sent, with what a technician has to do. */
  | { row: InventoryRow; held: Bilingual }
  /** Gone before the district ever had it. */
  | { row: InventoryRow; nothing: true };

export function checkRow(row: InventoryRow, knowsClass: KnowsClass): Checked {
  const id = `${row.gateway}/${row.device}`;
  if (row.hash === null) return row.sharedHash === null ? { row, nothing: true } : { row, word: { id, gone: true } };
  const held = lackOf(row.item as Partial<InventoryItem>, knowsClass);
  return held === null ? { row, word: { id, hash: row.hash, item: row.item as InventoryItem } } : { row, held };
}

function lackOf(item: Partial<InventoryItem>, knowsClass: KnowsClass): Bilingual | null {
  if (item.class === undefined)
    return {
      zh: "没有部件类别，没报给区里。打开这台设备，在“登记信息”里补上类别。",
      en: "It has no class and is not shared. Open the device and give it one under Registry.",
    };
  if (!knowsClass(item.class))
    return {
      zh: `类别 ${item.class} 不在类别表里，没报给区里。改成表里有的，或请管理员更新类别表。`,
      en: `Class ${item.class} is in no table; it is not shared. Choose one that is, or have the table of classes updated.`,
    };
  if (item.place === undefined || item.place.trim() === "")
    return {
      zh: "没有位置，没报给区里。打开这台设备，在“登记信息”里写明位置，例如“东昌小区 3号楼 B1 水泵房”。",
      en: "It has no place and is not shared. Open the device and write under Registry where people find it.",
    };
  return wrongField(item);
}

function wrongField(item: Partial<InventoryItem>): Bilingual | null {
  try {
    check(InventoryItem, item, "INPUT_INVALID");
    return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { zh: `数据不合格，没报给区里：${error.detail}。`, en: `It is not shared: ${error.detail}.` };
  }
}
