/** Hears everything a broker on this port has, at QoS 1, and does nothing with it. */
import { connectAsync } from "mqtt";

const client = await connectAsync(`mqtt://127.0.0.1:${process.argv[2]}`);
await client.subscribeAsync("#", { qos: 1 });
process.stdout.write("listens\n");
