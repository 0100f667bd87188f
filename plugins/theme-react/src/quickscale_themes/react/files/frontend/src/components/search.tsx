import { Icon } from "@/components/icon";

interface SearchProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A field that narrows down a list while one types. */
export function Search({ label, value, onChange }: SearchProps) {
  return (
    <div className="input-with-icon" role="search">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </div>
  );
}
