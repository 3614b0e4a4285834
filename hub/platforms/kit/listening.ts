/** What the platforms share whose devices dial in: their ports as settings, the key of a frame, what a driver sends back. */
import Type, { type Static } from "typebox";
import { Fault } from "../../../core/fault.ts";
import type { ListeningSession } from "../../../drivers/kit/driver.ts";
import type { Once } from "./once.ts";
import type { ListenWish } from "./platform.ts";

export const noSecrets = Type.Object({}, { additionalProperties: false });

const port = (words: string, standard: number) =>
  Type.Optional(
    Type.Integer({ minimum: 0, maximum: 65_535, default: standard, description: `${words}; 0 takes a free one` }),
  );

/** `standard`: the port both ways, unless the settings say another. */
export const ListenSettings = (standard: number) =>
  Type.Object(
    {
      host: Type.Optional(
        Type.String({
          minLength: 1,
          default: "127.0.0.1",
          description: "address the hub listens on; 0.0.0.0 for all, for devices from outside",
        }),
      ),
      tcpPort: port("TCP port that devices dial in to", standard),
      udpPort: port("UDP port that devices send to", standard),
      ways: Type.Optional(
        Type.Enum(["tcp and udp", "tcp", "udp"], { default: "tcp and udp", description: "which of them is open" }),
      ),
    },
    { additionalProperties: false },
  );
type Ports = Static<ReturnType<typeof ListenSettings>>;
type Declared = { properties: { tcpPort: object; udpPort: object } };

/** Where it listens; what is not set is as the schema says. */
export function wishOf(
  { host = "127.0.0.1", tcpPort, udpPort, ways = "tcp and udp" }: Ports,
  { properties }: Declared,
): Pick<ListenWish, "host" | "tcpPort" | "udpPort"> {
  const standard = (declared: object) => (declared as { default: number }).default;
  return {
    host,
    tcpPort: ways === "udp" ? null : (tcpPort ?? standard(properties.tcpPort)),
    udpPort: ways === "tcp" ? null : (udpPort ?? standard(properties.udpPort)),
  };
}

/** A device that got no answer sends the same bytes again within ten minutes, maybe from another address; later they are news. */
export const onceFrame: Once = { sameForMs: 600_000, anyWay: true };

export function sentBack(session: ListeningSession, bytes: Uint8Array): Uint8Array[] {
  return session.receive(bytes, 0).flatMap((output) => ("send" in output ? [output.send] : []));
}

/** The first frame of a message. Throws `PUSH_UNREADABLE` for what is none. */
export function firstFrame(message: Uint8Array, cutFrame: ListenWish["cut"]): Uint8Array {
  const cut = message.length === 0 ? "more" : cutFrame(message);
  if (cut === "more" || !("frame" in cut)) throw new Fault("PUSH_UNREADABLE", "the bytes are no sound frame");
  return message.subarray(0, cut.frame);
}
