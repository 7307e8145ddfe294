import { useQuery } from '@tanstack/react-query';
import type { Spending } from '../../shared/contracts/desktop/index.ts';
import { changeSettings, settingsQuery, spendingQuery } from '../bridge/index.ts';
import { formatDate, formatDollars, formatMonth, formatNumber, useWords } from '../text/index.ts';
import { MoneyField } from './money-field.tsx';
import { SettingRow } from './setting-row.tsx';
import page from './settings-view.module.css';
import styles from './spending-page.module.css';

/** What the person's own keys cost, and the most they may. */
export function SpendingPage() {
  const t = useWords();
  const { data: settings } = useQuery(settingsQuery);
  const { data: spending } = useQuery(spendingQuery);
  return (
    <>
      <p className={page.lead}>{t('settings:spending.text')}</p>
      <h2>{t('settings:spending.guard')}</h2>
      {settings === undefined ? null : (
        <>
          <SettingRow name={t('settings:spending.run')} text={t('settings:spending.runText')}>
            <MoneyField
              label={t('settings:spending.run')}
              micros={settings.runCapMicros}
              onSave={(runCapMicros) => changeSettings({ runCapMicros })}
            />
          </SettingRow>
          <SettingRow name={t('settings:spending.month')} text={t('settings:spending.monthText')}>
            <MoneyField
              label={t('settings:spending.month')}
              micros={settings.monthCapMicros}
              onSave={(monthCapMicros) => changeSettings({ monthCapMicros })}
            />
          </SettingRow>
        </>
      )}
      <h2>{t('settings:spending.soFar')}</h2>
      {spending === undefined ? null : <SoFar spending={spending} />}
    </>
  );
}

type Sums = Spending['month'];

function SoFar({ spending }: { readonly spending: Spending }) {
  const t = useWords();
  const { days, months, models } = spending;
  return (
    <>
      <SettingRow name={t('settings:spending.today')}>
        <Amount sums={spending.today} />
      </SettingRow>
      <SettingRow name={t('settings:spending.thisMonth')}>
        <Amount sums={spending.month} />
      </SettingRow>
      <p className={styles.note}>{t(`settings:spending.${models.length === 0 ? 'none' : 'estimates'}`)}</p>
      <Sheet
        name={t('settings:spending.byDay')}
        first={t('settings:spending.day')}
        rows={days.map((sums) => ({ name: formatDate(sums.day), ...sums }))}
      />
      <Sheet
        name={t('settings:spending.byMonth')}
        first={t('settings:spending.monthColumn')}
        rows={months.map((sums) => ({ name: formatMonth(sums.month), ...sums }))}
      />
      <Sheet
        name={t('settings:spending.byModel')}
        first={t('settings:spending.model')}
        rows={models.map((sums) => ({ name: sums.modelLabel, ...sums }))}
      />
    </>
  );
}

function Amount({ sums }: { readonly sums: Sums }) {
  const t = useWords();
  const { micros, ofThatEstimatedMicros } = sums;
  return (
    <span className={page.value}>
      {ofThatEstimatedMicros === 0
        ? formatDollars(micros)
        : t('settings:spending.ofThat', {
            amount: formatDollars(micros),
            estimated: formatDollars(ofThatEstimatedMicros),
          })}
    </span>
  );
}

interface SheetProps {
  readonly name: string;
  readonly first: string;
  readonly rows: readonly (Sums & { readonly name: string })[];
}

function Sheet({ name, first, rows }: SheetProps) {
  const t = useWords();
  if (rows.length === 0) return null;
  return (
    <table className={styles.sheet}>
      <caption>{name}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{t('settings:spending.runs')}</th>
          <th scope="col">{t('settings:spending.estimated')}</th>
          <th scope="col">{t('settings:spending.spent')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            <td>{formatNumber(row.runs)}</td>
            <td>{formatDollars(row.ofThatEstimatedMicros)}</td>
            <td>{formatDollars(row.micros)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
