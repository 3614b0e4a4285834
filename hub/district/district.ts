/** The district side of the hub, composed: what goes out, what comes in, and the nightly comparison. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { Fault } from "../../core/fault.ts";
import { writeSecret } from "../enrolment/write-secret.ts";
import { addressOf, listen } from "../listen.ts";
import { type DistrictCard, readDistrict } from "../rulebook/district.ts";
import type { CaseInbox } from "./case-port.ts";
import { reconcileCases } from "./cases/reconcile.ts";
import { connectByFile } from "./connect.ts";
import { makeDoor } from "./https-json/door.ts";
import { openIdentity } from "./https-json/identity.ts";
import { openInbound } from "./inbound.ts";
import { fillInventory } from "./inventory/note.ts";
import { keepHouse } from "./keep-house.ts";
import { keepReport, type ReconcileReport } from "./nightly.ts";
import type { DistrictOptions } from "./options.ts";
import { openOutbound } from "./outbound.ts";
import { openPorts } from "./ports.ts";

/** What routes need of it. */
export type DistrictDesk = {
  inbox: CaseInbox;
  /** The hub's own card, for the district centre. */
  card(): DistrictCard;
  /** Compares both sides now. Throws `DISTRICT_OFF` and what the ports throw. */
  reconcile(): Promise<ReconcileReport>;
};

export type DistrictLink = {
  /** `https://host:port` of the door. */
  address: string;
  /** Something was written for the district: look now. */
  wake(): void;
  /** What came until now is applied when it resolves. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type OpenedDistrict = {
  desk: DistrictDesk;
  /** Listens and sends. `handle` answers what comes through the door: the API's own router. Throws `PORT_TAKEN` or `SETTING_INVALID`. */
  start(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<DistrictLink>;
};

const hubName = { zh: "街道感知平台", en: "Street sensing platform" };

export async function openDistrict(options: DistrictOptions): Promise<OpenedDistrict> {
  const { store, data, host, port, clock } = options;
  if (options.cardFile !== undefined) await connectByFile(store, options.cardFile, clock());
  const identity = await openIdentity(join(data, "district"), "lilong-hub", clock());
  const ports = openPorts(options, identity);
  const inbound = openInbound(options);
  const outbound = openOutbound(options, ports.now);
  let address = `https://${host}:${port}`;
  const card = () => identity.card(hubName, address);

  async function reconcile(): Promise<ReconcileReport> {
    await fillInventory(store, clock());
    const inventory = await outbound.reconcileInventory();
    const district = await ports.now();
    if (district === null) throw new Fault("DISTRICT_OFF", "no district centre is connected");
    const cases = await reconcileCases(store, district.cases, clock());
    outbound.wake();
    const report = { at: clock(), inventory, cases };
    await keepReport(store, report);
    return report;
  }

  return {
    desk: { inbox: inbound.inbox, card, reconcile },
    async start(handle) {
      const trusted = () => store.read(async (tables) => (await readDistrict(tables)).book.card?.ca ?? null);
      const door = makeDoor({ identity, trusted, handle });
      await listen(door, { host, port, setting: "districtPort" });
      address = `https://${addressOf(door, host)}`;
      try {
        writeSecret(join(data, "district", "card.json"), `${JSON.stringify(card(), null, 2)}\n`);
        await fillInventory(store, clock());
      } catch (error) {
        // Nobody else has it: left open, it would hold a process that is to end.
        door.close();
        throw error;
      }
      inbound.applyAll();
      const running = outbound.start();
      const stopHouse = keepHouse(options, { applyAll: inbound.applyAll, reconcile });
      return {
        address,
        wake: outbound.wake,
        settled: inbound.settled,
        async close() {
          door.close();
          door.closeAllConnections();
          await stopHouse();
          await running.close();
          await inbound.settled();
          ports.close();
        },
      };
    },
  };
}
