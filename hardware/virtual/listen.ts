/** Listening on loopback, with a taken port named. */
import type { AddressInfo, Server } from "node:net";
import { Fault } from "../../core/fault.ts";

export const host = "127.0.0.1";

/** Resolves with the port (chosen by the machine when `port` is 0). Throws `PORT_TAKEN`; `what` names the listener. */
export function listen(server: Server, port: number, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException) => reject(toFault(cause, port, what));
    server.once("error", failed);
    server.listen({ host, port }, () => {
      server.off("error", failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function toFault(cause: NodeJS.ErrnoException, port: number, what: string): Error {
  if (cause.code === "EADDRINUSE")
    return new Fault("PORT_TAKEN", `${host}:${port} (${what}) is in use by another program`, { cause });
  if (cause.code === "EACCES")
    return new Fault("SETTING_INVALID", `${host}:${port} (${what}) is not open to this user; choose one above 1023`, {
      cause,
    });
  return cause;
}

/** Ends the listener; who calls it ends the connections. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
