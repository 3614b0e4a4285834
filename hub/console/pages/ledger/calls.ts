/** What the operations ledgers ask of the hub. */
import { client } from "../../client/client.ts";

export type EntryFilter = { state: "live" | "void" | "all"; q: string; due: boolean };
export type Fields = Record<string, string | number | null>;
export type ExportWish = { format?: "xlsx" | "csv"; sensitive?: boolean; template?: boolean };

export const mostShown = 1000;

export const calls = {
  books: () => client.get("/api/ledgers"),
  entries: (book: string, { state, q, due }: EntryFilter) =>
    client.get("/api/ledgers/{book}", {
      path: { book },
      query: { state, limit: mostShown, ...(q === "" ? {} : { q }), ...(due ? { due } : {}) },
    }),
  history: (book: string, id: string) => client.get("/api/ledgers/{book}/entries/{id}/history", { path: { book, id } }),
  add: (book: string, fields: Fields) => client.post("/api/ledgers/{book}", { path: { book }, body: { fields } }),
  /** `rev`: the revision that was seen; whoever was overtaken changes nothing. */
  change: (book: string, id: string, body: { rev: number; fields: Fields; why?: string }) =>
    client.patch("/api/ledgers/{book}/entries/{id}", { path: { book, id }, body }),
  void: (book: string, id: string, rev: number, why: string) =>
    client.post("/api/ledgers/{book}/entries/{id}/void", { path: { book, id }, body: { rev, why } }),
  files: (book: string, id: string) => client.get("/api/ledgers/{book}/entries/{id}/files", { path: { book, id } }),
  bringFile: (book: string, id: string, file: File) =>
    client.upload("/api/ledgers/{book}/entries/{id}/files", () => {}, {
      ...{ path: { book, id }, query: { name: file.name } },
      ...{ file, type: file.type || "application/octet-stream" },
    }),
  fileAddress: (book: string, id: string, hash: string) =>
    client.address("/api/ledgers/{book}/entries/{id}/files/{hash}", { path: { book, id, hash } }),
  endFile: (book: string, id: string, hash: string, why: string) =>
    client.post("/api/ledgers/{book}/entries/{id}/files/{hash}/void", { path: { book, id, hash }, body: { why } }),
  exportAddress: (book: string, query: ExportWish) =>
    client.address("/api/ledgers/{book}/export", { path: { book }, query }),
  bring: (book: string, file: File, check: boolean) =>
    client.post("/api/ledgers/{book}/import", { path: { book }, query: { check }, file }),
};
