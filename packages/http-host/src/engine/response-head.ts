/**
 * A response's status and header fields. Whatever is in here has been checked: an engine can write
 * it out as it is, and no program can smuggle a line break into a message. Fields that frame the
 * message are the engine's and are not taken.
 */
import { HostError } from "../host-error.js";
import { responseHeaderName } from "./header-names.js";
import { isFinalStatus, statusReason } from "./status-reasons.js";

// RFC 9110 5.5: field values are visible characters, spaces and tabs; bytes from 128 may pass.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const controlCharacter = /[\0-\x08\x0a-\x1f\x7f]/;

/** Longer values are looked at each time rather than kept. */
const REMEMBERED_VALUE_LENGTH_MAX = 256;

/** Shared by all heads without fields; nothing is ever put in. */
const NO_FIELDS: string[] = [];

/** What became of a header field that a program set. */
export type SetHeaderOutcome = "set" | "ignored";

/** Status, reason and header fields of one response. */
export class ResponseHead {
  private statusCode = 200;
  private customReason: string | undefined;
  /** Name, value, name, value: names as set, values byte strings; all valid. */
  private fields: string[] = NO_FIELDS;

  /** The status code, 200 to 599. */
  get status(): number {
    return this.statusCode;
  }

  /** The reason phrase: the one that was given, else the standard one. A byte string. */
  get reason(): string {
    return this.customReason ?? statusReason(this.statusCode);
  }

  /** True when the reason phrase is the standard one. */
  get hasStandardReason(): boolean {
    return this.customReason === undefined;
  }

  /** The header fields, flat: name, value, name, value. A name may come several times. */
  get pairs(): readonly string[] {
    return this.fields;
  }

  /**
   * Sets the status.
   *
   * @param status 200 to 599; interim responses and 101 are not for programs
   * @param reason the reason phrase, a byte string; the standard one when left out
   * @returns this head
   * @throws HostError STATUS_OUT_OF_RANGE, REASON_INVALID
   */
  setStatus(status: number, reason?: string): this {
    if (!isFinalStatus(status)) throw HostError.of("STATUS_OUT_OF_RANGE", String(status));
    if (reason !== undefined && controlCharacter.test(reason)) throw HostError.of("REASON_INVALID");
    this.statusCode = status;
    this.customReason = reason;
    return this;
  }

  /**
   * Sets a header field in place of whatever has that name in any case.
   *
   * @param name a token (RFC 9110 5.1)
   * @param value a byte string; with several the field is sent once for each; none removes it
   * @returns `ignored` when the field is one that only the engine writes
   * @throws HostError HEADER_NAME_INVALID, HEADER_VALUE_INVALID; nothing is changed then
   */
  setHeader(name: string, value: string | readonly string[]): SetHeaderOutcome {
    const header = responseHeaderName(name);
    const { lowerCase, isValid, isEngineOwned } = header;
    if (!isValid) throw HostError.of("HEADER_NAME_INVALID", name);
    if (typeof value === "string") {
      if (value !== header.lastValidValue) {
        if (controlCharacter.test(value)) throw HostError.of("HEADER_VALUE_INVALID", name);
        if (value.length <= REMEMBERED_VALUE_LENGTH_MAX) header.lastValidValue = value;
      }
      if (isEngineOwned) return "ignored";
      if (this.fields.length === 0) {
        this.fields = [name, value];
      } else {
        this.removeField(lowerCase);
        this.fields.push(name, value);
      }
      return "set";
    }
    for (const one of value) {
      if (controlCharacter.test(one)) throw HostError.of("HEADER_VALUE_INVALID", name);
    }
    if (isEngineOwned) return "ignored";
    this.removeField(lowerCase);
    this.fields = [...this.fields, ...value.flatMap((one) => [name, one])];
    return "set";
  }

  /** Makes a head of its own with the same status and fields. */
  copy(): ResponseHead {
    const copy = new ResponseHead();
    copy.statusCode = this.statusCode;
    copy.customReason = this.customReason;
    copy.fields = this.fields === NO_FIELDS ? NO_FIELDS : [...this.fields];
    return copy;
  }

  /**
   * Looks a field up.
   *
   * @param name its name in any case
   * @returns its values in order; empty when it is not set
   */
  headerValues(name: string): string[] {
    const lowerCase = name.toLowerCase();
    return this.fields.filter(
      (_, index) => index % 2 === 1 && this.fields[index - 1]?.toLowerCase() === lowerCase,
    );
  }

  private removeField(lowerCase: string): void {
    const { fields } = this;
    for (let index = fields.length - 2; index >= 0; index -= 2) {
      if (fields[index]?.toLowerCase() === lowerCase) fields.splice(index, 2);
    }
  }
}
