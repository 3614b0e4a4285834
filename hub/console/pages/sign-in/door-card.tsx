/** The frame of every page before the sign-in. */
import { type FormEvent, type ReactNode, useEffect } from "react";
import { useSpeech } from "../../i18n/language.tsx";
import { Brand } from "../../parts/brand.tsx";
import { LaneArt } from "../../parts/lane-art.tsx";
import { Preferences } from "../../shell/preferences.tsx";

type Props = { title: string; lead: string; onSubmit(): void; children: ReactNode };

export function DoorCard({ title, lead, onSubmit, children }: Props) {
  const { t } = useSpeech();
  useEffect(() => {
    document.title = `${title} · ${t.name}`;
  }, [title, t]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className="sign-in">
      <div className="sign-in-top">
        <Brand />
        <Preferences />
      </div>
      <form className="sign-in-card" onSubmit={submit} noValidate aria-label={title}>
        <LaneArt />
        <h1>{title}</h1>
        <p className="dim">{lead}</p>
        {children}
      </form>
    </main>
  );
}
