/**
 * A disk drive with a floppy disk, whose files the computer has under `/disk`. Source: tweaked.cc,
 * peripheral drive; CraftOS-PC, insertDisk.
 */
import { optionalString } from "@craftos-http/event-loop";
import { NO_VALUES, raiseAt } from "@craftos-http/interpreter";
import { MemoryMount } from "../files/memory-mount.js";
import type { Mount } from "../files/mount.js";
import { type Peripheral, PeripheralProblem, type PeripheralSetup } from "./peripheral.js";

/** What a floppy disk holds. */
const DISK_BYTES_MAX = 125_000;

interface Disk {
  readonly mount: Mount;
  readonly id: number;
  label: string | undefined;
}

/** Makes a drive. */
export function makeDrive({ computer, files, name, options, disk }: PeripheralSetup): Peripheral {
  const [choice, ...rest] = options;
  if ((choice !== undefined && choice !== "empty" && disk === undefined) || rest.length > 0) {
    throw new PeripheralProblem(
      `A drive is empty or has a folder, and not '${options.join(",")}'.`,
    );
  }
  let ids = 0;
  let current: Disk | null = null;
  let location: string | null = null;

  function insert(mount: Mount): void {
    current = { mount, id: ids++, label: undefined };
    let number = 1;
    const at = (): string => (number === 1 ? "disk" : `disk${number}`);
    while (files.hasMount(at())) number++;
    location = at();
    files.mount({ location, mount, label: name });
  }

  function eject(): boolean {
    if (current === null) return false;
    if (location !== null) files.unmount(location);
    current = location = null;
    return true;
  }

  const blankDisk = (): Mount => new MemoryMount({ capacityBytes: DISK_BYTES_MAX });
  if (choice !== "empty") insert(disk ?? blankDisk());
  return {
    types: ["drive"],
    methods: {
      isDiskPresent: () => current !== null,
      getDiskLabel: () => current?.label,
      setDiskLabel: (value) => {
        const label = optionalString(1, value);
        if (current === null) raiseAt("No disk", 1);
        else current.label = label?.slice(0, 32);
        return NO_VALUES;
      },
      hasData: () => current !== null,
      getMountPath: () => location ?? undefined,
      hasAudio: () => false,
      getAudioTitle: () => (current === null ? undefined : false),
      playAudio: () => NO_VALUES,
      stopAudio: () => NO_VALUES,
      ejectDisk: () => {
        if (eject()) computer.queueEvent(["disk_eject", name]);
        return NO_VALUES;
      },
      getDiskID: () => current?.id,
      // HOST: CraftOS-PC's; a blank disk, since a program names no folder of the machine.
      insertDisk: () => {
        if (eject()) computer.queueEvent(["disk_eject", name]);
        insert(blankDisk());
        computer.queueEvent(["disk", name]);
        return NO_VALUES;
      },
    },
    detached: () => void eject(),
  };
}
