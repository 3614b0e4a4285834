/** Bundles the console: hashed assets, pages on demand, one index.html that names them. */
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
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfig: join(here, "tsconfig.json"),
    logLevel: "warning",
  });
  await buildLazySheets(join(outdir, "assets"), minify);
  const page = await readFile(join(here, "index.html"), "utf8");
  await writeFile(join(outdir, "index.html"), page.replace("<!-- assets -->", assetTags(metafile)));
  if (minify) await compress(join(outdir, "assets"));
}

/** Style sheets that load with a page of their own, by a name that stays: the page asks whether it changed. */
const lazySheets = [
  "pages/connect/connect.css",
  "pages/devices/device.css",
  "pages/gateways/gateways.css",
  "pages/map/map.css",
  "pages/micro/micro.css",
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

/** The tags for the entry, its style sheet and what it loads at once. */
function assetTags({ outputs }: Metafile): string {
  const [path, entry] = Object.entries(outputs).find(([, output]) => output.entryPoint?.endsWith("main.tsx")) ?? [];
  if (!path || !entry) throw new Error("esbuild made no bundle of main.tsx");
  const src = (file: string) => `/assets/${basename(file)}`;
  const early = entry.imports.filter((each) => each.kind === "import-statement");
  return [
    ...(entry.cssBundle ? [`<link rel="stylesheet" href="${src(entry.cssBundle)}" />`] : []),
    ...early.map((each) => `<link rel="modulepreload" href="${src(each.path)}" />`),
    `<script type="module" src="${src(path)}"></script>`,
  ].join("\n    ");
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
