/** RabbitMQ with its AMQP 1.0 plugin as the broker of a test: a third party that asks us who may come in, and that can be killed and started again. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import rhea, { type Message } from "rhea";
import { onTestFinished } from "vitest";
import { freePort } from "./commands.ts";
import { type Running, start } from "./processes.ts";

export type Rabbit = {
  port: number;
  /** By TLS; null where it has no certificate. */
  tlsPort: number | null;
  /** Those who came to the door, in order. */
  asked: { username: string; password: string; isIn: boolean }[];
  /** As a power cut would. */
  kill(): Promise<void>;
  /** With what it kept on its disk. */
  start(): Promise<void>;
};

/** Files in PEM. */
export type Identity = { ca: string; cert: string; key: string };

/** `knows` says who may come in, as the platform's own cloud would; `queues` are on its disk. */
export async function startRabbit(
  folder: string,
  queues: readonly string[],
  knows: (username: string, password: string) => boolean,
  identity?: Identity,
): Promise<Rabbit> {
  const asked: Rabbit["asked"] = [];
  const doorman = await startDoorman((username, password) => {
    const isIn = knows(username, password);
    asked.push({ username, password, isIn });
    return isIn;
  });
  const [port, names, distribution] = [await freePort(), await freePort(), await freePort()];
  const tls = identity === undefined ? null : { port: await freePort(), ...identity };
  const env = settle(folder, queues, { port, names, distribution, doorman }, tls);
  await start("/usr/bin/epmd", ["-d", "-address", "127.0.0.1", "-port", String(names)]).says("epmd running");
  let running: Running;
  const rabbit = {
    ...{ port, tlsPort: tls?.port ?? null, asked },
    kill: () => running.kill("SIGKILL"),
    async start() {
      running = start("/usr/lib/rabbitmq/bin/rabbitmq-server", [], env);
      await running.says("Server startup complete", 30_000);
    },
  };
  await rabbit.start();
  return rabbit;
}

/** Where this broker has a queue that is there already. */
export const addressOf = (queue: string) => `/amq/queue/${queue}`;

/** What a platform's cloud puts into its queue; resolves when the broker has it on its disk. */
export async function publish(rabbit: Rabbit, queue: string, messages: readonly Message[]): Promise<number> {
  const signIn = { username: "cloud", password: "cloud", reconnect: false };
  const connection = rhea.create_container().connect({ host: "127.0.0.1", port: rabbit.port, ...signIn });
  const over = Promise.withResolvers<void>();
  let [sent, kept] = [0, 0];
  const sender = connection.open_sender({ target: { address: addressOf(queue) } });
  connection.on("sendable", () => {
    while (sent < messages.length && sender.sendable()) sender.send({ durable: true, ...messages[sent++] } as Message);
  });
  connection.on("accepted", () => ++kept === messages.length && over.resolve());
  for (const event of ["disconnected", "connection_error", "error", "sender_error"])
    connection.on(event, () => over.resolve());
  await over.promise;
  connection.close();
  return kept;
}

type Ports = { port: number; names: number; distribution: number; doorman: number };

/** Everything of it lies in `folder`, and nothing listens beyond loopback. */
function settle(
  folder: string,
  queues: readonly string[],
  { port, names, distribution, doorman }: Ports,
  tls: (Identity & { port: number }) | null,
): NodeJS.ProcessEnv {
  const ask = (what: string) => `auth_http.${what}_path = http://127.0.0.1:${doorman}/${what}`;
  mkdirSync(join(folder, "home"), { recursive: true });
  writeFileSync(join(folder, "enabled"), "[rabbitmq_amqp1_0,rabbitmq_auth_backend_http].\n");
  const there = queues.map((name) => ({ name, vhost: "/", durable: true, auto_delete: false, arguments: {} }));
  writeFileSync(join(folder, "there.json"), JSON.stringify({ vhosts: [{ name: "/" }], queues: there }));
  const conf = [
    `load_definitions = ${join(folder, "there.json")}`,
    ...[`listeners.tcp.1 = 127.0.0.1:${port}`, "auth_backends.1 = http", "log.console = true", "log.file = false"],
    ...["user", "vhost", "resource", "topic"].map(ask),
    ...(tls === null ? [] : tlsLines(tls)),
  ];
  writeFileSync(join(folder, "rabbit.conf"), `${conf.join("\n")}\n`);
  return {
    HOME: join(folder, "home"),
    // The shell that starts it becomes it, so that its process is the child.
    RABBITMQ_ALLOW_INPUT: "1",
    RABBITMQ_NODENAME: `lilong-${port}@localhost`,
    RABBITMQ_CONFIG_FILE: join(folder, "rabbit.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "enabled"),
    RABBITMQ_MNESIA_BASE: join(folder, "data"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_PID_FILE: join(folder, "pid"),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_CONF_ENV_FILE: join(folder, "no-such-file"),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1",
    ERL_EPMD_PORT: String(names),
    ERL_EPMD_ADDRESS: "127.0.0.1",
  };
}

function tlsLines({ port, ca, cert, key }: Identity & { port: number }): string[] {
  const files = { cacertfile: ca, certfile: cert, keyfile: key, verify: "verify_none" };
  const options = Object.entries(files).map(([name, value]) => `ssl_options.${name} = ${value}`);
  return [`listeners.ssl.1 = 127.0.0.1:${port}`, ...options];
}

async function startDoorman(knows: (username: string, password: string) => boolean): Promise<number> {
  const inside = new Set<string>();
  const server = createServer(async (request, response) => {
    const { username = "", password } = await fieldsOf(request);
    // Its sessions ask once more for a user who is in, without a password.
    const isIn = password === undefined ? inside.has(username) : knows(username, password);
    if (isIn) inside.add(username);
    const isUser = request.url?.startsWith("/user") === true;
    response.end(!isUser || isIn ? "allow" : "deny");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

async function fieldsOf(request: IncomingMessage): Promise<Record<string, string>> {
  let text = new URL(request.url ?? "/", "http://localhost").search.slice(1);
  for await (const part of request) text += part;
  return Object.fromEntries(new URLSearchParams(text));
}
