/** For tests: an MQTT client packet by packet, which may leave before it hears, and send again what it sent before. */
import { once } from "node:events";
import { connect } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";
import { onTestFinished } from "vitest";

export type RawMqtt = {
  send(packet: Packet): void;
  /** Resolves with the next packet of this kind. */
  hear(cmd: Packet["cmd"]): Promise<Packet>;
  /** As a cable that is pulled: nothing is said. */
  cut(): Promise<void>;
};

export async function rawMqtt(url: string, user: string, password: string): Promise<RawMqtt> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => void socket.destroy());
  const reader = parser({ protocolVersion: 4 });
  const heard: Packet[] = [];
  const waiting = new Set<() => void>();
  reader.on("packet", (packet) => {
    heard.push(packet);
    for (const look of waiting) look();
  });
  socket.on("data", (bytes) => void reader.parse(bytes));
  socket.on("error", () => {});
  const hear = (cmd: Packet["cmd"]) =>
    new Promise<Packet>((done) => {
      const look = () => {
        const at = heard.findIndex((packet) => packet.cmd === cmd);
        if (at < 0) return;
        waiting.delete(look);
        done(heard.splice(at, 1)[0] as Packet);
      };
      waiting.add(look);
      look();
    });
  await once(socket, "connect");
  const send = (packet: Packet) => void socket.write(generate(packet));
  const about = { protocolId: "MQTT", protocolVersion: 4, keepalive: 60 } as const;
  send({ cmd: "connect", ...about, clientId: user, clean: false, username: user, password: Buffer.from(password) });
  await hear("connack");
  return {
    ...{ send, hear },
    async cut() {
      const closed = once(socket, "close");
      socket.destroy();
      await closed;
    },
  };
}
