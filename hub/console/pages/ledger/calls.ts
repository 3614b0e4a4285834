/** What the operations ledgers ask of the hub. */
import type { BroughtView, LedgerBookView, LedgerEntryView } from "../../../ledgers/views.ts";
import { request } from "../../api.ts";
import { ApiError } from "../../api-error.ts";

export type EntryFilter = { state: string; q: string; due: boolean };
export type Fields = Record<string, string | number | null>;

const part = encodeURIComponent;
export const mostShown = 1000;

export const calls = {
  books: () => request<LedgerBookView[]>("GET", "/ledgers"),
  entries: (book: string, { state, q, due }: EntryFilter) => {
    const query = new URLSearchParams({
      state,
      limit: String(mostShown),
      ...(q === "" ? {} : { q }),
      ...(due ? { due: "true" } : {}),
    });
    return request<LedgerEntryView[]>("GET", `/ledgers/${part(book)}?${query}`);
  },
  history: (book: string, id: string) =>
    request<LedgerEntryView[]>("GET", `/ledgers/${part(book)}/entries/${part(id)}/history`),
  add: (book: string, fields: Fields) => request<LedgerEntryView>("POST", `/ledgers/${part(book)}`, { fields }),
  change: (book: string, id: string, change: { rev: number; fields: Fields; why?: string }) =>
    request<LedgerEntryView>("PATCH", `/ledgers/${part(book)}/entries/${part(id)}`, change),
  void: (book: string, id: string, rev: number, why: string) =>
    request<LedgerEntryView>("POST", `/ledgers/${part(book)}/entries/${part(id)}/void`, { rev, why }),
  exportAddress: (book: string, query: Record<string, string>) =>
    `/api/ledgers/${part(book)}/export?${new URLSearchParams(query)}`,
  bring: (book: string, file: File, check: boolean) => bring(`/api/ledgers/${part(book)}/import?check=${check}`, file),
};

/** The file itself is the body. */
async function bring(path: string, file: File): Promise<BroughtView> {
  const headers = { "content-type": "application/octet-stream", accept: "application/json" };
  const response = await fetch(path, { method: "POST", credentials: "same-origin", headers, body: file });
  const answer = await response.json();
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer as BroughtView;
}
