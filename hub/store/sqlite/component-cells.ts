/** A component as its row has it, and back. */
import type { Component } from "../../coverage/component.ts";

export type ComponentCells = {
  id: string;
  class: string;
  name: string;
  area: string | null;
  place: string;
  building: string;
  position: string | null;
  lon: number | null;
  lat: number | null;
  owner: string;
  maintainer: string;
  note: string;
};

export function toComponent(row: ComponentCells): Component {
  const { id, class: code, name, area, place, building, position, lon, lat, owner, maintainer, note } = row;
  const at: Component["at"] = lon === null || lat === null ? null : [lon, lat];
  const told = position === null ? null : JSON.parse(position);
  return { id, class: code, name, area, place, building, position: told, at, owner, maintainer, note };
}

/** In the order of the columns of `ComponentCells`. */
export function cellsOf(one: Component): (string | number | null)[] {
  const { id, class: code, name, area, place, building, position, at, owner, maintainer, note } = one;
  const told = position === null ? null : JSON.stringify(position);
  return [id, code, name, area, place, building, told, at?.[0] ?? null, at?.[1] ?? null, owner, maintainer, note];
}

/** Whether both say the same. */
export function isSame(a: Component, b: Component): boolean {
  return JSON.stringify(cellsOf(a)) === JSON.stringify(cellsOf(b));
}
