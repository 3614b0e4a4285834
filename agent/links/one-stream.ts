/** A link as the one stream of its devices. */
import type { Link, LinkEvents } from "./link.ts";
import type { OpenStreams, Stream } from "./stream.ts";

export function oneStream(name: string, openLink: (events: LinkEvents) => Link): OpenStreams {
  return (events) => {
    let isOpen = false;
    const stream: Stream = { name, write: (bytes) => link.write(bytes) };
    const link = openLink({
      onBytes: (bytes) => events.onBytes(stream, bytes),
      onState(state) {
        if (state.up && !isOpen) events.onOpen(stream);
        if (!state.up && isOpen) events.onClose(stream);
        isOpen = state.up;
        events.onState(state);
      },
    });
    return { close: () => link.close() };
  };
}
