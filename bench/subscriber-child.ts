/** Hears everything a broker on this port has, at QoS 1, and does nothing with it. */
import { connectClient } from "./mqtt-client.ts";

const client = await connectClient(`mqtt://127.0.0.1:${process.argv[2]}`);
await client.subscribeAsync("#", { qos: 1 });
process.stdout.write("listens\n");
