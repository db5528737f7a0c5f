/**
 * A program's folder with the Lua files that its TypeScript was compiled to: they are seen as if they
 * lay there, in place of files of the same names, but nothing can be done to them but reading.
 */
import {
  FileError,
  type FileInfo,
  FileProblem,
  MemoryMount,
  type Mount,
  type OpenFile,
  type WriteMode,
} from "@craftos-http/craftos";

/** A folder with compiled files. */
export class CompiledMount implements Mount {
  readonly #folder: Mount;
  readonly #compiled: MemoryMount;

  /**
   * Puts compiled files into a folder.
   * @param folder - the program's
   * @param files - the contents of the compiled files by their paths, byte strings
   */
  constructor(folder: Mount, files: ReadonlyMap<string, string>) {
    this.#folder = folder;
    this.#compiled = new MemoryMount({ files: Object.fromEntries(files) });
  }

  /** See {@link Mount.info}. */
  info(path: string): FileInfo | null {
    const compiled = this.#compiled.info(path);
    if (compiled?.isFolder === false) return compiled;
    return this.#folder.info(path) ?? compiled;
  }

  /** See {@link Mount.isReadOnly}. */
  isReadOnly(path: string): boolean {
    return this.#isCompiled(path) || this.#folder.isReadOnly(path);
  }

  /** See {@link Mount.list}. */
  list(path: string): readonly string[] {
    const both = [this.#folder, this.#compiled].filter((mount) => mount.info(path) !== null);
    return [...new Set(both.flatMap((mount) => mount.list(path)))];
  }

  /** See {@link Mount.openForReading}. */
  openForReading(path: string): OpenFile {
    return (this.#isCompiled(path) ? this.#compiled : this.#folder).openForReading(path);
  }

  /** See {@link Mount.openForWriting}. */
  openForWriting(path: string, mode: WriteMode): OpenFile {
    if (this.#isCompiled(path)) throw new FileError(FileProblem.accessDenied, path);
    this.#makeParent(path);
    return this.#folder.openForWriting(path, mode);
  }

  /** See {@link Mount.makeFolder}. */
  makeFolder(path: string): void {
    this.#folder.makeFolder(path);
  }

  /** See {@link Mount.checkRemoval}. */
  checkRemoval(path: string): void {
    if (this.#compiled.info(path) !== null) throw new FileError(FileProblem.accessDenied, path);
    this.#folder.checkRemoval?.(path);
  }

  /** See {@link Mount.delete}. */
  delete(path: string): void {
    this.checkRemoval(path);
    this.#folder.delete(path);
  }

  /** See {@link Mount.move}. */
  move(from: string, to: string): boolean {
    this.checkRemoval(from);
    this.#makeParent(to);
    return this.#folder.move(from, to);
  }

  /** See {@link Mount.freeBytes}. */
  freeBytes(): number {
    return this.#folder.freeBytes();
  }

  /** See {@link Mount.capacityBytes}. */
  capacityBytes(): number {
    return this.#folder.capacityBytes();
  }

  #isCompiled(path: string): boolean {
    return this.#compiled.info(path)?.isFolder === false;
  }

  /** A folder that only compiled files lie in is made when something else is to lie there too. */
  #makeParent(path: string): void {
    const parent = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    if (this.#folder.info(parent) === null) this.#folder.makeFolder(parent);
  }
}
