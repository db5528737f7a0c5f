/**
 * What a reader of Lua must remember about the functions and blocks it is inside: how many locals
 * are active, which labels are visible, which jumps still look for theirs. Invariant: jumps are
 * judged in C Lua's order, so that the first fault found is the one C Lua reports.
 * Lua 5.2 manual §3.3.4, §3.5.
 */

/** The most locals that a function may have active at once. */
const LOCALS_MAX = 200;
/** What pending `break`s look for; no label can have this name, since it is a keyword. */
const BREAK_LABEL = "break";

/** A label, or a jump that has not found its label. */
interface JumpPoint {
  readonly name: string;
  readonly line: number;
  /** Among all jumps and labels of the chunk. */
  readonly number: number;
  /** Locals active there; lowered when a jump moves out to the block around its own. */
  activeLocals: number;
}

interface Block {
  readonly outer: Block | undefined;
  readonly isLoop: boolean;
  readonly activeLocals: number;
  /** The labels of the block, by name. */
  labels: Map<string, JumpPoint> | undefined;
  /** The jumps that still look for their label, by its name. */
  jumps: Map<string, JumpPoint[]> | undefined;
}

interface FunctionScope {
  readonly outer: FunctionScope | undefined;
  /** Line of the function, 0 for the main function. */
  readonly line: number;
  isVararg: boolean;
  readonly firstLocal: number;
  activeLocals: number;
  block: Block | undefined;
}

/** Says what is wrong with a jump or a label; nothing when undefined. */
export type JumpFault = string | undefined;

/** The functions and blocks around the point that a reader has reached. */
export class BlockScopes {
  /** The names of all locals declared in the functions around; those past the count are gone. */
  readonly #locals: string[] = [];
  #localCount = 0;
  #jumpPointCount = 0;
  #function: FunctionScope;

  constructor() {
    this.#function = this.#newFunction(undefined, 0);
    this.#function.isVararg = true;
    this.enterBlock(false);
  }

