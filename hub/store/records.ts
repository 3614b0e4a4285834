/** Acceptance records, as the gateways signed them. */
import type { GatewayId } from "../../core/id.ts";
import type { Page, PageWish } from "./page.ts";

export type RecordRow = {
  id: string;
  gateway: GatewayId;
  /** When it was signed, and when it came. */
  at: number;
  filedAt: number;
  /** `{ text, signature, publicKey }` as JSON. */
  body: string;
};

/** `from` and `to`: when it was signed. */
export type RecordFilter = { gateway?: string | undefined; from?: number | undefined; to?: number | undefined };

export type Records = {
  /** One that is there already stays as it is. */
  add(row: RecordRow): Promise<void>;
  find(id: string): Promise<RecordRow | null>;
  page(ask: RecordFilter & PageWish<"newest">): Promise<Page<RecordRow>>;
};
