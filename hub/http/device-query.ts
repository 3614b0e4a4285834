/** What a list of devices can be asked for. */
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { GatewayId } from "../../core/id.ts";
import { watchersOf } from "../registry/component-classes.ts";
import { lives } from "../registry/life.ts";
import { areasByWord } from "../rulebook/area-names.ts";
import { type DeviceFilter, healthStates } from "../store/devices.ts";
import type { Tables } from "../store/store.ts";
import { operatorOf } from "./guard.ts";
import { areasAsked } from "./paging.ts";

const id = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 64, description }));

export const deviceFilters = {
  gateway: Type.Optional(GatewayId),
  q: Type.Optional(
    Type.String({ maxLength: 200, description: "words that all have to be in its title, place, id or note" }),
  ),
  area: id("an area of the rulebook, with everything in it"),
  class: id("CJ/T 214:0103"),
  owner: id("a unit of the rulebook"),
  maintainer: id("a unit of the rulebook"),
  standing: Type.Optional(Type.Enum([...healthStates], { description: "how it is" })),
  life: Type.Optional(Type.Enum([...lives])),
  quarantine: Type.Optional(Type.Boolean({ description: "what nobody approved, or no registration names" })),
  self: Type.Optional(
    Type.Enum(["with", "without"], { default: "with", description: "what a gateway says of itself" }),
  ),
};
const Asked = Type.Object(deviceFilters);
export type DevicesAsked = Type.Static<typeof Asked>;

/** The areas the person is kept to; null: all. */
export function sightOf(request: FastifyRequest): ReadonlySet<string> | null {
  return operatorOf(request).areas;
}

export async function deviceFilterOf(
  tables: Tables,
  request: FastifyRequest,
  asked: DevicesAsked,
): Promise<DeviceFilter> {
  const { q, standing, self, area, quarantine, ...same } = asked;
  const filter = {
    gateway: same.gateway,
    class: same.class,
    watching: same.class === undefined ? undefined : watchersOf(same.class),
    owner: same.owner,
    maintainer: same.maintainer,
    life: same.life,
    text: q,
    meant: q === undefined ? undefined : await areasByWord(tables, q),
    health: standing,
    quarantine,
    areas: await areasAsked(tables, area, sightOf(request)),
    withoutSelf: self === "without",
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
