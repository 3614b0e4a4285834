/** One-time codes and what a gateway gets for one: a certificate of its own; and its renewal and end. */
import { randomInt } from "node:crypto";
import {
  type Code,
  codeAlphabet,
  codeLength,
  type EnrolAnswer,
  type EnrolRequest,
  hubCommonName,
  isSealed,
  keyOfCode,
  parseCode,
  sealed,
  sealOf,
} from "../../core/enrolment.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import { noChanges } from "../changes.ts";
import { withHash } from "../posture/desired.ts";
import { keepWish } from "../posture/posture.ts";
import type { EnrolmentRow } from "../store/enrolments.ts";
import type { Store, Tables } from "../store/store.ts";
import type { Authority } from "./authority.ts";

/** So many wrong seals, and the code is dead. */
const mostTries = 10;
/** A gateway that lay in a store may renew so long after its certificate ended. */
const graceMs = 90 * 86_400_000;

/** `mqttsPort`: where the broker listens for enrolled gateways. */
export type Enrolling = { store: Store; authority: Authority; mqttsPort(): number };

/** The code is given once, to whoever asked; what is kept is its key. Throws `INPUT_INVALID`. */
export async function mintCode(
  store: Store,
  wish: { gateway: GatewayId; by: string; hours: number },
  now: number,
): Promise<{ code: Code; expiresAt: number }> {
  if (wish.gateway === hubCommonName)
    throw new Fault("INPUT_INVALID", `/gateway "${hubCommonName}" is the hub's own name`);
  if ((await store.read(({ gateways }) => gateways.kindOf(wish.gateway))) === "platform")
    throw new Fault("INPUT_INVALID", `/gateway "${wish.gateway}" is a platform's connector`);
  const expiresAt = now + wish.hours * 3_600_000;
  for (;;) {
    const code = parseCode(
      Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join(""),
    );
    const key = await keyOfCode(code);
    const isFree = await store.transaction(async ({ enrolments }) => {
      const known = await enrolments.find(code.handle);
      if (known !== null && known.expiresAt > now) return false;
      const { gateway, by } = wish;
      await enrolments.put({
        handle: code.handle,
        gateway,
        key,
        by,
        at: now,
        expiresAt,
        tries: 0,
        csr: null,
        answer: null,
      });
      return true;
    });
    if (isFree) return { code, expiresAt };
  }
}

/** The same request again gets the same answer: the power may have been cut before it was written. Throws `ENROLMENT_REFUSED` or `ENROLMENT_OVER`. */
export async function enrol(
  { store, authority, mqttsPort }: Enrolling,
  request: EnrolRequest,
  now: number,
): Promise<EnrolAnswer> {
  const row = await store.read(({ enrolments }) => enrolments.find(request.handle));
  if (row === null) throw new Fault("ENROLMENT_REFUSED", "no such code");
  checkOpen(row, now);
  if (!isSealed(row.key, sealed.request(request), request.seal)) return refuse(store, row);
  if (row.answer !== null && row.csr === request.csr) return row.answer;
  const issued = await authority.issue(request.csr, row.gateway, now);
  const plain = {
    gateway: row.gateway,
    certificate: issued.certificate,
    ca: authority.certificate,
    mqttsPort: mqttsPort(),
  };
  const answer = { ...plain, seal: sealOf(row.key, sealed.answer(plain)) };
  await store.transaction(async (tables) => {
    const fresh = await tables.enrolments.find(row.handle);
    if (fresh === null || fresh.csr !== null)
      throw new Fault("ENROLMENT_OVER", "this code has been used by another gateway");
    await tables.enrolments.put({ ...fresh, csr: request.csr, answer });
    await replaceCertificates(tables, row.gateway, now);
    const { fingerprint, publicKey, expiresAt } = issued;
    await tables.certificates.put({
      fingerprint,
      publicKey,
      gateway: row.gateway,
      at: now,
      expiresAt,
      revokedAt: null,
      reason: null,
    });
  });
  return answer;
}

