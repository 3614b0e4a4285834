/** What is said of the files an entry carries. */
import { inBoth } from "../../i18n/in-both.ts";

const sizeText = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

export const fileWords = inBoth(
  {
    title: "文件",
    none: "还没有文件。签好的协议、审查结果、合同可以放在这里。",
    add: "加文件",
    sending: "正在传…",
    hint: "照片（JPEG、PNG、WebP）或 PDF，每个不超过 5 MB，最多 20 个。只有管台账的人看得到，看过会记入审计。",
    size: sizeText,
    gone: "作废",
    end: "作废这个文件",
    endOf: (name: string) => `作废文件 ${name}`,
    endWhy: "作废原因",
    endMissing: "请写原因。作废的仍然查得到。",
    cancel: "先不作废",
    count: (n: number) => `${n} 个文件`,
  },
  {
    title: "Files",
    none: "No files yet. Signed agreements, results of background checks and contracts belong here.",
    add: "Add files",
    sending: "Sending…",
    hint: "Photos (JPEG, PNG, WebP) or PDF, up to 5 MB each, 20 at most. Only who keeps the ledgers sees them; each reading is in the audit.",
    size: sizeText,
    gone: "Void",
    end: "Void this file",
    endOf: (name) => `Void the file ${name}`,
    endWhy: "Why",
    endMissing: "Give the reason. What is void stays readable.",
    cancel: "Keep it",
    count: (n) => `${n} file${n === 1 ? "" : "s"}`,
  },
);
