/** What `lilong-hub --help` says, made from the settings' schema. */
import { factsOf, optionOf, settingNames, variableOf } from "./settings.ts";

const columns = settingNames.map((name) => {
  const { description, default: standard } = factsOf(name);
  const value = standard === undefined ? "" : ` (${String(standard)})`;
  return `  ${optionOf(name).padEnd(19)} ${description}${value}\n${" ".repeat(22)}or ${variableOf(name)}`;
});

export const help = `lilong-hub: takes in what the gateways of a neighbourhood measure, raises alerts, drives tickets.

Usage: lilong-hub [options]

${columns.join("\n")}
  -h, --help    this text
  -v, --version the version

Examples:
  lilong-hub
      Console and API on http://127.0.0.1:8080, gateways on mqtt://127.0.0.1:1883, data in ./data/hub.
      The first visit sets up the administrator, with the code in ./data/hub/setup-code.
  lilong-hub --http-host 0.0.0.0 --mqtt-host 0.0.0.0 --data /var/lib/lilong
      The same for a whole network.
  lilong-hub --http-host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem
      By https, which phones need. Behind a proxy that does it: lilong-hub --trusted-proxy 127.0.0.1
  lilong-hub --broker mqtt://hub:secret@broker.local:1883
      With a broker of your own; its access rules then decide who may publish what.

When it is ready it prints one line; the log goes to stderr as JSON. SIGTERM or Ctrl-C ends it cleanly.
Ends with 0 when asked to stop, 2 when a setting, a port or the folder is wrong (one line says what to do), 1 on a bug.
`;
