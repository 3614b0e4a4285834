/** A gateway's retained status document; its last will is the same document with `state: offline`. */
import Type from "typebox";
import { Epoch } from "./id.ts";

const count = Type.Integer({ minimum: 0 });

export const GatewayStatus = Type.Object(
  {
    state: Type.Union([Type.Literal("online"), Type.Literal("offline")]),
    boot: Type.String({ minLength: 1, description: "random id of this run of the agent" }),
    session: Type.Integer({
      minimum: 1,
      description: "counts connections for ever, so a late will cannot beat a newer status",
    }),
    version: Type.String(),
    clock: Type.Union([Type.Literal("synced"), Type.Literal("estimated")]),
    epochs: Type.Object({ data: Epoch, alert: Epoch }, { additionalProperties: false }),
    backlog: Type.Object(
      {
        data: count,
        alert: count,
        oldest: Type.Optional(
          Type.Integer({ minimum: 0, description: "event time of the oldest record waiting, ms since 1970" }),
        ),
      },
      { additionalProperties: false, description: "records waiting" },
    ),
  },
  { additionalProperties: false },
);
export type GatewayStatus = Type.Static<typeof GatewayStatus>;
