/** What drawing asks of a 2D context; an OffscreenCanvas' own has it, and tests have a smaller one. */
export interface ScreenContext {
  fillStyle: string | CanvasGradient | CanvasPattern;
  imageSmoothingEnabled: boolean;
  save(): void;
  restore(): void;
  beginPath(): void;
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  drawImage(image: CanvasImageSource, x: number, y: number): void;
  createPattern(image: CanvasImageSource, repetition: string): CanvasPattern | null;
}

export interface SheetContext {
  fillStyle: string | CanvasGradient | CanvasPattern;
  globalCompositeOperation: GlobalCompositeOperation;
  fillRect(x: number, y: number, width: number, height: number): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  drawImage(image: CanvasImageSource, x: number, y: number): void;
  putImageData(
    image: ImageData,
    x: number,
    y: number,
    dirtyX: number,
    dirtyY: number,
    dirtyWidth: number,
    dirtyHeight: number,
  ): void;
}

/** A canvas that is not on the screen. */
export interface Surface {
  readonly image: CanvasImageSource;
  readonly context: SheetContext;
}

export interface SurfaceMaker {
  surface(width: number, height: number): Surface;
  /** A tile's straight RGBA, without a copy. */
  picture(bytes: Uint8Array): ImageData;
}
