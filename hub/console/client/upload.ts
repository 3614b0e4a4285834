/** Sends one file to the hub and tells how far it is; `fetch` cannot tell that. Every failure is an `ApiError`. */
import { ApiError } from "./api-error.ts";
import { bodyIn, type Heard, problemIn, withConfirm } from "./send.ts";

/** Five megabytes by a poor mobile network. */
const timeoutMs = 120_000;

export type Told = (percent: number) => void;

export function upload(address: string, file: Blob, type: string, told: Told): Promise<Heard> {
  return withConfirm(() => uploadOnce(address, file, type, told));
}

function uploadOnce(address: string, file: Blob, type: string, told: Told): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const ask = new XMLHttpRequest();
    ask.open("POST", address);
    ask.timeout = timeoutMs;
    ask.setRequestHeader("content-type", type);
    ask.upload.onprogress = ({ loaded, total }) => told(Math.floor((loaded * 100) / Math.max(total, 1)));
    const fail = () => reject(ApiError.local("CONSOLE_OFFLINE", 0, `POST ${address}`));
    Object.assign(ask, { onerror: fail, ontimeout: fail });
    ask.onload = () => {
      try {
        resolve(heardIn(ask, address));
      } catch (error) {
        reject(error);
      }
    };
    ask.send(file);
  });
}

function heardIn({ status, responseText }: XMLHttpRequest, address: string): Heard {
  if (status < 200 || status > 299) throw new ApiError(status, problemIn(status, responseText));
  return { body: bodyIn(`POST ${address}`, status, responseText), headers: new Headers() };
}
