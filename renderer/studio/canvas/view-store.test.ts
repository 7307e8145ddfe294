import { beforeEach, expect, test } from 'vitest';
import {
  bringIntoSight,
  currentViewport,
  middleSeen,
  placePicture,
  resizeView,
  useView,
} from './view-store.ts';

const PAGE = { width: 1248, height: 832 };
const AT = { x: 0, y: 0 };

beforeEach(() => {
  useView.setState({ moved: null, picture: { width: 1, height: 1 }, page: null });
  resizeView({ width: 1072, height: 800 });
  placePicture(PAGE, { id: 'one', ...AT });
});

/** Where a point of the document as it began is on the screen, whatever its page is now. */
function onScreen(x: number, y: number) {
  const state = useView.getState();
  const viewport = currentViewport(state);
  const corner = state.page ?? AT;
  return [viewport.x + (x - corner.x) * viewport.zoom, viewport.y + (y - corner.y) * viewport.zoom];
}

test('a page that grows to the left and upwards leaves what is there where it was, and so does taking it back', () => {
  bringIntoSight({ x: -312, y: -208, width: 1872, height: 1248 });
  const before = onScreen(100, 200);
  placePicture({ width: 1560, height: 1040 }, { id: 'one', x: -312, y: -208 });
  expect(onScreen(100, 200)).toEqual(before);
  placePicture(PAGE, { id: 'one', ...AT });
  expect(onScreen(100, 200)).toEqual(before);
});

test('another document of the same size keeps the zoom, one of another size is fitted', () => {
  useView.setState({ moved: { x: 5, y: 6, zoom: 3 } });
  placePicture(PAGE, { id: 'two', x: 40, y: 0 });
  expect(useView.getState().moved).toEqual({ x: 5, y: 6, zoom: 3 });
  placePicture({ width: 400, height: 400 }, { id: 'three', ...AT });
  expect(useView.getState().moved).toBeNull();
});

test('a frame beyond the page is brought into sight whole, and one that is in sight moves nothing', () => {
  const frame = { x: -312, y: -208, width: 1872, height: 1248 };
  bringIntoSight({ x: 10, y: 10, width: 100, height: 100 });
  expect(useView.getState().moved).toBeNull();
  expect(middleSeen()).toBeUndefined();
  bringIntoSight(frame);
  const { x, y, zoom } = currentViewport(useView.getState());
  expect(x + frame.x * zoom).toBeGreaterThanOrEqual(0);
  expect(y + frame.y * zoom).toBeGreaterThanOrEqual(0);
  expect(x + (frame.x + frame.width) * zoom).toBeLessThanOrEqual(1072);
  expect(y + (frame.y + frame.height) * zoom).toBeLessThanOrEqual(800);
  expect(middleSeen()?.x).toBeCloseTo(624, -1);
});
