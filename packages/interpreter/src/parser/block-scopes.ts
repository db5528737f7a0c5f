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

interface Block {
  readonly outer: Block | undefined;
  readonly isLoop: boolean;
  readonly activeLocals: number;
  readonly firstLabel: number;
  readonly firstJump: number;
}

/** A label, or a jump that has not found its label. */
interface JumpPoint {
  readonly name: string;
  readonly line: number;
  /** Locals active there; lowered when a jump moves out to the block around its own. */
  activeLocals: number;
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
  readonly #text: string;
  /** Offsets of the names of all locals declared in the functions around, -1 for hidden ones. */
  readonly #locals: number[] = [];
  readonly #labels: JumpPoint[] = [];
  readonly #jumps: JumpPoint[] = [];
  #function: FunctionScope;

  constructor(text: string) {
    this.#text = text;
    this.#function = this.#newFunction(undefined, 0);
    this.#function.isVararg = true;
    this.enterBlock(false);
  }

  #newFunction(outer: FunctionScope | undefined, line: number): FunctionScope {
    return {
      outer,
      line,
      isVararg: false,
      firstLocal: this.#locals.length,
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
   * @param nameOffset where its name stands; -1 if the program cannot name it
   * @returns what is wrong, if the function has too many locals
   */
  declareLocal(nameOffset: number): string | undefined {
    const { firstLocal, line } = this.#function;
    if (this.#locals.length + 1 - firstLocal > LOCALS_MAX) {
      const where = line === 0 ? "main function" : `function at line ${line}`;
      return `too many local variables (limit is ${LOCALS_MAX}) in ${where}`;
    }
    this.#locals.push(nameOffset);
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
      firstLabel: this.#labels.length,
      firstJump: this.#jumps.length,
    };
  }

  /** Ends a block: its locals and labels go, its open jumps look on in the block around it. */
  leaveBlock(): JumpFault {
    const scope = this.#function;
    const { block } = scope;
    if (block === undefined) return undefined;
    let fault: JumpFault;
    if (block.isLoop) fault = this.#resolveJumps(this.#addLabel(BREAK_LABEL, 0), block);
    scope.block = block.outer;
    scope.activeLocals = block.activeLocals;
    this.#locals.length = scope.firstLocal + block.activeLocals;
    this.#labels.length = block.firstLabel;
    return fault ?? this.#moveJumpsOut(block);
  }

  /** A jump to a label at `line`; it may be declared already. */
  addJump(name: string, line: number): JumpFault {
    const jump = { name, line, activeLocals: this.#function.activeLocals };
    const label = this.#findLabel(name);
    if (label !== undefined) return this.#judgeJump(jump, label);
    this.#jumps.push(jump);
    return undefined;
  }

  /** A `break` at `line`. */
  addBreak(line: number): JumpFault {
    return this.addJump(BREAK_LABEL, line);
  }

  /** What is wrong with declaring this label, before it is declared. */
  checkLabel(name: string): JumpFault {
    const previous = this.#findLabel(name);
    if (previous === undefined) return undefined;
    return `label '${name}' already defined on line ${previous.line}`;
  }

  /** Declares a label. The jumps that wait for it are judged by {@link settleLabel}. */
  declareLabel(name: string, line: number): JumpPoint {
    return this.#addLabel(name, line);
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

  #addLabel(name: string, line: number): JumpPoint {
    const label = { name, line, activeLocals: this.#function.activeLocals };
    this.#labels.push(label);
    return label;
  }

  #findLabel(name: string): JumpPoint | undefined {
    for (let index = this.#function.block?.firstLabel ?? 0; index < this.#labels.length; index++) {
      const label = this.#labels[index];
      if (label?.name === name) return label;
    }
    return undefined;
  }

  #resolveJumps(label: JumpPoint, block: Block): JumpFault {
    let kept = block.firstJump;
    let fault: JumpFault;
    for (let index = block.firstJump; index < this.#jumps.length; index++) {
      const jump = this.#jumps[index];
      if (jump === undefined) break;
      if (jump.name === label.name) fault ??= this.#judgeJump(jump, label);
      else this.#jumps[kept++] = jump;
    }
    this.#jumps.length = kept;
    return fault;
  }

  #moveJumpsOut(block: Block): JumpFault {
    const isFunctionEnd = block.outer === undefined;
    let kept = block.firstJump;
    let fault: JumpFault;
    for (let index = block.firstJump; index < this.#jumps.length; index++) {
      const jump = this.#jumps[index];
      if (jump === undefined) break;
      if (isFunctionEnd) {
        fault ??= describeLostJump(jump);
        continue;
      }
      jump.activeLocals = Math.min(jump.activeLocals, block.activeLocals);
      const label = this.#findLabel(jump.name);
      if (label === undefined) this.#jumps[kept++] = jump;
      else fault ??= this.#judgeJump(jump, label);
    }
    this.#jumps.length = kept;
    return fault;
  }

  #judgeJump(jump: JumpPoint, label: JumpPoint): JumpFault {
    if (jump.activeLocals >= label.activeLocals) return undefined;
    const offset = this.#locals[this.#function.firstLocal + jump.activeLocals] ?? 0;
    const localName = /\w+/y;
    localName.lastIndex = offset;
    const local = localName.exec(this.#text)?.[0] ?? "";
    return `<goto ${jump.name}> at line ${jump.line} jumps into the scope of local '${local}'`;
  }
}

function describeLostJump({ name, line }: JumpPoint): string {
  return name === BREAK_LABEL
    ? `<break> at line ${line} not inside a loop`
    : `no visible label '${name}' for <goto> at line ${line}`;
}
