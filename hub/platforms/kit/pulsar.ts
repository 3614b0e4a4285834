/** Apache Pulsar, as a platform wishes it: where its messages lie, and who we are there. */

export type PulsarWish = {
  /** `pulsar+ssl://host:port`, or `pulsar://host:port` without encryption. */
  url: string;
  /** PEM of the authority that signed the brokers' certificates; public authorities unless given. */
  ca?: string;
  token?: string;
  /** `tenant/namespace/topic` each; partitions are found. A message comes `from` this. */
  topics: string[];
  /** Those who share it share the messages; what nobody acknowledged lies there for it. */
  subscription: string;
  /** How the broker lists us. */
  name: string;
};
