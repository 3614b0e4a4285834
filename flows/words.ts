/** What the hub and the process that runs Node-RED say to each other over their own channel. */

/** By the hub, once, before anything else; secrets come this way and not in the environment, where flows could read them. */
export type Begin = {
  kind: "begin";
  /** The folder of flows.json. */
  userDir: string;
  /** Path of the `node-red` module. */
  nodeRed: string;
  /** Where our nodes lie. */
  nodesDir: string;
  /** The hub's address and what opens its API to flows. */
  hub: { url: string; token: string };
  /** What opens the editor to the hub, and to nobody else on this machine. */
  door: string;
  isSafe: boolean;
  beatMs: number;
};

export type ToFlows = Begin | { kind: "end" };

export type FromFlows =
  | { kind: "beat"; rssMb: number }
  | { kind: "ready"; port: number }
  | { kind: "deployed" }
  /** flows.json is no list of nodes: nothing runs. */
  | { kind: "unreadable"; why: string };
