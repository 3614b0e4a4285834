/** A listener for the other side alone: TLS that asks for its certificate, and trusts none but that of its card. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Identity } from "./identity.ts";

export type DoorOptions = {
  identity: Identity;
  /** PEM of the other side's card as it is now; null while there is none, and then nobody comes in. */
  trusted(): Promise<string | null>;
  handle(request: IncomingMessage, response: ServerResponse): void;
};

/** Not listening yet. Whose certificate is not the card's gets no further than the handshake. */
export function makeDoor({ identity, trusted, handle }: DoorOptions): Server {
  const { key, cert } = identity;
  let known: { ca: string; context: SecureContext } | null = null;
  const contextNow = async () => {
    // Without a card it trusts its own certificate, which nobody else holds the key of.
    const ca = (await trusted()) ?? cert;
    if (known?.ca !== ca) known = { ca, context: createSecureContext({ key, cert, ca, minVersion: "TLSv1.2" }) };
    return known.context;
  };
  return createServer(
    {
      ...{ key, cert, ca: cert, minVersion: "TLSv1.2", requestCert: true, rejectUnauthorized: true },
      // Looked up with each handshake: a new card counts from the next connection on.
      SNICallback: (_name, done) => void contextNow().then((context) => done(null, context), done),
    },
    handle,
  );
}
