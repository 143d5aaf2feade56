import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';

/** A field for files, which takes those that are dropped on it too. */
export function DropFiles({
  onFiles,
  accept,
  hint,
  multiple = true,
}: {
  onFiles: (files: File[]) => void;
  accept: string;
  hint: string;
  multiple?: boolean;
}) {
  const [isOver, setIsOver] = useState(false);
  return (
    <label
      class={`drop${isOver ? ' is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        onFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <input
        type="file"
        class="visually-hidden"
        multiple={multiple}
        accept={accept}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <strong>{t.value.dropFiles}</strong>
      <span class="soft small">{hint}</span>
    </label>
  );
}
