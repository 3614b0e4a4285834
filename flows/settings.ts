/** Node-RED's settings: what it may do here, and whom it may not speak to. */
import { join } from "node:path";
import type { Begin } from "./words.ts";

/** Where the hub shows the editor. */
export const editorPath = "/flows/";

/** Nodes that reach the machine itself: who draws flows is an operator, not its administrator. */
const shutOut = ["90-exec.js", "10-file.js", "23-watch.js"];

export function settingsOf({ userDir, nodesDir, hub, isSafe }: Begin): object {
  const never = { allowInstall: false, allowUpdate: false, allowUpload: false };
  return {
    userDir,
    nodesDir,
    lang: "zh-CN",
    flowFile: "flows.json",
    flowFilePretty: true,
    nodesExcludes: shutOut,
    httpAdminRoot: editorPath,
    httpNodeRoot: false,
    ...(isSafe ? { safeMode: true } : {}),
    // No other host is asked for anything.
    telemetry: { enabled: false, updateNotification: false },
    externalModules: { autoInstall: false, palette: never, modules: { allowInstall: false } },
    httpAdminMiddleware: withoutInstalls,
    functionExternalModules: false,
    diagnostics: { enabled: true, ui: true },
    runtimeState: { enabled: true, ui: true },
    exportGlobalContextKeys: false,
    debugMaxLength: 1000,
    logging: { console: { level: "warn", metrics: false, audit: false } },
    editorTheme: {
      page: { title: "里弄 · 流程", scripts: join(nodesDir, "../editor-confirm.js") },
      header: { title: "里弄 · 流程" },
      tours: false,
      projects: { enabled: false },
      palette: {
        categories: { order: ["里弄", "common", "function", "sequence", "parser", "network"] },
      },
      menu: { "menu-item-help": false, "menu-item-node-red-version": false },
      codeEditor: { lib: "monaco" },
      multiplayer: { enabled: false },
    },
    // Our nodes read it as RED.settings.lilong; function nodes cannot.
    lilong: hub,
  };
}

type Asked = { method: string; path: string };
type Answer = { status(code: number): { end(): void } };

/** [Node-RED admin API, `POST /nodes`] runs npm whatever `allowInstall` says: that only hides the button. */
function withoutInstalls({ method, path }: Asked, answer: Answer, next: () => void): void {
  if (method === "POST" && /^\/nodes\/?$/i.test(path)) answer.status(403).end();
  else next();
}
