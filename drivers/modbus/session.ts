/** One Modbus device as master: a round of requests out, replies in any portion back in. */
import { Fault, type FaultCode } from "../../core/fault.ts";
import type { PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { AskingSession, Output } from "../kit/driver.ts";
import { toHex } from "../kit/hex.ts";
import type { Block } from "./config.ts";
import { decodeBlock } from "./decode.ts";
import { writeRequest } from "./encode.ts";
import { exceptionText } from "./exceptions.ts";
import { judge, type Verdict } from "./reply.ts";
import { readRequest } from "./request.ts";

/** One request and what its reply means. */
type Exchange = { request: Uint8Array; title: string; read(data: Uint8Array): Output[] };

export class ModbusSession implements AskingSession {
  readonly #unit: number;
  readonly #blocks: readonly Block[];
  /** The first is on the wire, the others follow it. */
  #round: Exchange[] = [];
  #received: number[] = [];

  constructor(unit: number, blocks: readonly Block[]) {
    this.#unit = unit;
    this.#blocks = blocks;
  }

  poll(): Output[] {
    return this.#begin(this.#blocks.map((block) => this.#reading(block)));
  }

  /** Writes, checks the echo, then reads the block again: what comes out as a reading was read. */
  write(id: PointId, value: Value): Output[] {
    for (const block of this.#blocks) {
      const point = block.points.find((candidate) => candidate.id === id);
      if (point === undefined) continue;
      const request = writeRequest(this.#unit, point, value);
      const writing = { request, title: `write of ${id}`, read: () => [] };
      return this.#begin([writing, this.#reading(block)]);
    }
    throw new Fault("COMMAND_INVALID", `there is no point "${id}"`);
  }

  awaiting(): boolean {
    return this.#round.length > 0;
  }

  receive(bytes: Uint8Array): Output[] {
    const outputs: Output[] = [];
    for (const [index, byte] of bytes.entries()) {
      const exchange = this.#round[0];
      if (exchange === undefined) return [...outputs, late(bytes.subarray(index))];
      this.#received.push(byte);
      const verdict = judge(exchange.request, Uint8Array.from(this.#received));
      if (verdict.kind === "more") continue;
      outputs.push(...outcome(exchange, verdict));
      this.#received = [];
      // Whoever answered was not asked: the time-out keeps running [Serial Line V1.02 §2.4.1].
      if (verdict.kind === "foreign") continue;
      return [...outputs, ...this.#rest(verdict, bytes.subarray(index + 1)), ...this.#next()];
    }
    return outputs;
  }

  expire(): Output[] {
    const [exchange] = this.#round;
    if (exchange === undefined) return [];
    const fault = missing(exchange, Uint8Array.from(this.#received));
    this.#begin([]);
    return [fault];
  }

  #begin(round: Exchange[]): Output[] {
    this.#round = round;
    this.#received = [];
    return this.#send();
  }

  #next(): Output[] {
    this.#round.shift();
    return this.#send();
  }

  #send(): Output[] {
    return this.#round.slice(0, 1).map(({ request }) => ({ send: request }));
  }

  #reading(block: Block): Exchange {
    const { function: code, address, count } = block;
    const request = readRequest(this.#unit, code, address, count);
    const title = `unit ${this.#unit}, function ${code}, address ${address}, count ${count}`;
    return { request, title, read: (data) => decodeBlock(block, data) };
  }

  /** Bytes that came with a finished reply cannot belong to a request that is not sent yet. */
  #rest(verdict: Verdict, bytes: Uint8Array): Output[] {
    return verdict.kind === "damaged" || bytes.length === 0 ? [] : [late(bytes)];
  }
}

function outcome({ title, read }: Exchange, verdict: Exclude<Verdict, { kind: "more" }>): Output[] {
  if (verdict.kind === "reply") return read(verdict.data);
  if (verdict.kind === "refused") return [fault("FIELD_EXCEPTION", `${title}: ${exceptionText(verdict.exception)}`)];
  return [fault(verdict.kind === "foreign" ? "FIELD_FOREIGN" : "FIELD_DAMAGED", verdict.detail)];
}

function missing({ request, title }: Exchange, received: Uint8Array): Output {
  if (received.length === 0) return fault("FIELD_SILENT", `no reply: ${title}`);
  const verdict = judge(request, received);
  const of = verdict.kind === "more" ? verdict.of : received.length;
  return fault("FIELD_DAMAGED", `short frame: ${received.length} of ${of} bytes`);
}

function late(bytes: Uint8Array): Output {
  return fault("FIELD_LATE", `${bytes.length} bytes nobody asked for: ${toHex(bytes)}`);
}

function fault(code: FaultCode, detail: string): Output {
  return { fault: { code, detail } };
}
