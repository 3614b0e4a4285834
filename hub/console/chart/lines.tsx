/** The readings themselves: a line for each run without a gap, a band where it is lowest–highest, a dot when alone. */
import type { Plot } from "./plot.ts";
import type { Step } from "./series.ts";

type Props = { plot: Plot; runs: Step[][]; states: boolean };

export function Lines({ plot, runs, states }: Props) {
  return (
    <g className="lines">
      {runs.map((steps) => {
        const first = steps[0];
        if (!first) return null;
        if (steps.length === 1)
          return <circle key={first.at} className="lone" cx={plot.x(first.at)} cy={plot.y(first.mean ?? first.high)} />;
        const dense = steps.some((step) => step.low !== step.high);
        return (
          <g key={first.at}>
            {dense && <path className="spread" d={spreadPath(plot, steps)} />}
            <path className="line" d={states ? stairPath(plot, steps) : linePath(plot, steps)} />
          </g>
        );
      })}
    </g>
  );
}

function linePath(plot: Plot, steps: Step[]): string {
  return `M${steps.map((step) => `${px(plot.x(step.at))},${px(plot.y(step.mean ?? (step.low + step.high) / 2))}`).join("L")}`;
}

/** A state holds until the next reading says otherwise. */
function stairPath(plot: Plot, steps: Step[]): string {
  const [first, ...rest] = steps;
  if (!first) return "";
  const start = `M${px(plot.x(first.at))},${px(plot.y(first.high))}`;
  return start + rest.map((step) => `H${px(plot.x(step.at))}V${px(plot.y(step.high))}`).join("");
}

function spreadPath(plot: Plot, steps: Step[]): string {
  const highs = steps.map((step) => `${px(plot.x(step.at))},${px(plot.y(step.high))}`);
  const lows = [...steps].reverse().map((step) => `${px(plot.x(step.at))},${px(plot.y(step.low))}`);
  return `M${[...highs, ...lows].join("L")}Z`;
}

function px(value: number): string {
  return value.toFixed(1);
}
