/** The benches' own MQTT clients: they never wait to fill a packet, so that no peer is slowed by its feeder. */
import { connect } from "node:net";
import { type IClientOptions, MqttClient } from "mqtt";

/** Resolves when the broker has accepted the connection. */
export async function connectClient(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const { hostname, port } = new URL(url);
  const socket = () => connect({ host: hostname, port: Number(port), noDelay: true });
  const client = new MqttClient(socket, { protocolVersion: 4, clean: true, reconnectPeriod: 0, ...options });
  return new Promise((resolve, reject) => {
    client.once("connect", () => resolve(client));
    client.once("error", reject);
  });
}
