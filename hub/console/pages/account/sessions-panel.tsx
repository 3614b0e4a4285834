/** Where one is signed in, and how to end it there. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { calls } from "./calls.ts";
import { accountWords } from "./words.ts";

const key = ["account", "sessions"];

export function SessionsPanel() {
  const words = useWords(accountWords).sessions;
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: key, queryFn: calls.sessions });
  const end = useMutation({
    mutationFn: calls.endSession,
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Panel title={words.title}>
      {sessions.isPending && <Waiting />}
      {sessions.error && <Failure error={sessions.error} retry={() => void sessions.refetch()} />}
      {end.error && <Failure error={end.error} />}
      <ul className="account-list">
        {sessions.data?.map(({ id, isThis, agent, address, usedAt }) => (
          <li key={id}>
            <span className="account-what">
              <b>{browserOf(agent ?? "") || words.unknown}</b>
              <span className="dim">
                {address} · <Age at={usedAt} />
              </span>
            </span>
            {isThis ? (
              <span className="dim">{words.here}</span>
            ) : (
              <Button loading={end.isPending && end.variables === id} onClick={() => end.mutate(id)}>
                {words.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The part of a user agent that people know: `Chrome 141 · Windows`. */
function browserOf(agent: string): string {
  const [, name = "", version = ""] = /(MicroMessenger|Edg|Firefox|Chrome|Version)\/(\d+)/.exec(agent) ?? [];
  const [system = ""] = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent) ?? [];
  const names: Record<string, string> = { Edg: "Edge", Version: "Safari", MicroMessenger: "WeChat" };
  const browser = name === "" ? agent.slice(0, 40) : `${names[name] ?? name} ${version}`;
  return [browser, system].filter((part) => part !== "").join(" · ");
}
