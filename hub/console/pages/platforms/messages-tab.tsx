/** Messages as they came, newest first, by state; and reading them again. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useSearch } from "wouter";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import type { ConnectorView } from "./calls.ts";
import { type MessageState, platformCalls } from "./calls.ts";
import { MessageRow } from "./message-row.tsx";
import { Replay } from "./replay.tsx";
import { platformWords } from "./words.ts";

const states = ["all", "refused", "unknown", "waiting", "again", "taken"] as const;
const pageSize = 50;

export function MessagesTab({ connector }: { connector: ConnectorView }) {
  const { messages: words } = useWords(platformWords);
  const { refused, unknown, taken } = connector.messages;
  const counts: Partial<Record<(typeof states)[number], number>> = { refused, unknown, taken };
  const textOf = (state: (typeof states)[number]) =>
    counts[state] === undefined ? words.states[state] : `${words.states[state]} ${counts[state]}`;
  return (
    <>
      <FilterLinks
        name="state"
        label={words.filter}
        filters={states.map((value) => ({ value, text: textOf(value) }))}
      />
      <Rows connector={connector.id} />
      <Replay connector={connector} />
    </>
  );
}

function Rows({ connector }: { connector: string }) {
  const { messages: words } = useWords(platformWords);
  const asked = new URLSearchParams(useSearch()).get("state") ?? "all";
  const state = asked === "all" ? undefined : (asked as MessageState);
  const messages = useInfiniteQuery({
    queryKey: ["connector", connector, "messages", asked],
    queryFn: ({ pageParam }) => platformCalls.messages(connector, state, pageParam, pageSize),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page[page.length - 1]?.n),
    refetchInterval: 5_000,
  });
  if (messages.data === undefined)
    return messages.error ? (
      <Failure error={messages.error} retry={() => void messages.refetch()} />
    ) : (
      <Waiting rows={6} />
    );
  const rows = messages.data.pages.flat();
  if (rows.length === 0) return <Quiet title={words.none}>{words.noneText}</Quiet>;
  return (
    <>
      <ul className="rows panel">
        {rows.map((row) => (
          <MessageRow key={row.n} connector={connector} message={row} />
        ))}
      </ul>
      {messages.hasNextPage && (
        <Button loading={messages.isFetchingNextPage} onClick={() => void messages.fetchNextPage()}>
          {words.older}
        </Button>
      )}
    </>
  );
}
