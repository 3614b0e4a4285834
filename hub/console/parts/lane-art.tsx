/** A lane of houses in line, for quiet moments. */

export function LaneArt() {
  return (
    <svg className="lane-art" viewBox="0 0 160 72" aria-hidden="true" focusable="false">
      <path className="lane-soft" d="M8 64V34l14-10 14 10v30zM124 64V38l14-10 14 10v26z" />
      <path d="M4 64h152M8 64V34l14-10 14 10v30M124 64V38l14-10 14 10v26M36 64V42h22M124 46h-22v18" />
      <path className="lane-soft" d="M58 64V28c0-10 10-16 22-16s22 6 22 16v36H92V34c0-5-5-9-12-9s-12 4-12 9v30z" />
      <path d="M58 64V28c0-10 10-16 22-16s22 6 22 16v36M68 64V34c0-5 5-9 12-9s12 4 12 9v30M80 25v-9M54 28h8M98 28h8" />
      <path d="M18 44h8v8h-8zM134 46h8v8h-8zM43 50h8M109 54h8" />
    </svg>
  );
}
