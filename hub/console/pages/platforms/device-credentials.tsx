/** The credentials of one device; a new one is shown once. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useState } from "react";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { tell } from "../../parts/toast.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { CopyLine } from "../connect/copy-line.tsx";
import type { ForeignDeviceView } from "./calls.ts";
import { platformCalls } from "./calls.ts";
import { platformWords } from "./words.ts";

type Props = { connector: string; device: ForeignDeviceView };

/** A device ends its old credential by using the new one; nothing tells the page of it. */
const lookMs = 5_000;

export function DeviceCredentials({ connector, device }: Props) {
  const { credentials: words } = useWords(platformWords);
  const [isOpen, setOpen] = useState(false);
  const { foreign, title, place } = device;
  return (
    <li>
      <span className="platform-device platform-holder">
        <b>{place}</b> <span>{title}</span> <code>{foreign}</code>
      </span>
      <Button
        type="link"
        className="platform-show"
        aria-expanded={isOpen}
        aria-label={`${isOpen ? words.hide : words.show} ${title}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? words.hide : words.show}
      </Button>
      {isOpen && <Opened connector={connector} foreign={foreign} />}
    </li>
  );
}

function Opened({ connector, foreign }: { connector: string; foreign: string }) {
  const { credentials: words } = useWords(platformWords);
  const client = useQueryClient();
  const key = ["credentials", connector, foreign];
  const list = useQuery({
    queryKey: key,
    queryFn: () => platformCalls.credentials(connector, foreign),
    refetchInterval: lookMs,
  });
  const again = () => void client.invalidateQueries({ queryKey: key });
  const make = useMutation({
    mutationFn: (old: "replace" | "rotate") => platformCalls.makeCredential(connector, foreign, old),
    onSuccess: again,
  });
  /** What was made is over with the rest: it is shown no longer. */
  const ended = () => {
    make.reset();
    again();
  };
  const hasOpen = list.data?.some(({ revokedAt }) => revokedAt === null) === true;
  if (list.error && !list.data) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Waiting rows={2} />;
  return (
    <div className="platform-credentials">
      {make.error && <Failure error={make.error} />}
      {typeof make.data?.credential === "string" && (
        <div role="status">
          <CopyLine text={make.data.credential} label={words.made} />
        </div>
      )}
      {list.data.length === 0 && <p className="dim">{words.listNone}</p>}
      <List rows={list.data} />
      <div className="row-acts">
        <Button loading={make.isPending} disabled={!hasOpen} onClick={() => make.mutate("rotate")}>
          {words.rotate}
        </Button>
        <Button loading={make.isPending} onClick={() => make.mutate("replace")}>
          {words.replace}
        </Button>
        {hasOpen && <Revoke connector={connector} foreign={foreign} done={ended} />}
      </div>
    </div>
  );
}

type Row = Awaited<ReturnType<typeof platformCalls.credentials>>[number];

function List({ rows }: { rows: readonly Row[] }) {
  const { credentials: words } = useWords(platformWords);
  const { language } = useSpeech();
  const nameOf = useNames(rows.map(({ by }) => by));
  return (
    <ul>
      {rows.map(({ id, by, at, usedAt, revokedAt }) => (
        <li key={id}>
          <b>{revokedAt === null ? words.states.open : words.states.revoked}</b>{" "}
          <span className="dim">
            {words.madeBy(nameOf(by))} · {momentText(at, now(), language, { seconds: false })} ·{" "}
            {usedAt === null ? (
              words.never
            ) : (
              <>
                {words.used} <Age at={usedAt} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Asked once more, because the device is cut off at once. */
function Revoke({ connector, foreign, done }: { connector: string; foreign: string; done(): void }) {
  const { credentials: words } = useWords(platformWords);
  const [isAsked, setAsked] = useState(false);
  const revoke = useMutation({
    mutationFn: () => platformCalls.revoke(connector, foreign),
    onSuccess: () => {
      tell({ text: words.revoked });
      done();
    },
  });
  if (!isAsked)
    return (
      <Button danger onClick={() => setAsked(true)}>
        {words.revoke}
      </Button>
    );
  return (
    <div role="alert">
      <p>{words.revokeSure}</p>
      <Button danger loading={revoke.isPending} onClick={() => revoke.mutate()}>
        {words.revokeDo}
      </Button>{" "}
      <Button onClick={() => setAsked(false)}>{words.cancel}</Button>
      {revoke.error && <Failure error={revoke.error} />}
    </div>
  );
}
