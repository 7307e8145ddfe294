/** Nothing can exist before the first step: the file is empty. */
export function before(): void {}
