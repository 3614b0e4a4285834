/** The tables as Kysely sees them; `migrations.ts` makes them. */
import type { Generated } from "kysely";

export type GatewaysTable = {
  id: string;
  kind: string;
  title: string;
  place: string;
  state: string;
  since: number;
  last_seen: number | null;
  status: string | null;
  registration: string | null;
  registered_at: number | null;
  key_hash: string | null;
  boots: string | null;
  desired: string | null;
  wish: string | null;
  wished: string | null;
  reported: string | null;
};

export type DevicesTable = {
  gateway: string;
  id: string;
  registered: number;
  document: string | null;
  every_ms: number | null;
  health_code: string | null;
  health_since: number | null;
  health_at: number | null;
};

/** What other tables ask of it; the rest is in `series.ts`. */
export type SeriesTable = { id: number; gateway: string; device: string };

export type AlertsTable = {
  id: string;
  gateway: string;
  device: string;
  rule: string;
  point: string;
  severity: number;
  value: string;
  state: string;
  raised_at: number;
  last_raised_at: number;
  cleared_at: number | null;
  received_at: number;
  changed_at: number;
  acknowledged_by: string | null;
  acknowledged_at: number | null;
  count: number;
  ticket: string;
  drill: number;
  hops: string | null;
  shelved_until: number | null;
  shelved: string | null;
  cause: string | null;
  affected: string;
  history: string;
  /** Of its ticket, kept by triggers. */
  area: Generated<string | null>;
  class: Generated<string | null>;
  unit: Generated<string | null>;
  words: number | null;
};

/** Titles and places, by `gateway/device/rule`; the triggers keep the trigram index of it. */
export type WordsTable = { n: Generated<number>; key: string; text: string };

export type EpisodesTable = { id: string; alert: string; raised_at: number | null; cleared_at: number | null };

export type TicketsTable = {
  id: string;
  source: string;
  alert: string | null;
  gateway: string | null;
  device: string | null;
  rule: string | null;
  place: string;
  severity: number;
  class: string;
  area: string | null;
  state: string;
  opened_at: number;
  changed_at: number;
  closed_at: number | null;
  unit: string | null;
  assignee: string | null;
  tier: number;
  due_at: number | null;
  wake_at: number | null;
  drill: number;
  words: number | null;
  /** What nobody looks for: title, clock, policy and what has been done, as JSON. */
  more: string;
};

export type StoriesTable = {
  ticket: string;
  n: number;
  at: number;
  actor: string;
  move: string;
  from_state: string | null;
  to_state: string;
  reason: string | null;
  assignee: string | null;
  unit: string | null;
  why: string | null;
  due: number | null;
  event: string | null;
  photo: string | null;
  attachments: string | null;
  condition: string | null;
  position: string | null;
};

export type ReceiptsTable = { ticket: string; account: string; at: number };

export type JointActionsTable = {
  id: string;
  ticket: string;
  area: string | null;
  state: string;
  cause: string;
  text: string;
  by: string;
  opened_at: number;
  called: string;
  end: string | null;
};
export type JointAnswersTable = {
  n: Generated<number>;
  id: string;
  action: string;
  at: number;
  by: string;
  kind: string;
  text: string;
  attachments: string;
  position: string | null;
};

export type PhotosTable = { photo: string; type: string; body: Uint8Array };
export type AttachmentsTable = {
  ticket: string;
  photo: string;
  name: string;
  by: string;
  at: number;
  named: number;
};
export type PhotoPartsTable = { gateway: string; photo: string; part: number; body: Uint8Array };

export type ExplanationsTable = { explained: string; gateway: string; cause: string; at: number };

export type FaultsTable = {
  id: Generated<number>;
  gateway: string;
  code: string;
  subject: string;
  detail: string;
  device: string | null;
  at: number;
  count: number;
};

export type LedgerTable = {
  id: Generated<number>;
  gateway: string;
  lane: string;
  epoch: string;
  from_offset: number;
  at: number;
  why: string;
  device: string | null;
  point: string | null;
  count: number;
  first_at: number | null;
  last_at: number | null;
};

export type CommandsTable = {
  id: string;
  gateway: string;
  verb: string;
  args: string;
  deadline: number;
  actor: string;
  at: number;
  result: string | null;
};

export type EnrolmentsTable = {
  handle: string;
  gateway: string;
  key: string;
  by: string;
  at: number;
  expires_at: number;
  tries: number;
  csr: string | null;
  answer: string | null;
};

export type CertificatesTable = {
  fingerprint: string;
  public_key: string;
  gateway: string;
  at: number;
  expires_at: number;
  revoked_at: number | null;
  reason: string | null;
};

export type RecordsTable = { id: string; gateway: string; at: number; filed_at: number; body: string };

export type HandoversTable = {
  n: Generated<number>;
  ticket: string;
  asked_at: number;
  held_until: number | null;
  state: string;
  by: string | null;
  reason: string | null;
  decided_at: number | null;
};

export type OutboxTable = {
  n: Generated<number>;
  lane: string;
  key: string;
  id: string;
  body: string;
  at: number;
  attempts: number;
  next_at: number;
  state: string;
  error: string | null;
  done_at: number | null;
};

export type TasksTable = {
  id: string;
  kind: string;
  subject: string;
  who: string;
  text: string;
  at: number;
  count: number;
  done_at: number | null;
  done_by: string | null;
  note: string | null;
  due_at: number | null;
};

export type InventoryTable = {
  id: string;
  gateway: string;
  device: string;
  cursor: number;
  at: number;
  item: string | null;
  hash: string | null;
  state: string;
  shared_hash: string | null;
  why: string | null;
};

export type CaseLinesTable = { ticket: string; seq: number; body: string };

