/** Feeds the sound with what stands now, on every page; while red rings, how many and a mute are always at hand. */
import { SoundFilled } from "@ant-design/icons";
import Button from "antd/es/button";
import { useEffect } from "react";
import { Link } from "wouter";
import type { AlertView } from "../../../http/views.ts";
import { useWords } from "../../i18n/language.tsx";
import { useList } from "../../known/use-list.ts";
import { follow, muteSound, tryToWake, useSound } from "./sound-store.ts";
import { alertWords } from "./words.ts";

/** What nobody has seen, the gravest first: only red and orange ring, and a page of them is enough to. */
const loudest = "state=unacknowledged&sort=severity&limit=50";

export function SoundWatch() {
  const words = useWords(alertWords).sound;
  const { ringing, state } = useSound();
  const alerts = useList<AlertView>("alerts", loudest).data?.pages;
  useEffect(() => {
    if (alerts) follow(alerts.flatMap(({ rows }) => rows));
  }, [alerts]);
  useEffect(() => {
    if (state !== "asleep") return;
    const wake = () => void tryToWake();
    wake();
    addEventListener("pointerdown", wake);
    addEventListener("keydown", wake);
    return () => {
      removeEventListener("pointerdown", wake);
      removeEventListener("keydown", wake);
    };
  }, [state]);
  // Signed out: nobody is there to hear it.
  useEffect(() => () => follow([]), []);
  if (ringing.length === 0) return null;
  return (
    <div className="ringing" role="status">
      <SoundFilled aria-hidden />
      <Link href="/alerts?severity=1">{words.ringing(ringing.length)}</Link>
      <Button onClick={muteSound}>{words.mute}</Button>
    </div>
  );
}
