/**
 * `periphemu`, by which programs attach peripherals. CraftOS-PC has it too.
 */

/** What can be attached. */
export type PeripheralKind = "drive" | "modem" | "monitor" | "printer" | "speaker";

declare global {
  /**
   * Attaches peripherals to the computer.
   * @noSelf
   */
  // eslint-disable-next-line @typescript-eslint/no-namespace -- as CraftOS's own libraries
  namespace periphemu {
    /**
     * Attaches something; the event `peripheral` follows.
     * @param side - a side, or any other name
     * @param kind - what it is
     * @param options - what more is said of it, such as `ender` or `4x3`
     * @returns true, or false and why not
     */
    function create(
      side: string,
      kind: PeripheralKind,
      options?: string,
    ): LuaMultiReturn<[isAttached: boolean, problem?: string]>;

    /**
     * Takes something away; the event `peripheral_detach` follows.
     * @param side - where it is
     * @returns whether something was there
     */
    function remove(side: string): boolean;

    /** The kinds of what can be attached. */
    function names(): PeripheralKind[];
  }
}