export type CallbacksTable = {
  id: string;
  ticket: string;
  seq: number;
  received_at: number;
  body: string;
  state: string;
  error: string | null;
  ended_at: number | null;
};

export type NoncesTable = { nonce: string; at: number };
export type MarksTable = { name: string; mark: string };

export type LedgerEntriesTable = {
  book: string;
  id: string;
  rev: number;
  at: number;
  by: string;
  state: string;
  why: string | null;
  fields: string;
};

export type LedgerFilesTable = {
  n: Generated<number>;
  book: string;
  entry: string;
  photo: string;
  name: string;
  by: string;
  at: number;
  gone_by: Generated<string | null>;
  gone_at: Generated<number | null>;
  gone_why: Generated<string | null>;
};

export type RulebookTable = { kind: string; version: number; at: number; by: string; source: string; body: string };

export type LaddersTable = {
  alert: string;
  ticket: string;
  state: string;
  told_min: number;
  started_at: number;
  next_at: number | null;
  held_at: number | null;
};

export type NoticesTable = {
  n: Generated<number>;
  id: string;
  channel: string;
  message: string;
  told_to: string;
  severity: number;
  ticket: string | null;
  alert: string | null;
  text: string;
  at: number;
  ended_at: number;
  result: string;
  error: string | null;
  late: number;
};

export type ChannelSecretsTable = { channel: string; name: string; value: string };

export type AccountsTable = {
  name: string;
  role: string;
  password_hash: string;
  display: string;
  unit: string | null;
  areas: string;
  phone: string | null;
  active: number;
  totp: string | null;
  reset: string | null;
  created_at: number;
};
export type SessionsTable = {
  id: string;
  token_hash: string;
  old_hash: string | null;
  old_until: number;
  account: string;
  created_at: number;
  rotated_at: number;
  used_at: number;
  expires_at: number;
  address: string | null;
  agent: string | null;
  proved: string;
  elsewhere: string | null;
};
export type TokensTable = {
  id: string;
  hash: string;
  account: string;
  name: string;
  rights: string;
  areas: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
  revoked_at: number | null;
};
export type AuditTable = {
  n: number;
  at: number;
  who: string;
  address: string;
  what: string;
  object: string;
  outcome: string;
  request: string;
  detail: string;
  hash: string;
};
export type WaitsTable = { name: string; fails: number; until: number };
export type TriesTable = { who: string; at: number };

export type IntentsTable = {
  n: Generated<number>;
  account: string;
  key: string;
  hash: string;
  at: number;
  status: number | null;
  body: string | null;
};

export type PosturesTable = { n: Generated<number>; level: string; at: number; by: string; reason: string };

export type WallsTable = {
  id: string;
  hash: string;
  name: string;
  by: string;
  at: number;
  last_seen: number | null;
  areas: string | null;
};

export type ConnectorsTable = {
  id: string;
  platform: string;
  title: string;
  place: string;
  settings: string;
  products: string;
  quiet_after_ms: number;
  state: string;
  by: string;
  at: number;
};

export type ForeignDevicesTable = {
  connector: string;
  foreign: string;
  device: string;
  product: string;
  model: string | null;
  title: string;
  place: string;
  settings: string;
  met_at: number;
  heard_at: number;
  is_online: number | null;
  online_at: number | null;
  memory: string | null;
};

export type CredentialsTable = {
  id: string;
  connector: string;
  foreign: string;
  hash: string;
  by: string;
  at: number;
  used_at: number | null;
  revoked_at: number | null;
  reason: string | null;
};

export type JoiningsTable = {
  handle: string;
  connector: string;
  hash: string;
  use: string;
  by: string;
  at: number;
  expires_at: number;
  joined: string | null;
  revoked_at: number | null;
  most: number | null;
  count: number;
};

export type CarriedCommandsTable = {
  connector: string;
  id: string;
  foreign: string;
  task: string | null;
  steps: string;
  deadline: number;
  is_over: number;
};

export type EarlyStepsTable = {
  connector: string;
  foreign: string;
  task: string;
  step: string;
  at: number;
  result: string;
};

export type Schema = {
  carried_commands: CarriedCommandsTable;
  early_steps: EarlyStepsTable;
  connectors: ConnectorsTable;
  credentials: CredentialsTable;
  joinings: JoiningsTable;
  gateways: GatewaysTable;
  devices: DevicesTable;
  series: SeriesTable;
  alerts: AlertsTable;
  episodes: EpisodesTable;
  tickets: TicketsTable;
  stories: StoriesTable;
  receipts: ReceiptsTable;
  joint_actions: JointActionsTable;
  joint_answers: JointAnswersTable;
  photos: PhotosTable;
  photo_parts: PhotoPartsTable;
  attachments: AttachmentsTable;
  explanations: ExplanationsTable;
  faults: FaultsTable;
  ledger: LedgerTable;
  commands: CommandsTable;
  accounts: AccountsTable;
  enrolments: EnrolmentsTable;
  certificates: CertificatesTable;
  records: RecordsTable;
  postures: PosturesTable;
  handovers: HandoversTable;
  outbox: OutboxTable;
  tasks: TasksTable;
  rulebook: RulebookTable;
  ledger_entries: LedgerEntriesTable;
  ledger_files: LedgerFilesTable;
  ladders: LaddersTable;
  notices: NoticesTable;
  channel_secrets: ChannelSecretsTable;
  inventory: InventoryTable;
  case_lines: CaseLinesTable;
  callbacks: CallbacksTable;
  nonces: NoncesTable;
  marks: MarksTable;
  sessions: SessionsTable;
  tries: TriesTable;
  walls: WallsTable;
  words: WordsTable;
  waits: WaitsTable;
  tokens: TokensTable;
  audit: AuditTable;
  intents: IntentsTable;
};
