/** What a line needs for TLS, and why the other side was not believed, as a sentence with its cure. */
import { isIP } from "node:net";

export type TlsOptions = { servername: string; ca?: string };

/** An address has no name to be asked for [RFC 6066 §3]; its certificate has to be for the address all the same. */
export function tlsOptions(host: string, ca?: string): TlsOptions {
  return { servername: isIP(host) === 0 ? host : "", ...(ca === undefined ? {} : { ca }) };
}

const unknownAuthority = "no authority that is trusted here signed the server's certificate: enter its own one as `ca`";
const sentences: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  CERT_SIGNATURE_FAILURE: unknownAuthority,
  CERT_HAS_EXPIRED: "the server's certificate has expired: it has to be renewed there, or the clock here is wrong",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet: one of the two clocks is wrong",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another name: enter the host as it is written there",
  ERR_SSL_WRONG_VERSION_NUMBER: "the port speaks no TLS: enter another port, or the address without encryption",
};

/** Null for what is no failure of TLS. */
export function tlsFailure(error: unknown): string | null {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const sentence = sentences[code];
  return sentence === undefined ? null : `${sentence} (${message.split(/\n|; if the root CA/)[0]})`;
}
