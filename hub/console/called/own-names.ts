/** What the hub itself calls the connectors it makes, in English; a person's own names stay as they are. A test holds it to the hub. */
export const ownNames: ReadonlyMap<string, string> = new Map([
  ["设备直连", "Devices directly"],
  ["消防用传装置直连", "Fire alarm transmission devices directly"],
  ["水文遥测站直连", "Telemetry stations directly"],
  ["本街道", "This street"],
]);
