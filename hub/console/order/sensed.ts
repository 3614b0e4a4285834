/** Whether a sensor saw it: cases from a hotline or a patrol have no device. */

type Thing = { gateway?: string; device?: string };
type Sensed = { gateway: string; device: string };

export function isSensed<Some extends Thing>(thing: Some): thing is Some & Sensed {
  return thing.gateway !== undefined && thing.device !== undefined;
}
