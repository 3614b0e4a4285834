/** A field to sign in with a finger; what is drawn outlives each redraw. */
import { h } from "./dom.ts";

const [width, height] = [600, 200];

export function signaturePad(): { element: HTMLElement; picture(): string; clear(): void } {
  const canvas = h("canvas", { width: String(width), height: String(height), class: "signature" }) as HTMLCanvasElement;
  const pen = canvas.getContext("2d");
  let isDrawing = false;
  let isSigned = false;

  function at(event: Event): [number, number] {
    const box = canvas.getBoundingClientRect();
    const touch = "touches" in event ? (event as TouchEvent).touches[0] : (event as MouseEvent);
    if (touch === undefined) return [0, 0];
    return [((touch.clientX - box.left) * width) / box.width, ((touch.clientY - box.top) * height) / box.height];
  }

  function begin(event: Event): void {
    event.preventDefault();
    isDrawing = true;
    if (pen === null) return;
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(...at(event));
  }

  function draw(event: Event): void {
    if (!isDrawing || pen === null) return;
    event.preventDefault();
    isSigned = true;
    pen.lineTo(...at(event));
    pen.stroke();
  }

  function end(): void {
    isDrawing = false;
  }

  for (const name of ["mousedown", "touchstart"]) canvas.addEventListener(name, begin);
  for (const name of ["mousemove", "touchmove"]) canvas.addEventListener(name, draw);
  for (const name of ["mouseup", "mouseleave", "touchend"]) canvas.addEventListener(name, end);
  return {
    element: canvas,
    picture: () => (isSigned ? canvas.toDataURL("image/png") : ""),
    clear() {
      isSigned = false;
      pen?.clearRect(0, 0, width, height);
    },
  };
}
