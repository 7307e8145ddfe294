/** What the picker offers first; the desktop looks at the bytes, whatever a file is called. */
const ACCEPT =
  'image/png,image/jpeg,image/webp,image/avif,image/gif,image/tiff,.tif,.tiff,image/openraster,.ora,.psd,.psb';

/** The files of a drop or a paste. Text and folders have none. */
export function filesOf(data: DataTransfer | null): readonly File[] {
  if (data === null) return [];
  return [...data.items]
    .filter((item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true)
    .flatMap((item) => item.getAsFile() ?? []);
}

export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') === true;
}

/** The system's own picker. Resolves with nothing when it is closed without a choice. */
export function pickFiles(): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = ACCEPT;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
