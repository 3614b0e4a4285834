/** What the sandbox centre takes and what it rejects, with its own words. Pure. */
import { Check } from "typebox/value";
import { CaseLine, type LineAnswer } from "../case-port.ts";
import { Word } from "../https-json/wire.ts";
import { hashOf } from "../inventory/item.ts";
import type { InventoryRejection, InventoryWord } from "../inventory-port.ts";
import { type Centre, linesOf } from "./centre.ts";
import type { Faults } from "./faults.ts";

export function judgeWords(
  words: readonly unknown[],
  faults: Faults,
): { taken: InventoryWord[]; rejected: InventoryRejection[] } {
  const taken: InventoryWord[] = [];
  const rejected: InventoryRejection[] = [];
  for (const word of words) {
    const why = wrongWith(word, faults);
    if (why === null) taken.push(word as InventoryWord);
    else rejected.push({ id: String((word as { id?: unknown }).id), why });
  }
  return { taken, rejected };
}

function wrongWith(word: unknown, { rejectClasses, rejectDevices }: Faults): string | null {
  if (!Check(Word, word)) return "数据项不全或格式不对";
  if ("gone" in word) return null;
  const { id, hash, item } = word;
  if (item.id !== id) return "编号前后不一致";
  if (hashOf(item) !== hash) return "校验值对不上，请重新上报";
  if (rejectClasses.includes(item.class)) return `类别 ${item.class} 不在本区部件目录内`;
  if (rejectDevices.includes(id)) return "点位不在本区网格内，请核实位置";
  return null;
}

/** Answers each line by what is here and what comes before it in the same request. */
export function judgeLines(
  centre: Centre,
  lines: readonly unknown[],
  faults: Faults,
): { answers: LineAnswer[]; taken: CaseLine[] } {
  const counts = new Map<string, number>();
  const taken: CaseLine[] = [];
  const answers = lines.map((line): LineAnswer => {
    if (!Check(CaseLine, line)) return { state: "rejected", why: "案件数据格式不对" };
    if (faults.rejectCases.includes(line.case)) return { state: "rejected", why: "不属本区管辖" };
    const have = counts.get(line.case) ?? linesOf(centre, line.case).length;
    if (line.seq > have) return { state: "ahead", expects: have };
    const wants = wantsOf(centre, [line]);
    const more = wants.length === 0 ? {} : { wants };
    if (line.seq < have) return { state: "known", ...more };
    counts.set(line.case, have + 1);
    taken.push(line);
    return { state: "taken", ...more };
  });
  return { answers, taken };
}

export function wantsOf({ attachments }: Centre, lines: readonly CaseLine[]): string[] {
  const named = lines.flatMap(({ photo = [], attachments: files = [] }) => [photo, files.map(({ sha256 }) => sha256)]);
  return named.flat().filter((hash) => !attachments.has(hash));
}
