/** Moves a map that was written for channel 1 of a many-channel module to the channel the device is wired to. */
import type { Block, MappedPoint, ModbusConfig } from "./config.ts";

/** The blocks with every address as it goes on the wire. */
export function blocksOfChannel({ blocks, channel = 1 }: ModbusConfig): Block[] {
  return blocks.map((block) => moveBlock(block, (channel - 1) * (block.stride ?? 0)));
}

function moveBlock(block: Block, by: number): Block {
  if (by === 0) return block;
  return { ...block, address: block.address + by, points: block.points.map((point) => movePoint(point, by)) };
}

function movePoint(point: MappedPoint, by: number): MappedPoint {
  const moved = { ...point, address: point.address + by };
  if (point.decimalsRegister !== undefined) moved.decimalsRegister = point.decimalsRegister + by;
  if (point.unitRegister !== undefined) moved.unitRegister = point.unitRegister + by;
  return moved;
}
