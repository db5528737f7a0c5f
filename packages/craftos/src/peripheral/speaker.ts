/**
 * A speaker that nobody hears: it takes notes, sounds and audio as one in the game does, and takes the
 * time that they last. Source: tweaked.cc, peripheral speaker.
 */
import { expectString, expectTable, optionalFiniteNumber } from "@craftos-http/event-loop";
import { type LuaValue, NO_VALUES, raiseAt } from "@craftos-http/interpreter";
import { type Peripheral, PeripheralProblem, type PeripheralSetup } from "./peripheral.js";

const INSTRUMENTS = new Set([
  ...["harp", "basedrum", "snare", "hat", "bass", "flute", "bell", "guitar", "chime", "xylophone"],
  ...["iron_xylophone", "cow_bell", "didgeridoo", "bit", "banjo", "pling"],
]);

const SAMPLES_PER_MS = 48;
const SAMPLES_MAX = 128 * 1024;
const TICK_MS = 50;
const NOTES_PER_TICK_MAX = 8;
/** So long before it has played everything a speaker wants more. */
const AHEAD_MS = 500;

/** The event with which a speaker asks for more audio. */
export const AUDIO_EMPTY_EVENT = "speaker_audio_empty";

/** A speaker that plays audio. */
export interface Speaker extends Peripheral {
  /** Called when the program gets its event {@link AUDIO_EMPTY_EVENT}. */
  emptied(): void;
}

/** Whether a peripheral is a speaker. */
export function isSpeaker(peripheral: Peripheral | undefined): peripheral is Speaker {
  return peripheral !== undefined && "emptied" in peripheral;
}

/** Makes a speaker. */
export function makeSpeaker({ computer, host, name, options }: PeripheralSetup): Speaker {
  if (options.length > 0) throw new PeripheralProblem("A speaker has no options.");
  let tick = -1;
  let notes = 0;
  let sounds = 0;
  /** Audio that waits for its turn, in milliseconds, and when that is. */
  let pending: { readonly lengthMs: number; readonly dueMs: number } | null = null;
  let endsMs = 0;

  /** Begins to count anew with every tick. */
  function newTick(): void {
    const now = Math.floor(computer.uptimeMs() / TICK_MS);
    if (now === tick) return;
    tick = now;
    notes = sounds = 0;
  }

  return {
    types: ["speaker"],
    methods: {
      playNote: (value, volume, pitch) => {
        const instrument = expectString(1, value).toLowerCase();
        expectVolume(2, volume);
        optionalFiniteNumber(3, pitch);
        if (!INSTRUMENTS.has(instrument)) raiseAt(`Invalid instrument, "${instrument}"!`, 1);
        newTick();
        if (sounds > 0 || notes >= NOTES_PER_TICK_MAX) return false;
        notes++;
        return true;
      },
      playSound: (sound, volume, speed) => {
        const text = expectString(1, sound);
        expectVolume(2, volume);
        optionalFiniteNumber(3, speed);
        if (!/^(?:[a-z0-9_.-]+:)?[a-z0-9_./-]+$/.test(text)) {
          raiseAt(`Malformed sound name '${text}'`, 1);
        }
        newTick();
        if (sounds > 0 || notes > 0 || pending !== null) return false;
        sounds++;
        return true;
      },
      playAudio: (audio, volume) => {
        const samples = countSamples(audio);
        expectVolume(2, volume);
        if (pending !== null) return false;
        const nowMs = computer.uptimeMs();
        const dueMs = Math.max(nowMs + TICK_MS, endsMs - AHEAD_MS);
        pending = { lengthMs: samples / SAMPLES_PER_MS, dueMs };
        host.after?.(dueMs - nowMs, () => {
          computer.deliver({ values: [AUDIO_EMPTY_EVENT, name] });
        });
        return true;
      },
      stop: () => {
        endsMs = 0;
        return NO_VALUES;
      },
    },
    emptied: () => {
      if (pending === null) return;
      endsMs = Math.max(pending.dueMs, endsMs) + pending.lengthMs;
      pending = null;
    },
  };
}

function expectVolume(position: number, value: LuaValue): void {
  const volume = optionalFiniteNumber(position, value) ?? 1;
  if (volume < 0 || volume > 3) raiseAt("Expected number in range 0-3", 1);
}

/** Looks at the samples of some audio, as a speaker in the game does. */
function countSamples(value: LuaValue): number {
  const audio = expectTable(1, value);
  const count = audio.length();
  if (count <= 0) raiseAt("Cannot play empty audio", 1);
  if (count > SAMPLES_MAX) raiseAt("Audio data is too large", 1);
  for (let position = 1; position <= count; position++) {
    const sample = audio.get(position);
    if (typeof sample !== "number" || sample < -128 || sample > 127) {
      raiseAt(`table item #${position} must be between -128 and 127`, 1);
    }
  }
  return count;
}
