/** One-time codes, and the certificates that gateways got for them. */
import type { EnrolAnswer } from "../../core/enrolment.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Page, PageWish } from "./page.ts";

export type EnrolmentRow = {
  /** The open part of the code. */
  handle: string;
  gateway: GatewayId;
  /** Hex, derived from the code, which itself is not kept. */
  key: string;
  by: string;
  at: number;
  expiresAt: number;
  /** How often it was tried wrong. */
  tries: number;
  /** Who used it, and what was answered. */
  csr: string | null;
  answer: EnrolAnswer | null;
};

export type Enrolments = {
  find(handle: string): Promise<EnrolmentRow | null>;
  /** Newest first. */
  page(wish: PageWish<"newest">): Promise<Page<EnrolmentRow>>;
  put(row: EnrolmentRow): Promise<void>;
};

export type CertificateRow = {
  /** SHA-256 (hex) of the certificate, and of its public key. */
  fingerprint: string;
  publicKey: string;
  gateway: GatewayId;
  at: number;
  expiresAt: number;
  revokedAt: number | null;
  reason: string | null;
};

export type Certificates = {
  find(fingerprint: string): Promise<CertificateRow | null>;
  /** The newest of this key. */
  findByKey(publicKey: string): Promise<CertificateRow | null>;
  /** Newest first. */
  listOf(gateway: GatewayId): Promise<CertificateRow[]>;
  put(row: CertificateRow): Promise<void>;
};
