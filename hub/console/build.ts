/** Bundles the console: hashed assets, pages on demand, one index.html that names them. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

const here = import.meta.dirname;

/** Chrome 80 is the WebView of many older phones; style sheets need custom properties only. */
const target = ["es2020", "chrome80"];

/** Writes the console into `outdir`, which is emptied first. */
export async function buildConsole(outdir: string, { minify }: { minify: boolean }): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    entryPoints: [join(here, "main.tsx")],
    outdir: join(outdir, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target,
    minify,
    metafile: true,
    sourcemap: minify ? false : "linked",
    legalComments: "linked",
    jsx: "automatic",
    define: {
      "process.env.NODE_ENV": '"production"',
      liveWorker: JSON.stringify(await buildLiveWorker(outdir, minify)),
    },
    tsconfig: join(here, "tsconfig.json"),
    logLevel: "warning",
  });
  await buildLazySheets(join(outdir, "assets"), minify);
  const page = await readFile(join(here, "index.html"), "utf8");
  await writeFile(join(outdir, "index.html"), page.replace("<!-- assets -->", assetTags(metafile)));
  await buildWorker(outdir, shellOf(metafile), minify);
  if (minify) await compress(join(outdir, "assets"));
}

/** The worker that all tabs share: one of each version, whose address the pages of that version know. */
async function buildLiveWorker(outdir: string, minify: boolean): Promise<string> {
  const { metafile } = await build({
    entryPoints: [join(here, "worker/live-worker.ts")],
    ...{ outdir: join(outdir, "assets"), entryNames: "[name]-[hash]", minify, target, bundle: true },
    ...{ format: "iife" as const, metafile: true, logLevel: "warning" as const },
  });
  return `/assets/${basename(Object.keys(metafile.outputs)[0] ?? "")}`;
}

/** Style sheets that load with a page of their own, by a name that stays: the page asks whether it changed. */
const lazySheets = [
  "pages/connect/connect.css",
  "pages/coverage/coverage.css",
  "pages/devices/device.css",
  "pages/gateways/gateways.css",
  "pages/map/map.css",
  "pages/micro/micro.css",
  "pages/platforms/platforms.css",
  "pages/statistics/statistics.css",
  "pages/wall/wall.css",
];

async function buildLazySheets(outdir: string, minify: boolean): Promise<void> {
  await build({
    entryPoints: lazySheets.map((file) => join(here, file)),
    ...{ outdir, minify, target, bundle: true, entryNames: "[name]", logLevel: "warning" },
    loader: { ".png": "dataurl" },
  });
}

/** The tags for the entry, its style sheet and what it loads at once. React puts the sheets of lazy pages after one of their precedence: they override it. */
function assetTags({ outputs }: Metafile): string {
  const [path, entry] = Object.entries(outputs).find(([, output]) => output.entryPoint?.endsWith("main.tsx")) ?? [];
  if (!path || !entry) throw new Error("esbuild made no bundle of main.tsx");
  const src = (file: string) => `/assets/${basename(file)}`;
  const early = entry.imports.filter((each) => each.kind === "import-statement");
  return [
    ...(entry.cssBundle ? [`<link rel="stylesheet" data-precedence="default" href="${src(entry.cssBundle)}" />`] : []),
    ...early.map((each) => `<link rel="modulepreload" href="${src(each.path)}" />`),
    `<script type="module" src="${src(path)}"></script>`,
  ].join("\n    ");
}

/** Modules that the micro-platform cannot open without: itself, and what reads back what was known last. */
const shellEntries = ["main.tsx", "pages/micro/micro-app.tsx", "pages/micro/last-known.ts"];

/** The hashed files behind them, with all that these import at once. */
function shellOf({ outputs }: Metafile): string[] {
  const found = new Set<string>();
  const isWanted = (entry: string | undefined) => shellEntries.some((name) => entry?.endsWith(name));
  const waiting = Object.keys(outputs).filter((path) => isWanted(outputs[path]?.entryPoint));
  if (waiting.length < shellEntries.length) throw new Error("esbuild made no chunk of each of the shell's entries");
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const output = outputs[path];
    if (output?.cssBundle) found.add(output.cssBundle);
    for (const each of output?.imports ?? []) if (each.kind === "import-statement") waiting.push(each.path);
  }
  return [...found].map((path) => `/assets/${basename(path)}`).sort();
}

/** The worker's text changes whenever a file of the shell does: that is how browsers learn of a new version. */
async function buildWorker(outdir: string, hashed: readonly string[], minify: boolean): Promise<void> {
  const hashOf = async (file: string) =>
    createHash("sha256")
      .update(await readFile(join(outdir, file)))
      .digest("hex")
      .slice(0, 16);
  const shell = [
    { url: "/m", revision: await hashOf("index.html") },
    { url: "/assets/micro.css", revision: await hashOf("assets/micro.css") },
    ...hashed.map((url) => ({ url, revision: null })),
  ];
  await build({
    entryPoints: { "m-worker": join(here, "worker/worker.ts") },
    ...{ outdir, minify, target, bundle: true, format: "iife", logLevel: "warning" },
    define: { "process.env.NODE_ENV": '"production"', shellFiles: JSON.stringify(shell) },
  });
}

/** Less than this is not worth a second file. */
const leastBytes = 1024;

/** The hub sends these to whoever takes them; compressing at each request would cost it the same each time. */
async function compress(folder: string): Promise<void> {
  for (const file of (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name))) {
    const bytes = await readFile(join(folder, file));
    if (bytes.length < leastBytes) continue;
    await writeFile(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    await writeFile(join(folder, `${file}.br`), brotliCompressSync(bytes));
  }
}
