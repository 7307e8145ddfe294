export { type Markup, notice, page, saying } from './layout.ts';
export { lookRoutes } from './look.ts';
export { dayWords, waitWords, words } from './words.ts';
