import 'react';

declare module 'react' {
  /** Custom properties may be set through `style`; React writes them over CSSOM, which the CSP allows. */
  interface CSSProperties {
    [name: `--${string}`]: string | number;
  }
}
