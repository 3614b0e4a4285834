/** The installation of one gateway, from an empty folder to the signed record: what a technician can do, by name. */
import { ulid } from "ulid";
import { Fault } from "../../core/fault.ts";
import type { DeviceId } from "../../core/id.ts";
import type { Model } from "../../core/model.ts";
import { type Bilingual, faultPoint } from "../../core/point.ts";
import type { Reading } from "../../core/reading.ts";
import type { Driver } from "../../drivers/kit/driver.ts";
import { drillEvent, drillMs } from "../alarms/drill.ts";
import type { Clock } from "../clock/clock.ts";
import { enrol, gatewayKey } from "../enrolment/enrolled.ts";
import { readEnrolled, readKey } from "../enrolment/kept.ts";
import { parseEnrolLink } from "../enrolment/link.ts";
import type { Input } from "../input.ts";
import type { Disk } from "../journal/disk.ts";
import { faultsTo, type Report } from "../journal/report.ts";
import type { Configuration, SettingsDocument } from "../registration/configuration.ts";
import { fileRecords } from "./filing.ts";
import { listPorts } from "./find/ports.ts";
import { type Finder, openFinder } from "./finder.ts";
import { openInstalled } from "./installed.ts";
import { withDevice, withoutDevice, withReplaced, withSettings } from "./place.ts";
import { openProofs } from "./proofs.ts";
import { type AcceptanceRecord, fingerprintOf, missingOf, type SignedRecord, signRecord } from "./record.ts";
import type { RecordedDevice } from "./recorded.ts";
import { openRemoved } from "./removed.ts";
import {
  type Body,
  checkWish,
  idOf,
  plainKey,
  plainLink,
  positionOf,
  settingsOf,
  signatureOf,
  wordsOf,
} from "./wish.ts";

export type SiteDeps = {
  folder: string;
  version: string;
  configuration: Pick<Configuration, "running" | "change">;
  input: Pick<Input, "followEvents" | "followHops" | "followReadings" | "test" | "onDrill">;
  clock: Clock;
  models: readonly Model[];
  drivers: ReadonlyMap<string, Driver>;
  isOnline(): boolean;
  borrow(link: string): Promise<() => Promise<void>>;
  /** The doctor's findings. */
  examine(): Promise<unknown>;
  onRestart(): void;
  report: Report;
  disk: Disk;
};

export type Site = {
  view(): Promise<object>;
  /** Throws `NOT_FOUND` for an unknown verb, and what each verb throws. */
  act(verb: string, device: string, body: Body, by: string): Promise<unknown>;
  photo(device: string, bytes: Buffer): Promise<void>;
  /** A signed record by its id. Throws `JOURNAL_DAMAGED` for one that is torn. */
  record(id: string): Promise<SignedRecord | null>;
  /** A photo of the installation by its SHA-256. */
  picture(photo: string): Promise<Buffer | null>;
  close(): void;
};

/** The page hears the answer before the gateway begins anew. */
const restartMs = 500;

/** Told to who changes the gateway while a configuration of the hub is being tried. */
const gaveWay: Bilingual = {
  zh: "平台刚下发的配置还在试运行，已撤回；您的改动以原来正常的配置为准。需要的话请平台重新下发。",
  en: "The hub's configuration that was being tried is taken back: your change stands on the one that worked. Ask the hub to send it again if it is still wanted.",
};

