/** A form: zod says what may be sent, and what is wrong stands beside its field and above them all. */

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldErrors,
  type Path,
  type Resolver,
  useForm,
  type UseFormRegisterReturn,
} from "react-hook-form";

import { Problem } from "@/app/api";
import type * as z from "@/app/zod";
import { Row } from "@/components/arrangement";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";

type Names<S extends z.ZodMiniObject> = Extract<keyof z.input<S>, string> & Path<z.input<S>>;

/** What a form hands to each of its fields. */
export interface Bound {
  id: string;
  label: string;
  /** What the field holds at first. */
  value: unknown;
  error: string | undefined;
  input: UseFormRegisterReturn;
}

interface FormProps<S extends z.ZodMiniObject> {
  schema: S;
  /** What each field is called, beside it and above the form. */
  labels: Record<Names<S>, string>;
  /** What the fields hold at first. */
  values: z.input<S>;
  /** The deed, on the button that does it. */
  action: string;
  icon?: string;
  variant?: "primary" | "destructive";
  /** What stands beside that button, such as a way back. */
  beside?: ReactNode;
  /** Send it; a Problem that it throws is shown, so its mutation says `meta: { form: true }`. */
  onSubmit: (values: z.output<S>) => Promise<unknown>;
  children: (field: (name: Names<S>) => Bound) => ReactNode;
}

interface Mistake {
  id?: string;
  label?: string;
  text: string;
}

/** The fields, above them what is wrong once it was sent, and below them the button. */
export function Form<S extends z.ZodMiniObject>({
  schema,
  labels,
  values,
  action,
  icon,
  variant,
  beside,
  onSubmit,
  children,
}: FormProps<S>) {
  const prefix = useId();
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const form = useForm<z.input<S>, unknown, z.output<S>>({
    defaultValues: values as DefaultValues<z.input<S>>,
    resolver: check(schema),
    shouldFocusError: false,
  });
  const { errors, isSubmitting } = form.formState;
  const idOf = (name: string) => `${prefix}-${name}`;

  function tell(found: Record<string, string>, whole: string[] = []) {
    const named = (Object.keys(labels) as Names<S>[]).filter((name) => found[name]);
    const others = Object.keys(found).filter((name) => !(name in labels));
    setMistakes([
      ...[...whole, ...others.map((name) => found[name] ?? "")].map((text) => ({ text })),
      ...named.map((name) => ({ id: idOf(name), label: labels[name], text: found[name] ?? "" })),
    ]);
  }

  async function send(sent: z.output<S>) {
    setMistakes([]);
    try {
      await onSubmit(sent);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const found: Record<string, string> = {};
      for (const [pointer, text] of Object.entries(error.fields))
        found[pointer.replace(/\/.*/, "")] ??= text;
      for (const name of Object.keys(labels) as Names<S>[])
        if (found[name]) form.setError(name, { message: found[name] });
      tell(found, Object.keys(found).length > 0 ? [] : [error.detail]);
    }
  }

  const submit = form.handleSubmit(send, (found) => {
    tell(textsOf(found));
  });
  const texts = textsOf(errors);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        void submit(event);
      }}
    >
      <Mistakes mistakes={mistakes} />
      {children((name) => ({
        id: idOf(name),
        label: labels[name],
        value: values[name],
        error: texts[name],
        input: form.register(name),
      }))}
      <Row>
        <Button type="submit" variant={variant} busy={isSubmitting} icon={icon}>
          {action}
        </Button>
        {beside}
      </Row>
    </form>
  );
}

/** Let zod judge what was typed: the first thing that is wrong with each field. */
function check<S extends z.ZodMiniObject>(schema: S): Resolver<z.input<S>, unknown, z.output<S>> {
  return (values) => {
    const found = schema.safeParse(values);
    if (found.success) return { values: found.data, errors: {} };
    const errors: Record<string, { type: string; message: string }> = {};
    for (const { code, path, message } of found.error.issues)
      errors[String(path[0] ?? "root")] ??= { type: code, message };
    return { values: {}, errors: errors as FieldErrors<z.input<S>> };
  };
}

function textsOf(errors: object): Record<string, string> {
  const all = Object.entries(errors as Record<string, { message?: unknown } | undefined>);
  return Object.fromEntries(
    all.flatMap(([name, error]) =>
      typeof error?.message === "string" ? [[name, error.message]] : [],
    ),
  );
}

/** What is wrong, all of it, where whoever sent the form is led to. */
function Mistakes({ mistakes }: { mistakes: Mistake[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus();
  }, [mistakes]);
  if (mistakes.length === 0) return null;
  return (
    <div
      ref={place}
      className="alert form-errors"
      data-variant="destructive"
      role="alert"
      tabIndex={-1}
    >
      <Icon name="circle-alert" />
      <strong>This needs another look</strong>
      <section>
        <ul>
          {mistakes.map(({ id, label, text }) => (
            <li key={id ?? text}>
              {id ? (
                <>
                  <a href={`#${id}`}>{label}</a>: {text}
                </>
              ) : (
                text
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
