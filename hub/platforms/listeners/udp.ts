/** A UDP port that devices send to: each datagram is whole frames, and what is sent back goes to where it came from. */
import { createSocket, type Socket } from "node:dgram";
import { Gather, type Gathered } from "./gather.ts";
import { type Bound, type Line, told } from "./port.ts";

/** Peers whose reports may be half here at once, and datagrams that wait for the disk. */
const mostPeers = 500;
const mostWaiting = 500;

/** Resolves once it is had. */
export async function openUdp(line: Line, port: number): Promise<Bound> {
  const { host } = line.wish;
  const socket = udpSocket(line);
  const end = () => new Promise<void>((done) => void socket.close(() => done()));
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind({ address: host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    await end();
    throw error;
  }
  socket.on("error", (error) => line.failed(error, null));
  return { address: told(host, socket.address().port), end };
}

export function udpSocket(line: Line): Socket {
  const socket = createSocket(line.wish.host.includes(":") ? "udp6" : "udp4");
  const peers = new Map<string, Gather>();
  let waiting = 0;
  const hear = async (bytes: Buffer, { address, port }: { address: string; port: number }) => {
    const peer = gatherOf(peers, `${address} ${port}`, line);
    const all: Gathered[] = [...peer.push(bytes, performance.now()), ...peer.end()];
    for (const heard of all)
      for (const answer of await line.take(heard, { way: "udp", address }))
        socket.send(answer, port, address, () => {});
  };
  socket.on("message", (bytes, from) => {
    // Dropped unanswered, as the net itself may drop it: the device sends again.
    if (waiting >= mostWaiting) return;
    waiting += 1;
    void hear(bytes, from)
      .catch((error) => line.failed(error, null))
      .finally(() => {
        waiting -= 1;
      });
  });
  return socket;
}

/** The one that was silent longest gives way. */
function gatherOf(peers: Map<string, Gather>, name: string, line: Line): Gather {
  const known = peers.get(name) ?? new Gather(line.wish);
  peers.delete(name);
  peers.set(name, known);
  const [oldest] = peers.keys();
  if (peers.size > mostPeers && oldest !== undefined) peers.delete(oldest);
  return known;
}
