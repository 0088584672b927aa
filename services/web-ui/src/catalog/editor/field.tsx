'use client';
/** A form field with its label, a hint, and what the API says is wrong with it. */
import { createContext, type ReactNode, useContext, useId } from 'react';
import { ownProperty } from '../../own-property.ts';

export const FieldFaults = createContext<Record<string, string>>({});

type Shared = { name: string; title: string; hint?: string | undefined };

export function TextField({
  name,
  title,
  hint,
  ...input
}: Shared & {
  defaultValue?: string | undefined;
  required?: boolean;
  maxLength?: number;
  inputMode?: 'decimal' | 'numeric';
  list?: string[];
}) {
  const { list, ...rest } = input;
  return (
    <Field {...{ name, title, hint }}>
      {(described) => (
        <>
          <input name={name} list={list && `${name}-list`} autoComplete="off" {...rest} {...described} />
          {list && (
            <datalist id={`${name}-list`}>
              {list.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

export const LongTextField = ({ name, title, hint, defaultValue }: Shared & { defaultValue?: string | undefined }) => (
  <Field {...{ name, title, hint }}>
    {(described) => <textarea name={name} defaultValue={defaultValue} maxLength={5000} {...described} />}
  </Field>
);

export const SelectField = ({
  name,
  title,
  hint,
  defaultValue,
  options,
}: Shared & { defaultValue?: string | undefined; options: { value: string; title: string }[] }) => (
  <Field {...{ name, title, hint }}>
    {(described) => (
      <select name={name} defaultValue={defaultValue} {...described}>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.title}
          </option>
        ))}
      </select>
    )}
  </Field>
);

type Described = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

export function Field({ name, title, hint, children }: Shared & { children: (described: Described) => ReactNode }) {
  const id = useId();
  const fault = ownProperty(useContext(FieldFaults), name);
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{title}</label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': fault ? true : undefined })}
      {hint && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span className="field-error" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}
