/** AES-128-CCM as BLE sensors use it: a tag of 4 bytes at most trusted after it was checked. */
import { createDecipheriv } from "node:crypto";

export type Sealed = {
  /** 16 bytes. */
  key: Uint8Array;
  /** 7 to 13 bytes. */
  nonce: Uint8Array;
  data: Uint8Array;
  tag: Uint8Array;
  /** Authenticated with it, sent in the clear. */
  header?: Uint8Array;
};

/** [NIST SP 800-38C §6.2] Null when the tag does not fit: another key, or changed bytes. */
export function openCcm({ key, nonce, data, tag, header }: Sealed): Uint8Array | null {
  try {
    const decipher = createDecipheriv("aes-128-ccm", key, nonce, { authTagLength: tag.length });
    decipher.setAuthTag(tag);
    if (header !== undefined) decipher.setAAD(header, { plaintextLength: data.length });
    const plain = decipher.update(data);
    decipher.final();
    return Uint8Array.from(plain);
  } catch {
    return null;
  }
}