export async function openSite(deps: SiteDeps): Promise<Site> {
  const { folder, configuration, input, clock, models, report, disk } = deps;
  const installed = await openInstalled(folder, report, disk);
  const removed = await openRemoved(folder, report, disk);
  const proofs = openProofs({ input, clock });
  proofs.follow((device, proof) => installed.note(device, { proof }).catch(faultsTo(report)));
  const finder: Finder = openFinder({ ...deps, running: configuration.running });
  const latest = new Map<string, Reading>();
  input.followReadings((reading) => void latest.set(`${reading.device} ${reading.point}`, reading));
  const filing = fileRecords({ folder, installed, clock, report });

  function devices(): RecordedDevice[] {
    return configuration.running().devices.map(({ device, link, address }) => {
      const { position, photo, rssi, proof, replaced } = installed.of(device.id);
      const readings = device.points.flatMap(({ id, title, unit, states }) => {
        const reading = latest.get(`${device.id} ${id}`);
        if (reading === undefined) return [];
        const point = {
          ...{ id, title },
          ...(unit === undefined ? {} : { unit }),
          ...(states === undefined ? {} : { states }),
        };
        return [{ point, value: reading.value, at: reading.at }];
      });
      const { id, model, title, place } = device;
      const fault = String(latest.get(`${id} ${faultPoint}`)?.value ?? "");
      return {
        id,
        model,
        title,
        place,
        link,
        address,
        position,
        photo,
        rssi,
        replaced,
        readings,
        fault,
        proof: proofs.of(id) ?? proof,
      };
    });
  }

  /** The answer tells the person of a wish of the hub that had to give way. */
  async function change(edit: (document: SettingsDocument) => SettingsDocument): Promise<{ notice?: Bilingual }> {
    const { takenBack } = await configuration.change(edit);
    return takenBack === null ? {} : { notice: gaveWay };
  }

  const verbs: Record<string, (body: Body, device: string, by: string) => Promise<unknown>> = {
    async gateway(body) {
      const [title, place] = [wordsOf(body, "title"), wordsOf(body, "place")];
      const answer = await change((now) => ({ ...now, gateway: { ...(now.gateway as object), title, place } }));
      again();
      return answer;
    },
    async enrol(body) {
      const wish = !body.link
        ? { hub: wordsOf(body, "hub"), code: wordsOf(body, "code") }
        : parseEnrolLink(String(body.link));
      const { gateway, url } = await enrol(folder, wish, report, disk);
      const answer = await change((now) => enrolledAs(now, gateway, url));
      again();
      return answer;
    },
    async search(body) {
      finder.begin({ ...body, link: plainLink(body.link) });
    },
    async place(body) {
      const id = idOf(body);
      const model = models.find(({ model: name }) => name === body.model);
      if (model === undefined) throw new Fault("INPUT_INVALID", `/model "${body.model}" is not one of the catalogue`);
      const title = wordsOf(body, "title");
      const device = {
        id,
        model: model.model,
        title: { zh: title, en: title },
        place: wordsOf(body, "place"),
        settings: settingsOf(body),
      };
      const answer = await change((now) => withDevice(now, { device, link: plainLink(body.link) }));
      await installed.note(id, {
        position: positionOf(body),
        rssi: typeof body.rssi === "number" ? body.rssi : null,
      });
      return { id, ...answer };
    },
    async replace(body, id, by) {
      const old = devices().find((one) => one.id === id);
      if (old === undefined) throw new Fault("NOT_FOUND", `device ${id}`);
      const model = typeof body.model === "string" ? { model: body.model } : {};
      const link = plainLink(body.link);
      const answer = await change((now) => withReplaced(now, id, { link, settings: settingsOf(body), ...model }));
      const replaced = [...old.replaced, { at: clock.wall(), by, address: old.address }];
      await installed.note(id, { replaced, proof: null });
      return answer;
    },
    async key(body, id) {
      const key = plainKey(String(body.key));
      return change((now) => withSettings(now, id, { key }));
    },
    async remove(body, id, by) {
      const reason = wordsOf(body, "reason");
      const old = devices().find((one) => one.id === id);
      const answer = await change((now) => withoutDevice(now, id));
      await installed.forget(id);
      await removed.note({ id, title: old?.title.zh ?? id, place: old?.place ?? "", at: clock.wall(), by, reason });
      return answer;
    },
    async prove(body, id, by) {
      const known = configuration.running().devices.find(({ device }) => device.id === id);
      if (known === undefined) throw new Fault("NOT_FOUND", `device ${id}`);
      const how = body.how === "drill" ? "drill" : "alarm";
      proofs.begin(id as DeviceId, how, by);
      if (how === "drill") await input.onDrill(drillEvent(known.device, undefined, clock), drillMs);
    },
    doctor: () => deps.examine().then((findings) => ({ findings })),
    async record(body, _device, by) {
      const all = devices();
      const [first] = missingOf({ devices: all });
      if (first !== undefined) throw new Fault("INPUT_INVALID", `/devices ${first.id} lacks its ${first.why}`);
      if (all.length === 0) throw new Fault("INPUT_INVALID", "/devices there are none");
      const { id, title, place } = configuration.running().settings.gateway;
      const record: AcceptanceRecord = {
        ...{
          record: 1,
          id: ulid(clock.wall()),
          gateway: { id, title, place },
          version: deps.version,
          at: clock.wall(),
        },
        isClockSure: clock.trust() === "synced",
        isOnline: deps.isOnline(),
        technician: { name: by, signature: signatureOf(body, "signature") },
        witness: body.witness
          ? { name: wordsOf(body, "witness"), signature: signatureOf(body, "witnessSignature") }
          : null,
        devices: all,
      };
      const signed = signRecord(record, await gatewayKey(folder, report, disk));
      await installed.keepFile(`${record.id}.json`, JSON.stringify(signed));
      filing.look();
      return { id: record.id };
    },
  };

  function again(): void {
    clock.after(restartMs, deps.onRestart);
  }

  return {
    async view() {
      const { settings } = configuration.running();
      const enrolled = await readEnrolled(folder, report, disk);
      const key = await readKey(folder, report, disk);
      const records = (await installed.files())
        .filter((name) => name.endsWith(".json"))
        .map((name) => name.slice(0, -5));
      return {
        gateway: settings.gateway,
        hub: settings.hub?.url ?? null,
        isEnrolled: enrolled !== null,
        fingerprint: key === null ? null : fingerprintOf(await publicKeyOf(key)),
        ports: await listPorts(),
        models: models.map(({ model, title, driver }) => ({ model, title, way: deps.drivers.get(driver)?.way })),
        search: finder.search(),
        devices: devices(),
        missing: missingOf({ devices: devices() }),
        records: records.sort().reverse(),
        removed: removed.list().slice(0, 5),
      };
    },
    async act(verb, device, body, by) {
      const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
      if (run === undefined) throw new Fault("NOT_FOUND", `install/${verb}`);
      checkWish(verb, body);
      return (await run(body, device, by)) ?? {};
    },
    async photo(device, bytes) {
      if (!configuration.running().devices.some((one) => one.device.id === device))
        throw new Fault("NOT_FOUND", `device ${device}`);
      await installed.note(device, { photo: await installed.keepPhoto(bytes) });
    },
    async record(id) {
      if (!/^[0-9A-Z]{26}$/.test(id)) return null;
      return installed.readRecord(id);
    },
    picture: async (photo) => (/^[0-9a-f]{64}$/.test(photo) ? installed.readPhoto(photo) : null),
    close() {
      proofs.close();
      filing.close();
    },
  };
}

async function publicKeyOf(key: string): Promise<string> {
  const { createPrivateKey, createPublicKey } = await import("node:crypto");
  return createPublicKey(createPrivateKey(key)).export({ type: "spki", format: "pem" }).toString();
}

function enrolledAs(document: SettingsDocument, id: string, url: string): SettingsDocument {
  return {
    ...document,
    gateway: { ...(document.gateway as object), id },
    hub: { ...(document.hub as object | undefined), url },
  };
}
