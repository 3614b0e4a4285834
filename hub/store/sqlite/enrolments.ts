/** One-time codes and certificates in SQLite. */
import { type Kysely, sql } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { CertificateRow, Certificates, EnrolmentRow, Enrolments } from "../enrolments.ts";
import { type Key, readPage } from "./page.ts";
import type { CertificatesTable, EnrolmentsTable, Schema } from "./schema.ts";

const newest: readonly Key[] = [
  { by: sql.ref("at"), down: true },
  { by: sql.ref("handle"), down: true },
];

export function enrolmentsTable(query: Kysely<Schema>): Enrolments {
  return {
    async find(handle) {
      const row = await query.selectFrom("enrolments").selectAll().where("handle", "=", handle).executeTakeFirst();
      return row === undefined ? null : toEnrolment(row);
    },
    async page({ limit, after, count }) {
      const ask = { table: "enrolments", id: "handle", where: [], keys: newest, limit, after, count } as const;
      const { rows, ...rest } = await readPage<EnrolmentsTable>(query, ask);
      return { ...rest, rows: rows.map(toEnrolment) };
    },
    async put({ expiresAt, answer, ...rest }) {
      const row = { ...rest, expires_at: expiresAt, answer: answer === null ? null : JSON.stringify(answer) };
      await query
        .insertInto("enrolments")
        .values(row)
        .onConflict((conflict) => conflict.column("handle").doUpdateSet(row))
        .execute();
    },
  };
}

export function certificatesTable(query: Kysely<Schema>): Certificates {
  const all = () => query.selectFrom("certificates").selectAll().orderBy("at", "desc");
  return {
    async find(fingerprint) {
      return toCertificate(await all().where("fingerprint", "=", fingerprint).executeTakeFirst());
    },
    async findByKey(publicKey) {
      return toCertificate(await all().where("public_key", "=", publicKey).executeTakeFirst());
    },
    async listOf(gateway) {
      const rows = await all().where("gateway", "=", gateway).execute();
      return rows.map((row) => toCertificate(row) as CertificateRow);
    },
    async put({ publicKey, expiresAt, revokedAt, ...rest }) {
      const row = { ...rest, public_key: publicKey, expires_at: expiresAt, revoked_at: revokedAt };
      await query
        .insertInto("certificates")
        .values(row)
        .onConflict((conflict) => conflict.column("fingerprint").doUpdateSet(row))
        .execute();
    },
  };
}

function toEnrolment({ gateway, expires_at, answer, ...rest }: EnrolmentsTable): EnrolmentRow {
  const parsed = answer === null ? null : JSON.parse(answer);
  return { ...rest, gateway: gateway as GatewayId, expiresAt: expires_at, answer: parsed };
}

function toCertificate(row: CertificatesTable | undefined): CertificateRow | null {
  if (row === undefined) return null;
  const { gateway, public_key, expires_at, revoked_at, ...rest } = row;
  return {
    ...rest,
    gateway: gateway as GatewayId,
    publicKey: public_key,
    expiresAt: expires_at,
    revokedAt: revoked_at,
  };
}
