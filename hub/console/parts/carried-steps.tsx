/** How far a command came over a platform, in the platform's order; the last step with its age. */
import { useSpeech } from "../i18n/language.tsx";
import { Age } from "./age.tsx";

type Step = { step: string; at: number };

/** A word that only the platform knows is shown as it is. */
export function CarriedSteps({ steps }: { steps: readonly Step[] }) {
  const { t } = useSpeech();
  const last = steps[steps.length - 1];
  if (last === undefined) return null;
  const words = steps.map(({ step }) => (t.steps as Record<string, string>)[step] ?? step);
  return (
    <span className="span-why dim">
      {words.join(" → ")} · <Age at={last.at} />
    </span>
  );
}
