/** Ends a joint action with a summary, which goes into the ticket's story. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { JointView } from "../../../http/views.ts";
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { applyEvent } from "../../live/apply-event.ts";
import { Failure } from "../../parts/failure.tsx";
import { TextField, useDraft } from "./text-field.tsx";
import { microWords } from "./words.ts";

export function JointEnd({ joint }: { joint: JointView }) {
  const words = useWords(microWords);
  const cache = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [tried, setTried] = useState(false);
  const [summary, setSummary] = useDraft(`end.${joint.id}`);
  const end = useMutation({
    mutationFn: () =>
      client.post("/api/joint-actions/{id}/end", { path: { id: joint.id }, body: { summary: summary.trim() } }),
    onSuccess: (view) => {
      setSummary("");
      applyEvent(cache, "joint", view);
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (summary.trim() !== "") end.mutate();
  };
  if (!isOpen)
    return (
      <button type="button" className="m-button m-wide" onClick={() => setOpen(true)}>
        {words.joint.end}
      </button>
    );
  return (
    <form className="m-form" aria-label={words.joint.end} onSubmit={send} noValidate>
      <TextField
        {...{ label: words.joint.summary, value: summary, change: setSummary, hint: words.joint.summaryHint }}
        problem={tried && summary.trim() === "" ? words.ticket.missingText : ""}
      />
      {end.error && <Failure error={end.error} />}
      <button type="submit" className="m-button m-primary m-wide" disabled={end.isPending}>
        {words.joint.confirmEnd}
      </button>
    </form>
  );
}
