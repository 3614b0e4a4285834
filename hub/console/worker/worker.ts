/** The service worker of the micro-platform: its shell opens with no network. No answer of the hub's API is kept here. */
import { clientsClaim } from "workbox-core";
import { addRoute, cleanupOutdatedCaches, matchPrecache, precache } from "workbox-precaching";
import { registerRoute } from "workbox-routing";

declare const self: { skipWaiting(): Promise<void> };
/** What the shell is made of; written in by build.ts. */
declare const shellFiles: { url: string; revision: string | null }[];

/** A basement's network that neither works nor fails is given up after this. */
const patienceMs = 4_000;
const shell = "/m";

void self.skipWaiting();
clientsClaim();
cleanupOutdatedCaches();
precache(shellFiles);

type Asked = { url: URL; request: Request };
const isOpened = ({ request }: Asked) => request.mode === "navigate";

registerRoute(
  (asked) => isOpened(asked) && (asked.url.pathname === shell || asked.url.pathname.startsWith(`${shell}/`)),
  ({ request }) => fresh(request, () => matchPrecache(shell)),
);
// Whoever kept the hub's bare address comes to the one page that opens without it.
registerRoute(
  (asked) => isOpened(asked) && asked.url.pathname === "/",
  ({ request }) => fresh(request, async () => Response.redirect(shell)),
);
// Its name stays when it changes: the hub's comes first.
registerRoute("/assets/micro.css", ({ request }) => fresh(request, () => matchPrecache("/assets/micro.css")));
addRoute({ cleanURLs: false, directoryIndex: "" });

/** The hub's own answer, or in its absence what was kept. */
async function fresh(request: Request, kept: () => Promise<Response | undefined>): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patienceMs);
  try {
    const answer = await fetch(request, { signal: abort.signal });
    if (answer.status < 500) return answer;
    return (await kept()) ?? answer;
  } catch (error) {
    const instead = await kept();
    if (instead === undefined) throw error;
    return instead;
  } finally {
    clearTimeout(timer);
  }
}
