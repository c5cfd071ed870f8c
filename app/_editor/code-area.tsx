"use client";

import { autocompletion } from "@codemirror/autocomplete";
import { html, htmlCompletionSourceWith } from "@codemirror/lang-html";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { oneDark } from "@codemirror/theme-one-dark";
import { Decoration, EditorView, keymap, MatchDecorator, ViewPlugin } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { useTheme } from "next-themes";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { liquidCompletion, type OfferedField, outsideLiquid } from "./liquid-completion.ts";
import { MJML_TAGS } from "./mjml-vocabulary.ts";

/** A problem at a line, in words. */
export type LineProblem = { line: number; severity: "error" | "warning"; text: string };

export type CodeAreaHandle = {
  insert: (text: string) => void;
  goToLine: (line: number) => void;
};

type CodeAreaProps = {
  label: string;
  language: "mjml" | "text";
  value: string;
  onChange: (value: string) => void;
  onSave: () => void;
  problems: LineProblem[];
  fields: OfferedField[];
  isReadOnly: boolean;
  ref?: Ref<CodeAreaHandle>;
};

/** The source with its colours, completion and problems at their lines. Tab moves the focus on, as everywhere else. */
export const CodeArea = ({ ref, ...props }: CodeAreaProps) => {
  const { label, language, value, problems, isReadOnly } = props;
  const { resolvedTheme } = useTheme();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const themes = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once per language; later values come by the effects below.
  useEffect(() => {
    if (!place.current) return;
    const save = () => {
      latest.current.onSave();
      return true;
    };
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          keymap.of([{ key: "Mod-s", preventDefault: true, run: save }]),
          basicSetup,
          lintGutter(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          EditorState.readOnly.of(isReadOnly),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
          language === "mjml" ? html({ selfClosingTags: true }) : [],
          autocompletion({
            override: [
              liquidCompletion(() => latest.current.fields),
              ...(language === "mjml"
                ? [outsideLiquid(htmlCompletionSourceWith({ extraTags: MJML_TAGS }))]
                : []),
            ],
          }),
          liquidColours,
          frameTheme,
          themes.current.of(themeFor(resolvedTheme)),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [language, isReadOnly]);

  useEffect(() => {
    view.current?.dispatch({ effects: themes.current.reconfigure(themeFor(resolvedTheme)) });
  }, [resolvedTheme]);

  useEffect(() => {
    const { current } = view;
    if (!current || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a view made anew needs its marks anew.
  useEffect(() => {
    const { current } = view;
    if (current) current.dispatch(setDiagnostics(current.state, problems.map(diagnosticIn(current.state))));
  }, [problems, language, isReadOnly]);

  useImperativeHandle(ref, () => ({
    insert: (text) => {
      view.current?.dispatch(view.current.state.replaceSelection(text));
      view.current?.focus();
    },
    goToLine: (line) => {
      const { current } = view;
      if (!current || line > current.state.doc.lines) return;
      const { from } = current.state.doc.line(line);
      current.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: "center" }),
      });
      current.focus();
    },
  }));

  return <div ref={place} className="h-full min-h-0 overflow-hidden" />;
};

const liquidMark = Decoration.mark({ class: "cm-liquid" });
const liquidMatcher = new MatchDecorator({
  regexp: /\{\{[^{}]*\}\}|\{%[^{}]*%\}/g,
  decoration: liquidMark,
});

const liquidColours = ViewPlugin.define(
  (view) => ({
    marks: liquidMatcher.createDeco(view),
    update(update) {
      this.marks = liquidMatcher.updateDeco(update, this.marks);
    },
  }),
  { decorations: ({ marks }) => marks },
);

const frameTheme: Extension = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", backgroundColor: "var(--surface)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
    lineHeight: "1.6",
  },
  ".cm-gutters": { backgroundColor: "var(--surface)", borderRight: "1px solid var(--separator)" },
  ".cm-liquid, .cm-liquid *": { color: "var(--accent-soft-foreground)" },
  ".cm-liquid": { backgroundColor: "var(--accent-soft)", borderRadius: "3px" },
  ".cm-tooltip": { borderRadius: "8px", overflow: "hidden" },
});

function themeFor(theme: string | undefined): Extension {
  return theme === "dark" ? oneDark : [];
}

function diagnosticIn(state: EditorState): (problem: LineProblem) => Diagnostic {
  return ({ line, severity, text }) => {
    const { from, to, text: source } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
    const indent = source.length - source.trimStart().length;
    return { from: from + indent, to, severity, message: text };
  };
}
