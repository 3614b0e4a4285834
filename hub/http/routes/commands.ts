/** Commands for gateways, and their results. */
import Type from "typebox";
import { verbs } from "../../../core/command.ts";
import { Fault } from "../../../core/fault.ts";
import { GatewayId } from "../../../core/id.ts";
import { topics } from "../../../core/topics.ts";
import { checkGatewaySeen } from "../../accounts/sight.ts";
import { carryCommand } from "../../platforms/commands/carry.ts";
import { addCommand, commandView } from "../../registry/command.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { pageAsked, paged, searched, spanned, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";
import { CommandView } from "../views.ts";

const standardMs = 30_000;
/** A device behind a platform sleeps until it has something to say: the platform keeps the command so long. */
const carriedMs = 2 * 3_600_000;

const Wish = Type.Object(
  {
    verb: Type.String({ description: `what to do: ${Object.keys(verbs).join(", ")}` }),
    args: Type.Unknown({ description: "the verb's arguments, see core/command.ts" }),
    withinMs: Type.Optional(
      Type.Integer({
        ...{ minimum: 1000, maximum: 86_400_000 },
        description: "later it is not run; 30 s unless given, 2 h where a platform carries it",
      }),
    ),
  },
  { additionalProperties: false },
);

const Given = Type.Object({ id: Type.String() }, { additionalProperties: false });

export const commandRoutes: Routes = (app, deps) => {
  const { store, clock, publish, platforms } = deps;
  app.post(
    "/api/gateways/:gateway/commands",
    {
      config: { right: "gateways" },
      schema: {
        ...answers("giveCommand", "Tell a gateway to do something once", Given, 400, 401, 404),
        params: Type.Object({ gateway: GatewayId }),
        body: Wish,
      },
    },
    async (request) => {
      const { verb, args, withinMs } = request.body;
      const { gateway } = request.params;
      const now = clock();
      const wish = { verb, args, gateway, actor: operatorOf(request).account };
      const { command, isCarried } = await store.transaction(async (tables) => {
        const far = { ...wish, deadline: now + (withinMs ?? carriedMs) };
        const carried = await carryCommand(tables, far, platforms.models, now);
        if (carried !== null) return { command: carried, isCarried: true };
        const near = { ...wish, deadline: now + (withinMs ?? standardMs) };
        return { command: await addCommand(tables, near, now), isCarried: false };
      });
      const { id, deadline } = command;
      if (isCarried) platforms.tellDevices();
      else publish(topics.do(gateway, id), JSON.stringify({ verb, args, deadline }), { retain: false });
      return { id };
    },
  );

  app.get(
    "/api/gateways/:gateway/commands",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listCommands", "Commands of a gateway, newest first", Type.Array(CommandView), 400, 401),
        params: Type.Object({ gateway: GatewayId }),
        querystring: Type.Object({ ...paged, ...searched, ...spanned }),
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        await checkGatewaySeen(operatorOf(request), tables, request.params.gateway);
        const { q, from, to } = request.query;
        const ask = pageAsked(request.query, "newest");
        const { gateway } = request.params;
        const page = await tables.commands.page({ gateway, q, from, to, ...ask });
        tellPage(request, reply, ask.sort, page);
        const ids = page.rows.map(({ id }) => id);
        const carried = new Map((await tables.carriedCommands.list(gateway, ids)).map((one) => [one.id, one]));
        return page.rows.map((row) => commandView(row, clock(), carried.get(row.id)));
      }),
  );

  app.get(
    "/api/gateways/:gateway/commands/:id",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("readCommand", "A command and its result", CommandView, 400, 401, 404),
        params: Type.Object({ gateway: GatewayId, id: Type.String({ maxLength: 64 }) }),
      },
    },
    async (request) => {
      const { gateway, id } = request.params;
      const { row, carried } = await look(deps, async (tables) => {
        await checkGatewaySeen(operatorOf(request), tables, gateway);
        const carried = (await tables.carriedCommands.find(gateway, id)) ?? undefined;
        return { row: await tables.commands.find(gateway, id), carried };
      });
      if (row === null) throw new Fault("NOT_FOUND", `command ${id} of ${gateway}`);
      return commandView(row, clock(), carried);
    },
  );
};
