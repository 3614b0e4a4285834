/** The address of a view of the loss ledger. */

const dayMs = 24 * 3_600_000;

/** How far back each span reaches; all time has no beginning. */
export const ledgerSpans = { all: undefined, day: dayMs, week: 7 * dayMs, month: 30 * dayMs };
export type LedgerSpan = keyof typeof ledgerSpans;

type Scope = { gateway?: string | undefined; device?: string | undefined; span?: LedgerSpan | undefined };

export function ledgerHref({ gateway, device, span = "all" }: Scope): string {
  const search = new URLSearchParams();
  if (gateway !== undefined) search.set("gateway", gateway);
  if (device !== undefined) search.set("device", device);
  if (span !== "all") search.set("span", span);
  const text = search.toString();
  return text === "" ? "/losses" : `/losses?${text}`;
}
