/** The numeric types of a register map: their size, limits, and how they are read and written. */

type NumberType = {
  registers: 1 | 2;
  low: number;
  high: number;
  get(view: DataView): number;
  set(view: DataView, value: number): void;
};

export const numberTypes = {
  int16: {
    registers: 1,
    low: -0x8000,
    high: 0x7fff,
    get: (view) => view.getInt16(0),
    set: (view, value) => view.setInt16(0, value),
  },
  uint16: {
    registers: 1,
    low: 0,
    high: 0xffff,
    get: (view) => view.getUint16(0),
    set: (view, value) => view.setUint16(0, value),
  },
  int32: {
    registers: 2,
    low: -0x8000_0000,
    high: 0x7fff_ffff,
    get: (view) => view.getInt32(0),
    set: (view, value) => view.setInt32(0, value),
  },
  uint32: {
    registers: 2,
    low: 0,
    high: 0xffff_ffff,
    get: (view) => view.getUint32(0),
    set: (view, value) => view.setUint32(0, value),
  },
  float32: {
    registers: 2,
    low: -3.402_823_466_385_288_6e38,
    high: 3.402_823_466_385_288_6e38,
    get: (view) => shortest(view.getFloat32(0)),
    set: (view, value) => view.setFloat32(0, value),
  },
} as const satisfies Record<string, NumberType>;

export type NumberTypeName = keyof typeof numberTypes;

export function isNumberType(name: string): name is NumberTypeName {
  return name in numberTypes;
}

/** The shortest decimal that is the same float32: 1.23, not 1.2300000190734863. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}