function checkOpen({ expiresAt, tries }: EnrolmentRow, now: number): void {
  if (now > expiresAt) throw new Fault("ENROLMENT_OVER", `this code ended at ${new Date(expiresAt).toISOString()}`);
  if (tries >= mostTries) throw new Fault("ENROLMENT_OVER", `this code was tried wrong ${mostTries} times`);
}

async function refuse(store: Store, { handle }: EnrolmentRow): Promise<never> {
  await store.transaction(async ({ enrolments }) => {
    const row = await enrolments.find(handle);
    if (row !== null) await enrolments.put({ ...row, tries: row.tries + 1 });
  });
  throw new Fault("ENROLMENT_REFUSED", "the code is wrong");
}

/** New hardware in the place of old: the old one is out, and whoever comes with the new key is the gateway. */
async function replaceCertificates(tables: Tables, gateway: GatewayId, now: number): Promise<void> {
  for (const old of await tables.certificates.listOf(gateway))
    if (old.revokedAt === null) await tables.certificates.put({ ...old, revokedAt: now, reason: "replaced" });
  await tables.gateways.meet(gateway, now);
  await tables.gateways.forgetInstallation(gateway);
  await handOver(tables, gateway);
}

/** What hung on the old hardware is wished for the new: it takes its place whole. */
async function handOver(tables: Tables, gateway: GatewayId): Promise<void> {
  const row = await tables.gateways.find(gateway);
  const settings = row?.reported?.settings;
  if (row === null || settings === undefined || settings.devices.length === 0) return;
  await keepWish(tables, row, withHash({ devices: row.wish?.devices ?? [], settings }), noChanges());
}

/** Who asks holds the key of a certificate that is not revoked. Throws `CERTIFICATE_REFUSED`. */
export async function renew(
  { store, authority }: Enrolling,
  csr: string,
  now: number,
): Promise<{ certificate: string }> {
  const publicKey = await authority.publicKeyOf(csr);
  const known = await store.read(({ certificates }) => certificates.findByKey(publicKey));
  if (known === null) throw new Fault("CERTIFICATE_REFUSED", "no certificate of this key is known");
  if (known.revokedAt !== null) throw new Fault("CERTIFICATE_REFUSED", `it was revoked: ${known.reason}`);
  if (now > known.expiresAt + graceMs) throw new Fault("CERTIFICATE_REFUSED", "it ended more than 90 days ago");
  const { certificate, fingerprint, expiresAt } = await authority.issue(csr, known.gateway, now);
  const row = { fingerprint, publicKey, gateway: known.gateway, at: now, expiresAt, revokedAt: null, reason: null };
  await store.transaction(({ certificates }) => certificates.put(row));
  return { certificate };
}

/** All of the gateway's. Throws `NOT_FOUND` where there is none that counts. */
export async function revoke(tables: Tables, gateway: GatewayId, reason: string, now: number): Promise<void> {
  const open = (await tables.certificates.listOf(gateway)).filter(({ revokedAt }) => revokedAt === null);
  if (open.length === 0) throw new Fault("NOT_FOUND", `a certificate of ${gateway}`);
  for (const one of open) await tables.certificates.put({ ...one, revokedAt: now, reason });
}

/** Whether a connection with this certificate may come in under this id. Throws `CERTIFICATE_REFUSED`. */
export async function admitCertificate(
  store: Store,
  id: string,
  peer: { cn: string; fingerprint: string },
  now: number,
): Promise<void> {
  const refused = (why: string) => new Fault("CERTIFICATE_REFUSED", `"${id}": ${why}`);
  if (peer.cn !== id) throw refused(`its certificate is that of "${peer.cn}"`);
  const row = await store.read(({ certificates }) => certificates.find(peer.fingerprint));
  if (row === null) throw refused("this hub never issued its certificate");
  if (row.revokedAt !== null) throw refused(`its certificate was revoked: ${row.reason}`);
  if (now > row.expiresAt) throw refused(`its certificate ended at ${new Date(row.expiresAt).toISOString()}`);
}
