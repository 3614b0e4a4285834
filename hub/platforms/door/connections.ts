/** Connections at the door: so many together, so many from one address; who comes beyond is told, and turned away. */
import type { Server, Socket } from "node:net";
import { Server as TlsServer } from "node:tls";
import { Fault } from "../../../core/fault.ts";
import type { SeenFault } from "../../store/faults.ts";
import { unreadAnswer } from "./unread.ts";

/** `connectionsEach` null: all come by a proxy, whose address says nothing. */
export type ConnectionLimits = { connections: number; connectionsEach: number | null };

/** Who knocks a thousand times is told of once. */
const quietMs = 60_000;

export function capConnections(
  server: Server,
  { connections, connectionsEach }: ConnectionLimits,
  report: (fault: SeenFault) => void,
): void {
  const each = new Map<string, number>();
  let all = 0;
  let told = Number.NEGATIVE_INFINITY;
  const refuse = (socket: Socket, detail: string) => {
    const fault = new Fault("PUSH_BUSY", detail);
    if (performance.now() - told >= quietMs) {
      told = performance.now();
      report({ gateway: null, code: "PUSH_BUSY", subject: socket.remoteAddress ?? "", detail: `door: ${detail}` });
    }
    // Within TLS nothing can be said before hands are shaken.
    if (server instanceof TlsServer) socket.destroy();
    else socket.end(unreadAnswer(fault, 503), () => socket.destroy());
  };
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const own = each.get(address) ?? 0;
    if (all >= connections) return refuse(socket, `${all} connections are open`);
    if (connectionsEach !== null && own >= connectionsEach)
      return refuse(socket, `${own} connections of ${address} are open`);
    all++;
    each.set(address, own + 1);
    socket.once("close", () => {
      all--;
      const left = (each.get(address) ?? 1) - 1;
      if (left > 0) each.set(address, left);
      else each.delete(address);
    });
  });
}
