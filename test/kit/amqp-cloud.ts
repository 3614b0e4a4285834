/** For tests: a cloud's queue over AMQP 1.0 on loopback; it remembers who signed in, hands out one message and waits until it is settled. */
import type { Server } from "node:net";
import rhea, { type EventContext, type Message } from "rhea";
import { onTestFinished } from "vitest";

export type AmqpCloud = {
  port: number;
  signedIn: { username: string; password: string }[];
  /** Resolves with the address it was taken from, once it is accepted. */
  hand(message: Message): Promise<string>;
};

export async function amqpCloud(): Promise<AmqpCloud> {
  const container = rhea.create_container();
  const signedIn: AmqpCloud["signedIn"] = [];
  const ready = Promise.withResolvers<EventContext>();
  const settled = Promise.withResolvers<string>();
  container.sasl_server_mechanisms.enable_plain((username: string, password: string) => {
    signedIn.push({ username, password });
    return true;
  });
  container.on("sendable", ready.resolve);
  container.on("accepted", ({ sender }: EventContext) => settled.resolve(sender?.source.address ?? ""));
  for (const wrong of ["rejected", "released", "modified"])
    container.on(wrong, () => settled.reject(new Error(`the message was ${wrong}`)));
  // Who connects may be gone at any time.
  container.on("disconnected", () => {});
  const port = await listen(container.listen({ port: 0, host: "127.0.0.1" }));
  return {
    ...{ port, signedIn },
    async hand(message) {
      (await ready.promise).sender?.send(message);
      return settled.promise;
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => (server.listening ? done() : server.once("listening", done)));
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}
