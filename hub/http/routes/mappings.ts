/** Mappings are tried on messages as they came, before they go live. */
import Type from "typebox";
import { GatewayId } from "../../../core/id.ts";
import { mappingSettings } from "../../platforms/mapping/mapping.ts";
import { readsSetting } from "../../platforms/mapping/reads.ts";
import { tryMapping } from "../../platforms/mapping/trial.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { Product } from "../platform-views.ts";
import { answers } from "../schema.ts";

const strict = { additionalProperties: false };
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([Type.Null(), schema]);
const moment = (description: string) => Type.Integer({ description: `${description}, ms since 1970` });

const Trial = Type.Object(
  {
    mapping: mappingSettings.mapping,
    key: mappingSettings.key,
    reads: readsSetting,
    products: Type.Optional(
      Type.Array(Product, { maxItems: 1000, description: "which model the devices of a product are" }),
    ),
    connector: Type.Optional(
      Type.Unsafe<GatewayId>({ ...GatewayId, description: "its adopted devices have their models already" }),
    ),
    model: Type.Optional(
      Type.String({ maxLength: 64, description: "the model of devices nobody adopted, of products that have none" }),
    ),
    samples: Type.Array(
      Type.Object(
        {
          from: Type.Optional(Type.String({ maxLength: 500, description: "the topic or path it came by" })),
          body: Type.String({ maxLength: 65_536, description: "the message as it came, in text" }),
        },
        strict,
      ),
      { minItems: 1, maxItems: 20 },
    ),
  },
  strict,
);

const TriedDevice = Type.Object(
  {
    device: Type.String(),
    product: Type.String(),
    title: Type.String(),
    kind: Type.Enum(["payload", "properties", "presence", "answer", "met", "values"]),
    at: orNull(moment("what the device's own clock said")),
    model: orNull(Type.String({ description: "its own, its product's, or the one it is tried with" })),
    properties: orNull(Type.Record(Type.String(), Type.Unknown(), { description: "named values the mapping made" })),
    readings: Type.Array(
      Type.Object(
        {
          point: Type.String(),
          value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]),
          at: moment("when it was measured"),
        },
        strict,
      ),
    ),
    fault: Type.String({ description: "the fault its driver tells, or empty" }),
  },
  strict,
);

const TrialView = Type.Array(
  Type.Object(
    {
      key: orNull(Type.String({ description: "what the message would be known by" })),
      devices: Type.Array(TriedDevice),
      error: orNull(
        Type.Object(
          {
            expression: orNull(Type.Enum(["mapping", "key"])),
            position: orNull(Type.Integer({ description: "the character of the expression, counted from 0" })),
            detail: Type.String(),
          },
          strict,
        ),
      ),
    },
    strict,
  ),
);

export const mappingRoutes: Routes = (app, deps) => {
  const { platforms, clock } = deps;
  app.post(
    "/api/platforms/mappings/trial",
    {
      config: { right: "gateways", sight: "none" },
      schema: {
        ...answers("tryMapping", "What a mapping would make of messages; nothing is kept", TrialView, 400, 401),
        body: Trial,
      },
    },
    async ({ body: { products = [], samples, connector, model, ...mapping } }) => {
      const adopted =
        connector === undefined ? [] : await look(deps, ({ foreignDevices }) => foreignDevices.list(connector));
      const { trial: evaluator, models } = platforms;
      return tryMapping({ mapping, samples }, { evaluator, models, products, adopted, model, now: clock() });
    },
  );
};
