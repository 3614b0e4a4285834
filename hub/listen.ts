/** Opens a listening port, or says which setting to change. */
import type { AddressInfo, Server } from "node:net";
import { Fault, type FaultCode } from "../core/fault.ts";
import { optionOf, type SettingName } from "./settings.ts";

export type ListenWish = {
  host: string;
  port: number;
  setting: "httpPort" | "mqttPort" | "mqttsPort" | "districtPort" | "doorPort";
};

const codes: Record<string, FaultCode> = { EADDRINUSE: "PORT_TAKEN", EACCES: "PORT_TAKEN" };
const hostSetting = {
  httpPort: "httpHost",
  mqttPort: "mqttHost",
  mqttsPort: "mqttHost",
  districtPort: "districtHost",
  doorPort: "doorHost",
} as const satisfies Record<string, SettingName>;

/** Resolves once `server` listens. Throws `PORT_TAKEN` or `SETTING_INVALID` naming the setting. */
export function listen(server: Server, wish: ListenWish): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenFault(error, wish)));
    server.listen({ host: wish.host, port: wish.port, exclusive: true }, resolve);
  });
}

/** The fault behind a `listen` that failed; anything else is returned as it is. */
export function listenFault(error: unknown, { host, port, setting }: ListenWish): unknown {
  const cause = error as NodeJS.ErrnoException;
  if (cause.syscall !== "listen" && cause.syscall !== "getaddrinfo") return error;
  const code = codes[cause.code ?? ""];
  if (code === undefined)
    return new Fault("SETTING_INVALID", `${optionOf(hostSetting[setting])} ${host}: ${cause.message}`, { cause });
  const why = cause.code === "EACCES" ? "may not be opened by this user" : "is taken";
  return new Fault(code, `port ${port} on ${host} ${why}; ${optionOf(setting)} chooses another`, { cause });
}

/** `host:port` as bound. */
export function addressOf(server: Server, host: string): string {
  const bound = server.address() as AddressInfo | null;
  return `${host.includes(":") ? `[${host}]` : host}:${bound?.port ?? 0}`;
}

/** How a process on this machine reaches it. */
export function ownUrl(server: Server, host: string): string {
  const isAny = host === "0.0.0.0" || host === "::";
  return `http://${addressOf(server, isAny ? "127.0.0.1" : host)}`;
}
