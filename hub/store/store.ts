/** What the hub keeps, by noun, and the two ways to reach it: inside a transaction, or to read what is committed. */
import type { Accounts, SignInTries, Waits } from "./accounts.ts";
import type { Alerts } from "./alerts.ts";
import type { Audit } from "./audit.ts";
import type { Callbacks } from "./callbacks.ts";
import type { CarriedCommands } from "./carried-commands.ts";
import type { CaseFactsTable } from "./case-facts.ts";
import type { CaseLines } from "./case-lines.ts";
import type { ChannelSecrets } from "./channel-secrets.ts";
import type { Commands } from "./commands.ts";
import type { Components } from "./components.ts";
import type { Connectors } from "./connectors.ts";
import type { Credentials, Joinings } from "./credentials.ts";
import type { Devices } from "./devices.ts";
import type { Certificates, Enrolments } from "./enrolments.ts";
import type { Faults } from "./faults.ts";
import type { ForeignDevices } from "./foreign-devices.ts";
import type { Gateways } from "./gateways.ts";
import type { Handovers } from "./handovers.ts";
import type { Imports } from "./imports.ts";
import type { Intents } from "./intents.ts";
import type { Inventory } from "./inventory.ts";
import type { JointActions } from "./joint-actions.ts";
import type { Ladders } from "./ladders.ts";
import type { Ledger } from "./ledger.ts";
import type { LedgerEntries } from "./ledger-entries.ts";
import type { LedgerFiles } from "./ledger-files.ts";
import type { Marks } from "./marks.ts";
import type { Notices } from "./notices.ts";
import type { Outbox } from "./outbox.ts";
import type { Photos } from "./photos.ts";
import type { PostureTable } from "./postures.ts";
import type { Pushes } from "./pushes.ts";
import type { Ranges } from "./ranges.ts";
import type { Receipts } from "./receipts.ts";
import type { Records } from "./records.ts";
import type { Registry } from "./registry.ts";
import type { RuleStates } from "./rule-states.ts";
import type { Rulebook } from "./rulebook.ts";
import type { Sessions } from "./sessions.ts";
import type { Tallies } from "./tallies.ts";
import type { Tasks } from "./tasks.ts";
import type { Readings, SeriesTable } from "./telemetry.ts";
import type { Tickets } from "./tickets.ts";
import type { Tokens } from "./tokens.ts";
import type { Walls } from "./walls.ts";

export type Tables = {
  gateways: Gateways;
  devices: Devices;
  registry: Registry;
  imports: Imports;
  series: SeriesTable;
  readings: Readings;
  ranges: Ranges;
  alerts: Alerts;
  tickets: Tickets;
  receipts: Receipts;
  jointActions: JointActions;
  photos: Photos;
  faults: Faults;
  ledger: Ledger;
  ledgerEntries: LedgerEntries;
  ledgerFiles: LedgerFiles;
  commands: Commands;
  carriedCommands: CarriedCommands;
  accounts: Accounts;
  enrolments: Enrolments;
  certificates: Certificates;
  records: Records;
  postures: PostureTable;
  handovers: Handovers;
  outbox: Outbox;
  tasks: Tasks;
  rulebook: Rulebook;
  ladders: Ladders;
  notices: Notices;
  channelSecrets: ChannelSecrets;
  inventory: Inventory;
  intents: Intents;
  caseFacts: CaseFactsTable;
  caseLines: CaseLines;
  callbacks: Callbacks;
  marks: Marks;
  sessions: Sessions;
  tries: SignInTries;
  tallies: Tallies;
  walls: Walls;
  connectors: Connectors;
  pushes: Pushes;
  credentials: Credentials;
  joinings: Joinings;
  foreignDevices: ForeignDevices;
  components: Components;
  ruleStates: RuleStates;
  waits: Waits;
  tokens: Tokens;
  audit: Audit;
  /** Runs `work`; when it throws, what it wrote is undone, what went before stays, and the error goes on. */
  attempt<Result>(work: () => Promise<Result>): Promise<Result>;
};

/** `failing`: why the newest write was not taken; null: it was. `since`: when that was, ms of the monotonic clock. */
export type DiskState = { failing: string | null; since: number };

/** Every implementation passes `contract.test.ts`. */
export type Store = {
  /**
   * Runs `work` alone and durably: when the promise resolves, all of it survives a power cut; when `work` throws, none
   * of it happened. Inside, use only the tables given. Throws `DISK_FAILED` when the disk did not take it.
   */
  transaction<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>;
  /**
   * Runs `work` on what is committed at this moment, without waiting for a transaction that runs. Writing throws.
   */
  read<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>;
  /** What the disk said of the newest transaction that wrote. */
  disk(): DiskState;
  /** How often connectors or secrets were changed since it was opened: what was read of them before is old. */
  connectorsVersion(): number;
  close(): Promise<void>;
};
