import styles from './details-pane.module.css';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Names and values, in the order given; a fact nobody knows is left out by the caller. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.flatMap(({ name, value }) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name} value`}>{value}</dd>,
      ])}
    </dl>
  );
}
