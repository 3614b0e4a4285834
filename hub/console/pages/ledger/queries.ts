/** The operations ledgers over the cache. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { calls, type EntryFilter } from "./calls.ts";

export const useBooks = () => useQuery({ queryKey: ["ledger-books"], queryFn: calls.books });
export const useEntries = (book: string, filter: EntryFilter) =>
  useQuery({
    queryKey: ["ledger-entries", book, filter],
    queryFn: () => calls.entries(book, filter),
    placeholderData: (before) => before,
  });
export const useEntryHistory = (book: string, id: string) =>
  useQuery({ queryKey: ["ledger-history", book, id], queryFn: () => calls.history(book, id) });

/** Whatever is written, all that shows the book is read again; also after a refusal, for somebody was faster. */
export function useWrite<Wish, Answer>(write: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: () => {
      for (const key of ["ledger-books", "ledger-entries", "ledger-history", "ledger-files"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
