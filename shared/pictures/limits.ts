/** The largest picture file that is taken in, made or shown. */
export const PICTURE_MAX_BYTES = 512 * 1024 * 1024;

/** A side of the largest canvas, and with it of the largest picture. */
export const PICTURE_MAX_SIDE = 16_384;
