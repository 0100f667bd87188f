/** Fields of a form: each with its label, a word of help, and what is wrong with it. */

import { type ComponentProps, type ReactNode, useState } from "react";

import type { Bound } from "@/components/form";

interface Told {
  description?: ReactNode;
}

/** A line of text, or several with `rows`. */
export function TextField({
  id,
  label,
  error,
  input,
  description,
  optional = false,
  rows,
  type = "text",
  autoComplete,
  autoCapitalize,
  spellCheck,
  inputMode,
}: Bound &
  Told &
  Pick<
    ComponentProps<"input">,
    "type" | "autoComplete" | "autoCapitalize" | "spellCheck" | "inputMode"
  > & { optional?: boolean; rows?: number }) {
  const attributes = { type, autoComplete, autoCapitalize, spellCheck, inputMode };
  const described = descriptions(id, description, error);
  return (
    <Field id={id} error={error} description={description}>
      <label htmlFor={id}>
        {label} {optional && <span className="optional">optional</span>}
      </label>
      {rows ? (
        <textarea id={id} rows={rows} {...described} {...input} />
      ) : (
        <input id={id} {...described} {...attributes} {...input} />
      )}
    </Field>
  );
}

export interface Choice {
  value: string;
  label: string;
  /** A sentence for whoever chooses; it stands below the field while this is chosen. */
  description?: string;
}

/** One of several, in a list that opens. */
export function SelectField({
  id,
  label,
  value,
  error,
  input,
  description,
  choices,
}: Bound & Told & { choices: Choice[] }) {
  const [chosen, setChosen] = useState(value);
  const help = choices.find((it) => it.value === chosen)?.description ?? description;
  return (
    <Field id={id} error={error} description={help}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        {...descriptions(id, help, error)}
        {...input}
        onChange={(event) => {
          setChosen(event.target.value);
          void input.onChange(event);
        }}
      >
        {choices.map((it) => (
          <option key={it.value} value={it.value}>
            {it.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Any of several, each with a box to tick. */
export function CheckboxesField({
  id,
  label,
  error,
  input,
  description,
  choices,
}: Bound & Told & { choices: Choice[] }) {
  return (
    <Field id={id} error={error} description={description}>
      <fieldset id={id} tabIndex={-1} {...descriptions(id, description, error)}>
        <legend>{label}</legend>
        {choices.map((it) => (
          <label key={it.value}>
            <input type="checkbox" value={it.value} {...input} /> {it.label}
          </label>
        ))}
      </fieldset>
    </Field>
  );
}

/** Yes or no. */
export function CheckboxField({ id, label, error, input, description }: Bound & Told) {
  return (
    <Field id={id} error={error} description={description}>
      <label htmlFor={id}>
        <input type="checkbox" id={id} {...descriptions(id, description, error)} {...input} />{" "}
        {label}
      </label>
    </Field>
  );
}

function Field({
  id,
  error,
  description,
  children,
}: {
  id: string;
  error: string | undefined;
  description: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="field" {...(error ? { "data-invalid": true } : {})}>
      {children}
      {description && (
        <div className="field-help" id={`${id}-help`}>
          {description}
        </div>
      )}
      {error && (
        <ul className="field-errors" id={`${id}-error`}>
          <li>{error}</li>
        </ul>
      )}
    </div>
  );
}

function descriptions(id: string, description: ReactNode, error: string | undefined) {
  const said = [description ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean);
  return {
    ...(said.length > 0 ? { "aria-describedby": said.join(" ") } : {}),
    ...(error ? { "aria-invalid": true } : {}),
  };
}
