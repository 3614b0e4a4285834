/** Turns the alert sound of this browser on and off; its state is always written. */
import { MutedOutlined, SoundOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useWords } from "../../i18n/language.tsx";
import { type SoundState, turnSound, useSound } from "./sound-store.ts";
import { alertWords } from "./words.ts";

const acts: Record<SoundState, { turn: boolean; word: "turnOn" | "turnOff" | "wake" }> = {
  on: { turn: false, word: "turnOff" },
  off: { turn: true, word: "turnOn" },
  asleep: { turn: true, word: "wake" },
  unable: { turn: true, word: "turnOn" },
};

export function SoundSwitch() {
  const words = useWords(alertWords).sound;
  const { state } = useSound();
  const Icon = state === "on" ? SoundOutlined : MutedOutlined;
  const { turn, word } = acts[state];
  return (
    <span className="sound">
      <span className={`sound-state sound-${state}`} role="status">
        <Icon aria-hidden /> {words[state]}
      </span>
      <Button onClick={() => void turnSound(turn)} title={words.hint}>
        {words[word]}
      </Button>
    </span>
  );
}
