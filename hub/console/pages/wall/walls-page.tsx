/** Links for wall screens: made here, opened once on the screen, ended here. */
import Button from "antd/es/button";
import Input from "antd/es/input";
import { type FormEvent, useId, useState } from "react";
import { Link } from "wouter";
import { useNames } from "../../called/use-names.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useEndWall, useMakeWall, useWalls } from "./queries.ts";
import { wallWords } from "./words.ts";

export default function WallsPage() {
  const words = useWords(wallWords).manage;
  const { t } = useSpeech();
  return (
    <Page title={words.title} back={{ href: "/", text: t.overview.title }} lead={words.lead}>
      <p>
        <Link href="/wall" target="_blank">
          {words.look}
        </Link>
      </p>
      <MakeWall />
      <WallList />
    </Page>
  );
}

function MakeWall() {
  const words = useWords(wallWords).manage;
  const id = useId();
  const [name, setName] = useState("");
  const make = useMakeWall();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") make.mutate(name.trim(), { onSuccess: () => setName("") });
  };
  return (
    <Panel title={words.make}>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{words.name}</label>
          <Input
            id={id}
            value={name}
            maxLength={64}
            placeholder={words.nameHint}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <Button type="primary" htmlType="submit" loading={make.isPending} disabled={name.trim() === ""}>
          {words.make}
        </Button>
      </form>
      {make.error && <Failure error={make.error} />}
      {make.data && (
        <div className="done" role="status">
          <p>{words.once}</p>
          <CopyId id={`${location.origin}/wall#${make.data.secret}`} />
        </div>
      )}
    </Panel>
  );
}

function WallList() {
  const words = useWords(wallWords).manage;
  const walls = useWalls();
  const end = useEndWall();
  const [ended, setEnded] = useState("");
  const nameOf = useNames((walls.data ?? []).map(({ by }) => by));
  if (walls.error && !walls.data) return <Failure error={walls.error} retry={() => void walls.refetch()} />;
  if (!walls.data) return <Waiting />;
  return (
    <>
      <p role="status">{ended !== "" && words.ended(ended)}</p>
      {end.error && <Failure error={end.error} />}
      {walls.data.length === 0 && <Quiet title={words.none}>{words.noneText}</Quiet>}
      {walls.data.map(({ id, name, by, at, lastSeen }) => (
        <Panel
          key={id}
          title={name}
          side={
            <Button danger onClick={() => end.mutate(id, { onSuccess: () => setEnded(name) })}>
              {words.end}
            </Button>
          }
        >
          <p className="dim">
            {words.by(nameOf(by))} · <Age at={at} /> · {lastSeen === undefined ? words.never : words.seen}{" "}
            {lastSeen !== undefined && <Age at={lastSeen} />}
          </p>
        </Panel>
      ))}
    </>
  );
}
