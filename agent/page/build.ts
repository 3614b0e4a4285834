/** Bundles the page for old browsers: one script, one style, one document. */
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const client = join(import.meta.dirname, "client");

/** The oldest WeChat browsers in use know ES2015 and no more. */
export async function buildPage(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: { page: join(client, "main.ts") },
    outdir: folder,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2015",
    legalComments: "none",
    logLevel: "warning",
  });
  for (const file of ["index.html", "page.css"]) await copyFile(join(client, file), join(folder, file));
}
