/** Who hangs on which bus: the two lines of the demonstration gateway, as `gateway.json` describes them to the agent. */

export const busIds = ["bus-a", "bus-b"] as const;
export type BusId = (typeof busIds)[number];

/** Names of files in hardware/sensors/. */
export type UnitModel = "qdy30a" | "water-gauge" | "eastron-sdm120" | "cover-contact" | "smoke-relay";

/** `index` is the place among the world's covers or rooms; `names` are other words people use for it. */
export type Seat = {
  device: string;
  model: UnitModel;
  bus: BusId;
  unit: number;
  index: number;
  title: string;
  names: readonly string[];
};

export const layout: readonly Seat[] = [
  { device: "pit-1", model: "qdy30a", bus: "bus-a", unit: 1, index: 0, title: "The sump pit", names: [] },
  { device: "lane-1", model: "water-gauge", bus: "bus-a", unit: 2, index: 0, title: "The lane", names: [] },
  {
    device: "pump-1-meter",
    model: "eastron-sdm120",
    bus: "bus-a",
    unit: 3,
    index: 0,
    title: "The standby pump's meter",
    names: [],
  },
  { device: "cover-1", model: "cover-contact", bus: "bus-b", unit: 11, index: 0, title: "Cover 1", names: ["1"] },
  { device: "cover-2", model: "cover-contact", bus: "bus-b", unit: 12, index: 1, title: "Cover 2", names: ["2"] },
  { device: "cover-3", model: "cover-contact", bus: "bus-b", unit: 13, index: 2, title: "Cover 3", names: ["3"] },
  {
    device: "smoke-301",
    model: "smoke-relay",
    bus: "bus-b",
    unit: 21,
    index: 0,
    title: "Room 301",
    names: ["1", "301"],
  },
  {
    device: "smoke-402",
    model: "smoke-relay",
    bus: "bus-b",
    unit: 22,
    index: 1,
    title: "Room 402",
    names: ["2", "402"],
  },
  {
    device: "smoke-502",
    model: "smoke-relay",
    bus: "bus-b",
    unit: 23,
    index: 2,
    title: "Room 502",
    names: ["3", "502"],
  },
];
