/**
 * An editor for Lua: line numbers, colours, and a mark on the line of an error.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  defaultHighlightStyle,
  indentOnInput,
  indentUnit,
  StreamLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { lua } from "@codemirror/legacy-modes/mode/lua";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { ErrorPlace } from "./messages";

/** What the editor calls. */
export interface EditorListener {
  /** Control and Enter were pressed. */
  run(): void;
  /** The text has changed. */
  changed(): void;
}

/** An editor in an element of a page. */
export class LuaEditor {
  readonly #view: EditorView;

  /**
   * Makes an editor.
   * @param parent - where it is put
   * @param listener - what it calls
   */
  constructor(parent: Element, listener: EditorListener) {
    const run = { key: "Mod-Enter", run: () => (listener.run(), true) };
    this.#view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          ...[lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine()],
          ...[indentOnInput(), bracketMatching(), indentUnit.of("  ")],
          ...[StreamLanguage.define(lua), syntaxHighlighting(defaultHighlightStyle)],
          keymap.of([run, indentWithTab, ...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ "aria-label": "Lua program" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) listener.changed();
          }),
        ],
      }),
    });
  }

  /** The program. */
  get text(): string {
    return this.#view.state.doc.toString();
  }

  set text(text: string) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  /** Marks the line of an error; undefined takes the mark away. */
  mark(place: ErrorPlace | undefined): void {
    const { doc } = this.#view.state;
    const diagnostics: Diagnostic[] = [];
    if (place !== undefined && place.line <= doc.lines) {
      const { from, to } = doc.line(place.line);
      diagnostics.push({ from, to, severity: "error", message: place.message });
    }
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Takes it off the page. */
  destroy(): void {
    this.#view.destroy();
  }
}
