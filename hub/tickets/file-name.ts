/** What a file is called from here on: nothing of it is a path, a command to a terminal, or another kind than it is. Pure. */
import type { Attachment } from "./attachment.ts";

const kinds: Record<Attachment["type"], { ends: readonly [string, ...string[]]; unnamed: string }> = {
  "image/jpeg": { ends: [".jpg", ".jpeg"], unnamed: "照片" },
  "image/png": { ends: [".png"], unnamed: "照片" },
  "image/webp": { ends: [".webp"], unnamed: "照片" },
  "application/pdf": { ends: [".pdf"], unnamed: "文件" },
};

const longest = 100;
/** Control and format characters (those that turn the writing round too), and what file systems and shells read as something else. */
const unfit = /[\p{C}\p{Zl}\p{Zp}<>:"|?*/\\;]/gu;

export function safeName(given: string, type: Attachment["type"]): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const bare = last
    .normalize("NFC")
    .replace(unfit, "")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const { ends, unnamed } = kinds[type];
  const end = ends.find((each) => bare.toLowerCase().endsWith(each));
  const [stem, tail] = end === undefined ? [bare, ends[0]] : [bare.slice(0, -end.length), bare.slice(-end.length)];
  return `${shortened(stem, longest - tail.length) || unnamed}${tail}`;
}

function shortened(text: string, length: number): string {
  return [...text].slice(0, length).join("").trim();
}
