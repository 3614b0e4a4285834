/** A link carries bytes between the gateway and one bus; it reports UP or DOWN with a reason, and reopens itself. */

export type LinkState = { up: true } | { up: false; reason: string };

export type LinkEvents = {
  onBytes(bytes: Uint8Array): void;
  onState(state: LinkState): void;
};

export type Link = {
  /** Resolves when the bytes have left; rejects when the link is down. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
};

/** One open line. `closed` is called once, with the reason, when it ends by itself. */
export type Line = { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> };
export type OpenLine = (on: { bytes(bytes: Uint8Array): void; closed(reason: string): void }) => Promise<Line>;
