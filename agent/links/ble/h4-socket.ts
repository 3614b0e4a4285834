/** A controller reached over TCP with H4 packets, in the shape of the socket that noble expects. */
import { EventEmitter } from "node:events";
import { connect, type Socket } from "node:net";

/** Longest packet: event and ACL headers with their data [Core v5.3 Vol 4 Part A §2]. */
const mostBytes = 4 + 65_535;

/** Resolves with the socket's class once the controller is there: noble asks at once whether it is up. Rejects when it is not. */
export async function connectController(host: string, port: number, lost: (reason: string) => void) {
  const socket = connect({ host, port, noDelay: true });
  await new Promise<void>((done, failed) => socket.once("connect", done).once("error", failed));
  socket.on("error", (error) => lost(error.message));
  socket.on("close", () => lost(`the controller at ${host}:${port} closed the connection`));
  return h4SocketClass(socket, lost);
}

function h4SocketClass(socket: Socket, lost: (reason: string) => void) {
  return class H4Socket extends EventEmitter {
    #waiting: Buffer = Buffer.alloc(0);

    bindRaw(): void {
      socket.on("data", (bytes) => this.#take(bytes));
    }

    bindUser(): void {
      this.bindRaw();
    }

    start(): void {
      // Data flows from the connection on.
    }

    stop(): void {
      socket.destroy();
    }

    isDevUp(): boolean {
      return !socket.destroyed;
    }

    setFilter(): void {
      // A controller of its own sends nobody else's packets.
    }

    write(packet: Buffer): void {
      socket.write(packet);
    }

    #take(bytes: Buffer): void {
      this.#waiting = Buffer.concat([this.#waiting, bytes]);
      for (let length = packetLength(this.#waiting); length !== null; length = packetLength(this.#waiting)) {
        if (length < 0 || length > mostBytes) {
          lost("the controller sent what is no H4 packet");
          return;
        }
        if (this.#waiting.length < length) return;
        const packet = this.#waiting.subarray(0, length);
        this.#waiting = this.#waiting.subarray(length);
        this.emit("data", packet);
      }
    }
  };
}

/** [Core v5.3 Vol 4 Part A §2] Null while it cannot be told; -1 for a type that a controller does not send. */
function packetLength(bytes: Buffer): number | null {
  const [type] = bytes;
  if (type === undefined) return null;
  if (type === 0x04) return bytes.length < 3 ? null : 3 + (bytes[2] as number);
  if (type === 0x02) return bytes.length < 5 ? null : 5 + bytes.readUInt16LE(3);
  return -1;
}
