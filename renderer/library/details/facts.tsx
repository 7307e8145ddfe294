import styles from './details-pane.module.css';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

interface FactsProps {
  readonly facts: readonly Fact[];
  /** For names of several words. */
  readonly wide?: boolean;
}

/** Names and values, in the order given; a fact nobody knows is left out by the caller. */
export function Facts({ facts, wide = false }: FactsProps) {
  return (
    <dl className={styles.facts} data-wide={wide || undefined}>
      {facts.flatMap(({ name, value }) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name} value`}>{value}</dd>,
      ])}
    </dl>
  );
}
