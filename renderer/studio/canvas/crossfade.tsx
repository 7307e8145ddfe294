import { useState } from 'react';
import styles from './canvas.module.css';

interface CrossfadeProps {
  /** What is shown; a new address fades in over the last one, in place. */
  readonly src: string;
  /** A smaller picture of the same, at hand at once. */
  readonly rough: string | null;
  readonly alt: string;
  /** Shown above all else, at once and without a fade, while a person compares. */
  readonly instead: string | null;
  /** Large pixels are shown as squares. */
  readonly pixelated: boolean;
}

interface Layer {
  readonly src: string;
  readonly rough: string | null;
}

/** At most the last picture and the new one; the last goes when the new one has faded in. */
export function Crossfade({ src, rough, alt, instead, pixelated }: CrossfadeProps) {
  const [layers, setLayers] = useState<readonly Layer[]>([{ src, rough }]);
  const top = layers.at(-1);
  if (top?.src !== src) setLayers([...layers.slice(-1), { src, rough }]);
  const settle = (shown: string): void => {
    setLayers((now) => (now.at(-1)?.src === shown ? now.slice(-1) : now));
  };
  return (
    <>
      {layers.map((layer) => (
        <Picture
          key={layer.src}
          layer={layer}
          alt={layer.src === src ? alt : ''}
          pixelated={pixelated}
          onShown={() => settle(layer.src)}
        />
      ))}
      {instead === null ? null : <img className={styles.instead} src={instead} alt="" draggable={false} />}
    </>
  );
}

interface PictureProps {
  readonly layer: Layer;
  readonly alt: string;
  readonly pixelated: boolean;
  readonly onShown: () => void;
}

function Picture({ layer, alt, pixelated, onShown }: PictureProps) {
  const [loaded, setLoaded] = useState(false);
  return (
    <span
      className={`${styles.layer} ${pixelated ? styles.pixelated : ''}`}
      onAnimationEnd={loaded ? onShown : undefined}
    >
      {layer.rough === null ? null : <img src={layer.rough} alt="" draggable={false} />}
      <img
        src={layer.src}
        alt={alt}
        draggable={false}
        data-loaded={loaded}
        onLoad={() => {
          setLoaded(true);
          if (layer.rough !== null) onShown();
        }}
      />
    </span>
  );
}
