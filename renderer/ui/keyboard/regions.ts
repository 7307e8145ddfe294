const FOCUSABLE =
  'a[href], button:not([tabindex="-1"]), input:not([tabindex="-1"]), textarea, [tabindex="0"], [role="combobox"]';

/** F6 goes round the parts of the window: whatever carries `data-region`, in page order. */
export function focusNextRegion(backwards: boolean): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.offsetParent !== null,
  );
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  for (let step = 1; step <= regions.length; step++) {
    const offset = backwards ? -step : step;
    const region = regions[(at + offset + regions.length * 2) % regions.length];
    const target =
      region?.querySelector<HTMLElement>(FOCUSABLE) ?? (region?.matches('[tabindex]') ? region : null);
    if (target) {
      target.focus({ preventScroll: false });
      return;
    }
  }
}
