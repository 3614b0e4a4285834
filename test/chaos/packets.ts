/** Just enough of MQTT to see what passes on a line: a stream cut into whole packets, and what a PUBLISH holds. */

/** [MQTT 3.1.1 §3.3] */
const publishType = 3;
/** [MQTT 3.1.1 §2.2.3] */
const mostLengthBytes = 4;

/** `body` is a view: what is changed in it is changed in the packet. */
export type Publish = { topic: string; body: Buffer };

/** Takes what arrives and gives the packets that are whole by now; the rest waits for its end. */
export function packetCutter(): (bytes: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
    const packets: Buffer[] = [];
    for (let end = endOf(rest); end !== null && end <= rest.length; end = endOf(rest)) {
      packets.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    return packets;
  };
}

/** Null for any other packet. */
export function publishIn(packet: Buffer): Publish | null {
  const head = packet[0] as number;
  if (head >> 4 !== publishType) return null;
  const at = headBytes(packet);
  if (at === null) return null;
  const topicEnd = at + 2 + packet.readUInt16BE(at);
  const hasId = (head & 0b0110) !== 0;
  return { topic: packet.toString("utf8", at + 2, topicEnd), body: packet.subarray(topicEnd + (hasId ? 2 : 0)) };
}

/** How many bytes type and length take; null while they are not all there. */
function headBytes(packet: Buffer): number | null {
  for (let i = 1; i <= mostLengthBytes && i < packet.length; i++) if ((packet[i] as number) < 0x80) return i + 1;
  return null;
}

function endOf(packet: Buffer): number | null {
  const head = headBytes(packet);
  if (head === null) return null;
  let length = 0;
  for (let i = head - 1; i >= 1; i--) length = length * 128 + ((packet[i] as number) & 0x7f);
  return head + length;
}
