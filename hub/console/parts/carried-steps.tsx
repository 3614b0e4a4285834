/** How far a command came over a platform, in the platform's order, and why it went no further. */
import { wordsFor } from "../i18n/fault-words.ts";
import { useSpeech } from "../i18n/language.tsx";
import { lineText } from "../words/line-text.ts";
import { Age } from "./age.tsx";

type Step = { step: string; at: number };

/** A word that only the platform knows is shown as it is. */
export function CarriedSteps({ steps, error }: { steps: readonly Step[]; error?: string | undefined }) {
  const { t } = useSpeech();
  const last = steps[steps.length - 1];
  if (last === undefined) return null;
  const words = steps.map(({ step }) => (t.steps as Record<string, string>)[step] ?? step);
  return (
    <>
      <span className="span-why dim">
        {words.join(" → ")} · <Age at={last.at} />
      </span>
      {error !== undefined && <Why error={error} />}
    </>
  );
}

/** `CODE: what the platform said`. */
function Why({ error }: { error: string }) {
  const { say, language } = useSpeech();
  const [, code = "", said = error] = /^([A-Z][A-Z_]+): (.*)$/s.exec(error) ?? [];
  const words = wordsFor(code);
  return (
    <span className="span-why dim">
      {words ? say(words.what) : code} <code>{lineText(language, said)}</code>
    </span>
  );
}
