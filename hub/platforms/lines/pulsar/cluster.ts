/** The brokers behind one address: which of them has a topic, and one connection to each. */
import { Fault } from "../../../../core/fault.ts";
import type { PulsarWish } from "../../kit/pulsar.ts";
import type { Bodies } from "./command.ts";
import { failureOf } from "./failure.ts";
import { type Link, type LinkOptions, openLink, type Way } from "./link.ts";
import { readAddress } from "./socket.ts";

export type Cluster = {
  /** The topic, or its partitions. Throws `LINE_DOWN`. */
  partsOf(topic: string): Promise<string[]>;
  /** A connection to the broker that has it. Throws `LINE_DOWN`. */
  linkFor(part: string): Promise<Link>;
};

/** A topic has some; a broker that says more than that is none to follow. */
const mostPartitions = 1024;
/** Brokers that send each other's askers in a circle. */
const mostHops = 20;

export function startCluster(wish: PulsarWish, options: Omit<LinkOptions, "known" | "token" | "ca">): Cluster {
  const service = readAddress(wish.url);
  const { token, ca } = wish;
  const links = new Map<string, Promise<Link>>();
  const about = {
    ...{ ...options, known: service.host },
    ...(token === undefined ? {} : { token }),
    ...(ca === undefined ? {} : { ca }),
  };
  const linkBy = (way: Way): Promise<Link> => {
    const key = JSON.stringify([way.address, way.proxyTo]);
    const link = links.get(key) ?? openLink(way, about);
    links.set(key, link);
    return link;
  };
  return {
    async partsOf(topic) {
      const link = await linkBy({ address: service });
      const body = (await link.ask("partitionMetadata", { topic }, topic)).body as Bodies["partitionMetadataResponse"];
      if (body.response === "Failed" || body.error !== undefined) throw failureOf(body, topic);
      const { partitions = 0 } = body;
      if (partitions === 0) return [topic];
      if (partitions > mostPartitions)
        throw new Fault(
          "LINE_DOWN",
          `the broker says that ${topic} has ${partitions} partitions: ask whether it is right`,
        );
      return Array.from({ length: partitions }, (_, n) => `${topic}-partition-${n}`);
    },
    async linkFor(part) {
      let way: Way = { address: service };
      let authoritative = false;
      for (let hop = 0; hop < mostHops; hop++) {
        const link = await linkBy(way);
        const answer = await link.ask("lookupTopic", { topic: part, authoritative }, part);
        const body = answer.body as Bodies["lookupTopicResponse"];
        way = wayOf(body, part, service);
        if (body.response !== "Redirect") return linkBy(way);
        authoritative = body.authoritative ?? false;
      }
      throw new Fault("LINE_DOWN", `the brokers sent us on ${mostHops} times, and none has ${part}`);
    },
  };
}

/** Where the answer sends us. */
function wayOf(body: Bodies["lookupTopicResponse"], part: string, service: Way["address"]): Way {
  if (body.response === "Failed" || body.error !== undefined) throw failureOf(body, part);
  const url = service.isTls ? body.brokerServiceUrlTls : body.brokerServiceUrl;
  if (url === undefined || url === "")
    throw new Fault("LINE_DOWN", `the broker of ${part} has no address ${service.isTls ? "with" : "without"} TLS`);
  const address = readAddress(url);
  if (body.proxyThroughServiceUrl !== true) return { address };
  return { address: service, proxyTo: `${address.host}:${address.port}` };
}
