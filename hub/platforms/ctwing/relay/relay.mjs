/** Hands messages of CTWing's message queue (Apache Pulsar) to a hub's door; each is acknowledged only once the hub has it. */

/** What is set up, and where it comes from. */
const needed = {
  CTWING_SERVER: "address on CTWing's MQ page, e.g. pulsar+ssl://<tenant>.mq-msgpush.ctwing.cn:16651",
  CTWING_TENANT: "tenant id on the same page",
  CTWING_TOKEN: "token on the same page",
  CTWING_TOPIC: "topic made there",
  LILONG_DOOR: "the connector's push address, https://<host>/door/<connector>/<token>",
};
const busyMs = 5000;

const lacking = Object.keys(needed).filter((name) => !process.env[name]);
if (lacking.length > 0) {
  for (const name of lacking) console.error(`${name} is not set: ${needed[name]}`);
  process.exit(2);
}
const { CTWING_SERVER, CTWING_TENANT, CTWING_TOKEN, CTWING_TOPIC, LILONG_DOOR } = process.env;
const { default: Pulsar } = await import("pulsar-client");

const client = new Pulsar.Client({
  serviceUrl: CTWING_SERVER,
  authentication: new Pulsar.AuthenticationToken({ token: CTWING_TOKEN }),
  operationTimeoutSeconds: 30,
});
const consumer = await client.subscribe({
  topic: `aep-msgpush/${CTWING_TENANT}/${CTWING_TOPIC}`,
  subscription: process.env.CTWING_SUBSCRIPTION || CTWING_TENANT,
  subscriptionType: "Shared",
  subscriptionInitialPosition: "Earliest",
  nAckRedeliverTimeoutMs: busyMs,
});
console.log(`relaying ${CTWING_TOPIC}`);

let isEnding = false;
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => (isEnding = true));
while (!isEnding) {
  const message = await receive();
  if (message !== null) await handOn(message);
}
await consumer.close();
await client.close();

/** Null where nothing came for a while: then it is looked whether to end. */
async function receive() {
  try {
    return await consumer.receive(1000);
  } catch (error) {
    if (/timeout/i.test(String(error))) return null;
    throw error;
  }
}

/** What the hub does not take comes again from the queue. */
async function handOn(message) {
  const reason = await push(message.getData());
  if (reason === null) return consumer.acknowledge(message);
  console.error(`not taken (${reason}); it comes again`);
  consumer.negativeAcknowledge(message);
}

async function push(body) {
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(LILONG_DOOR, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });
    return answer.status === 200 ? null : `HTTP ${answer.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
