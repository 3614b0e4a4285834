/** The audit trail: who did what, each row bound to the one before by its hash. It only grows. */

export type AuditEntry = {
  /** ms since 1970. */
  at: number;
  /** The account, `flows`, or empty for a machine that proved itself otherwise. */
  who: string;
  /** Where the request came from. */
  address: string;
  /** The operation's id, as in the API's description. */
  what: string;
  /** On what: a ticket, a device, a person. */
  on: string;
  /** `done`, or the fault's code. */
  outcome: string;
  /** The request's id, as in the log. */
  request: string;
  /** What else is to be known, in words; never a secret. */
  detail: string;
};
export type AuditRow = AuditEntry & { n: number; hash: string };
export type AuditHead = Pick<AuditRow, "n" | "hash">;

export type AuditFilter = {
  who?: string | undefined;
  what?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

export type Audit = {
  head(): Promise<AuditHead | null>;
  add(row: AuditRow): Promise<void>;
  find(n: number): Promise<AuditRow | null>;
  /** Ascending, those after `n`. */
  after(n: number, limit: number): Promise<AuditRow[]>;
  /** Newest first, those before `n`. */
  before(n: number, filter: AuditFilter, limit: number): Promise<AuditRow[]>;
  count(filter: AuditFilter): Promise<number>;
};
