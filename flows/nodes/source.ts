/** What the nodes that begin a flow share: they listen to the hub and show whether it is there. */
import type { Heard, Hub } from "./hub.ts";
import type { Red, RedNode } from "./red.ts";

export function follow(red: Red, node: RedNode, hub: Hub, [path, event]: [string, string], heard: Heard): void {
  node.status({ fill: "yellow", shape: "ring", text: red._("state.connecting") });
  const end = hub.listen(path, event, heard, (isThere) =>
    node.status(
      isThere
        ? { fill: "green", shape: "dot", text: red._("state.connected") }
        : { fill: "red", shape: "ring", text: red._("state.lost") },
    ),
  );
  node.on("close", (done) => {
    end();
    done();
  });
}
