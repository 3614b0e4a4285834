/** Connecting a device that speaks for itself: how and what, its access to be pasted, and the first message as it comes. */
import { useMutation, useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useState } from "react";
import type { ConnectView, DirectMade, DirectWish } from "../../../http/direct-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { AccessPanel } from "./access-panel.tsx";
import { ArrivalPanel } from "./arrival-panel.tsx";
import { connectCalls } from "./calls.ts";
import { Joinings } from "./joinings.tsx";
import { WishForm } from "./wish-form.tsx";
import { connectWords } from "./words.ts";

export default function ConnectPage() {
  const words = useWords(connectWords);
  const view = useQuery({ queryKey: ["direct"], queryFn: connectCalls.view });
  return (
    <Page title={words.title} lead={words.lead}>
      <link rel="stylesheet" href="/assets/connect.css" precedence="default" />
      {view.data === undefined ? (
        view.error ? (
          <Failure error={view.error} retry={() => void view.refetch()} />
        ) : (
          <Waiting rows={5} />
        )
      ) : (
        <Steps view={view.data} again={() => void view.refetch()} />
      )}
    </Page>
  );
}

type Made = { wish: DirectWish; made: DirectMade; example: string };

function Steps({ view, again }: { view: ConnectView; again(): void }) {
  const words = useWords(connectWords);
  const [done, setDone] = useState<Made | null>(null);
  const make = useMutation({ mutationFn: connectCalls.make });
  const send = (wish: DirectWish, example: string) =>
    make.mutate(wish, {
      onSuccess: (made) => {
        setDone({ wish, made, example });
        again();
      },
    });
  if (done === null)
    return (
      <div className="connect">
        <WishForm view={view} send={send} isBusy={make.isPending} error={make.error} />
        <Joinings />
      </div>
    );
  const restart = () => {
    make.reset();
    setDone(null);
  };
  return (
    <div className="connect">
      <AccessPanel view={view} {...done} />
      <ArrivalPanel made={done.made} way={done.wish.way} />
      <Button onClick={restart}>{words.another}</Button>
    </div>
  );
}
