/** Sensors of the demonstration that advertise over BLE or hang on an Arduino's pins: `node hardware/virtual/air-and-pins.ts --help`. */
import { createCipheriv } from "node:crypto";
import { parseArgs } from "node:util";
import { Fault } from "../../core/fault.ts";
import { tieToWorld } from "./air-and-pins-world.ts";
import { startFirmataBoard } from "./firmata-board.ts";
import { serviceData, startHciController } from "./hci-controller.ts";

const help = `virtual air and pins: three BLE sensors on a controller, three sensors on an Arduino, all made of software

  node hardware/virtual/air-and-pins.ts [--air 15030] [--board 15031] [--world http://127.0.0.1:15080]

  --air PORT      the BLE controller: H4 over TCP on 127.0.0.1; 0 = any
  --board PORT    the Arduino: StandardFirmata over TCP on 127.0.0.1; 0 = any
  --world URL     the neighbourhood's control: its rain falls into the gauge, output D10 starts its standby pump;
                  without it a drizzle falls
`;

/** As `air-and-pins.json` has them. */
const door = "3C:2E:F5:AA:BB:01";
const leak = { address: "54:48:E6:8F:80:A5", key: Buffer.from("231d39c1d7cc1ab1aee224cd096db932", "hex") };
const thermometer = "A4:C1:38:B4:94:4C";
const tick = 1000;

/** [bthome.io/encryption] */
function sealed(counter: number, plain: Uint8Array): Uint8Array {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(counter);
  const nonce = Buffer.concat([
    Buffer.from(leak.address.replaceAll(":", ""), "hex"),
    Buffer.of(0xd2, 0xfc, 0x41),
    count,
  ]);
  const cipher = createCipheriv("aes-128-ccm", leak.key, nonce, { authTagLength: 4 });
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(0x41), data, count, cipher.getAuthTag()]);
}

function int16(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff];
}

async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { air: text, board: text, world: text, help: { type: "boolean" } } });
  if (values.help) return void process.stdout.write(help);
  const air = await startHciController(Number(values.air ?? 15_030));
  const board = await startFirmataBoard(Number(values.board ?? 15_031));
  // The loop open: 2.97 V; the tank two thirds full: 3.2 m of 5 are 14.24 mA on 150 ohm.
  board.setVolts(0, 2.97);
  const look =
    values.world === undefined
      ? null
      : tieToWorld(values.world, board, (why) => process.stderr.write(`the neighbourhood does not answer: ${why}\n`));
  let seconds = 0;
  const turn = setInterval(() => {
    seconds += 1;
    board.setVolts(1, ((4 + (16 * (3.2 + 0.1 * Math.sin(seconds / 120))) / 5) * 150) / 1000);
    // A drizzle: a tip each 20 s, the contact closed for a moment.
    if (look === null) board.setLevel(2, seconds % 20 !== 0);
    else void look(tick);
    air.advertise(door, serviceData("fcd2", Uint8Array.of(0x44, 0x00, seconds & 0xff, 0x01, 97, 0x2d, 0)));
    air.advertise(
      leak.address,
      serviceData("fcd2", sealed(Math.floor(Date.now() / 1000), Uint8Array.of(0x01, 88, 0x20, 0))),
    );
    const celsius = Math.round((24 + 2 * Math.sin(seconds / 300)) * 10);
    const humidity = Math.round((55 + 5 * Math.sin(seconds / 500)) * 10);
    const mac = thermometer
      .split(":")
      .map((part) => Number.parseInt(part, 16))
      .reverse();
    const frame = [
      0x50,
      0x30,
      0x5b,
      0x05,
      seconds & 0xff,
      ...mac,
      0x0d,
      0x10,
      4,
      ...int16(celsius),
      ...int16(humidity),
    ];
    air.advertise(thermometer, serviceData("fe95", Uint8Array.from(frame)));
  }, tick);
  const stop = async () => {
    clearInterval(turn);
    await Promise.all([air.close(), board.close()]);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
  process.stdout.write(`virtual air and pins ready air tcp:127.0.0.1:${air.port} board 127.0.0.1:${board.port}\n`);
}

await main().catch((cause) => {
  if (!(cause instanceof Fault)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 2;
});
