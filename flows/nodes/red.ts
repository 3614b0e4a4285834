/** What our nodes use of Node-RED, typed. */

export type Message = { [key: string]: unknown; topic?: unknown; payload?: unknown };

export type Status =
  | { fill: "green" | "yellow" | "red" | "grey"; shape: "dot" | "ring"; text: string }
  | Record<string, never>;

export type RedNode = {
  id: string;
  name?: string;
  on(event: "input", heard: (message: Message, send: Send, done: (error?: Error) => void) => void): void;
  on(event: "close", heard: (done: () => void) => void): void;
  send: Send;
  status(status: Status): void;
  error(text: string, message?: Message): void;
};
export type Send = (message: Message | (Message | null)[]) => void;

export type Red = {
  nodes: {
    createNode(node: RedNode, config: object): void;
    registerType(type: string, made: (this: RedNode, config: never) => void): void;
  };
  hooks: { add(name: "onComplete.lilong", heard: (ended: { msg: Message; error?: unknown }) => void): void };
  settings: { lilong?: { url: string; token: string } };
  /** A word of the node's locale. */
  _(key: string, values?: Record<string, unknown>): string;
};

/** Registers a node: `begin` gets a live node and its configuration. */
export function register<Config>(red: Red, type: string, begin: (node: RedNode, config: Config) => void): void {
  red.nodes.registerType(type, function (this: RedNode, config: Config) {
    red.nodes.createNode(this, config as object);
    begin(this, config);
  } as (this: RedNode, config: never) => void);
}

/** A node that does one thing for each message, says how it went, and passes on what it made. */
export function worker(
  red: Red,
  node: RedNode,
  work: (message: Message) => Promise<Message | (Message | null)[] | null>,
): void {
  node.on("input", (message, send, done) => {
    node.status({ fill: "yellow", shape: "ring", text: red._("state.working") });
    work(message).then(
      (made) => {
        node.status({ fill: "green", shape: "dot", text: red._("state.done") });
        if (made !== null) send(made);
        done();
      },
      (error: Error) => {
        node.status({ fill: "red", shape: "dot", text: error.message.slice(0, 60) });
        done(error);
      },
    );
  });
}

/** What a form left empty is nothing. */
export function given(text: unknown): string | undefined {
  return typeof text === "string" && text.trim() !== "" ? text.trim() : undefined;
}