  #newFunction(outer: FunctionScope | undefined, line: number): FunctionScope {
    return {
      outer,
      line,
      isVararg: false,
      firstLocal: this.#localCount,
      activeLocals: 0,
      block: undefined,
    };
  }

  /** Whether `...` can be used here. */
  get isVararg(): boolean {
    return this.#function.isVararg;
  }

  set isVararg(isVararg: boolean) {
    this.#function.isVararg = isVararg;
  }

  /** Begins a function. */
  enterFunction(line: number): void {
    this.#function = this.#newFunction(this.#function, line);
    this.enterBlock(false);
  }

  /** Ends a function: what its jumps still look for is nowhere. */
  leaveFunction(): JumpFault {
    const fault = this.leaveBlock();
    const { outer } = this.#function;
    if (outer !== undefined) this.#function = outer;
    return fault;
  }

  /**
   * Declares a local, not yet active.
   *
   * @returns what is wrong, if the function has too many locals
   */
  declareLocal(name: string): string | undefined {
    const { firstLocal, line } = this.#function;
    if (this.#localCount + 1 - firstLocal > LOCALS_MAX) {
      const where = line === 0 ? "main function" : `function at line ${line}`;
      return `too many local variables (limit is ${LOCALS_MAX}) in ${where}`;
    }
    this.#locals[this.#localCount++] = name;
    return undefined;
  }

  /** Makes the next `count` declared locals active. */
  activateLocals(count: number): void {
    this.#function.activeLocals += count;
  }

  /** Begins a block. */
  enterBlock(isLoop: boolean): void {
    const scope = this.#function;
    scope.block = {
      outer: scope.block,
      isLoop,
      activeLocals: scope.activeLocals,
      labels: undefined,
      jumps: undefined,
    };
  }

  /** Ends a block: its locals and labels go, its open jumps look on in the block around it. */
  leaveBlock(): JumpFault {
    const scope = this.#function;
    const { block } = scope;
    if (block === undefined) return undefined;
    let fault: JumpFault;
    if (block.isLoop && block.jumps !== undefined) {
      fault = this.#resolveJumps(this.#newPoint(BREAK_LABEL, 0), block);
    }
    scope.block = block.outer;
    scope.activeLocals = block.activeLocals;
    this.#localCount = scope.firstLocal + block.activeLocals;
    return (
      fault ?? (block.jumps === undefined ? undefined : this.#moveJumpsOut(block.jumps, block))
    );
  }

  /** A jump to a label at `line`; it may be declared already. */
  addJump(name: string, line: number): JumpFault {
    const { block } = this.#function;
    if (block === undefined) return undefined;
    const jump = this.#newPoint(name, line);
    const label = block.labels?.get(name);
    if (label !== undefined) return this.#judgeJump(jump, label);
    addOpenJump(block, jump);
    return undefined;
  }

  /** A `break` at `line`. */
  addBreak(line: number): JumpFault {
    return this.addJump(BREAK_LABEL, line);
  }

  /** What is wrong with declaring this label, before it is declared. */
  checkLabel(name: string): JumpFault {
    const previous = this.#function.block?.labels?.get(name);
    if (previous === undefined) return undefined;
    return `label '${name}' already defined on line ${previous.line}`;
  }

  /** Declares a label. The jumps that wait for it are judged by {@link settleLabel}. */
  declareLabel(name: string, line: number): JumpPoint {
    const label = this.#newPoint(name, line);
    const { block } = this.#function;
    if (block !== undefined) (block.labels ??= new Map<string, JumpPoint>()).set(name, label);
    return label;
  }

  /**
   * Lets the open jumps of the block find a label.
   *
   * @param label from {@link declareLabel}
   * @param endsBlock whether nothing but labels and `;` follows: then the block's locals no
   *   longer count
   */
  settleLabel(label: JumpPoint, endsBlock: boolean): JumpFault {
    const { block } = this.#function;
    if (block === undefined) return undefined;
    if (endsBlock) label.activeLocals = block.activeLocals;
    return this.#resolveJumps(label, block);
  }

  #newPoint(name: string, line: number): JumpPoint {
    const number = this.#jumpPointCount++;
    return { name, line, number, activeLocals: this.#function.activeLocals };
  }

  #resolveJumps(label: JumpPoint, block: Block): JumpFault {
    const jumps = block.jumps?.get(label.name);
    if (jumps === undefined) return undefined;
    block.jumps?.delete(label.name);
    for (const jump of jumps) {
      const fault = this.#judgeJump(jump, label);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  /** The jumps that a block leaves open go on in the block around it, which is the current one. */
  #moveJumpsOut(jumps: Map<string, JumpPoint[]>, from: Block): JumpFault {
    const { block } = this.#function;
    let first: JumpPoint | undefined;
    let fault: JumpFault;
    for (const [name, list] of jumps) {
      const label = block?.labels?.get(name);
      for (const jump of list) {
        jump.activeLocals = Math.min(jump.activeLocals, from.activeLocals);
        let found: JumpFault;
        if (block === undefined) found = describeLostJump(jump);
        else if (label !== undefined) found = this.#judgeJump(jump, label);
        else addOpenJump(block, jump);
        if (found === undefined || (first !== undefined && first.number < jump.number)) continue;
        first = jump;
        fault = found;
      }
    }
    return fault;
  }

  #judgeJump(jump: JumpPoint, label: JumpPoint): JumpFault {
    if (jump.activeLocals >= label.activeLocals) return undefined;
    const local = this.#locals[this.#function.firstLocal + jump.activeLocals] ?? "";
    return `<goto ${jump.name}> at line ${jump.line} jumps into the scope of local '${local}'`;
  }
}

function addOpenJump(block: Block, jump: JumpPoint): void {
  block.jumps ??= new Map<string, JumpPoint[]>();
  const others = block.jumps.get(jump.name);
  if (others === undefined) block.jumps.set(jump.name, [jump]);
  else others.push(jump);
}

function describeLostJump({ name, line }: JumpPoint): string {
  return name === BREAK_LABEL
    ? `<break> at line ${line} not inside a loop`
    : `no visible label '${name}' for <goto> at line ${line}`;
}
