import { useEffect, useRef } from 'react';

interface TickProps {
  checked: boolean;
  indeterminate?: boolean;
  label: string;
  /** Left out in rows, where the table handles the press. */
  onChange?: () => void;
}

/** A tick box light enough for hundreds of rows; the keyboard reaches it through the table. */
export function Tick({ checked, indeterminate = false, label, onChange }: TickProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return <input ref={input} type="checkbox" className="tick" checked={checked} readOnly={!onChange} onChange={onChange} tabIndex={-1} aria-label={label} />;
}
