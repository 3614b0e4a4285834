/** The worker that holds the one stream of all tabs; see live/shared-stream.ts. */
import { type Asked, shareStream } from "../live/shared-stream.ts";

declare const self: { onconnect: (event: MessageEvent) => void };

const shared = shareStream(
  (after) => new EventSource(`/api/events${after === null ? "" : `?after=${encodeURIComponent(after)}`}`),
);

self.onconnect = ({ ports: [port] }) => {
  if (port !== undefined) port.onmessage = ({ data }: MessageEvent<Asked>) => shared.ask(port, data);
};
