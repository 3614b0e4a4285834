/** `npm run build:ble`: builds the BLE socket of this gateway against the Node that runs here, whose headers its npm package carries. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const socket = "@abandonware/bluetooth-hci-socket";
/** What the package's own installer would name: where its code looks for the result. */
const names = ["-Dmodule_name=bluetooth_hci_socket", "-Dmodule_path=./lib/binding"];
const version = process.versions.node;
const folder = mkdtempSync(join(tmpdir(), "lilong-node-"));

function run(command: string, args: readonly string[]): void {
  // Whatever the machine's own setting is, the headers are those of this Node.
  const env = { ...process.env, npm_config_nodedir: join(folder, "package") };
  const { status, error } = spawnSync(command, args, { stdio: "inherit", env });
  if (status === 0) return;
  process.stderr.write(
    `build:ble: ${command} ${args[0]} failed (${error?.message ?? status}); it needs gcc, make and python3\n`,
  );
  process.exit(1);
}

try {
  const headers = `node-${process.platform}-${process.arch}`;
  run("npm", ["pack", "--silent", "--pack-destination", folder, `${headers}@${version}`]);
  run("tar", ["-xzf", join(folder, `${headers}-${version}.tgz`), "-C", folder]);
  const build = ["node-gyp", "rebuild", "-C", join("node_modules", socket), "--", ...names];
  run("npm", ["exec", "--yes", "--package=node-gyp@13.1.0", "--", ...build]);
  run(process.execPath, ["-e", `require(${JSON.stringify(socket)})`]);
  process.stdout.write("build:ble: BLE is built\n");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
