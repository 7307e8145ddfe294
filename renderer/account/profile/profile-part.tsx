import type { CloudAccount } from '../../../shared/contracts/cloud/index.ts';
import { SettingRow } from '../../settings/index.ts';
import { useWords } from '../../text/index.ts';
import { Notice, type Option, Select, Switch } from '../../ui/index.ts';
import styles from '../account.module.css';
import { countryOptions, languageOptions, NOT_SET, timeZoneOptions } from '../choices.ts';
import { type Away, Part } from '../part.tsx';
import { Refused } from '../refused.tsx';
import { NameRow } from './name-row.tsx';
import { PictureRow } from './picture-row.tsx';
import { usePicture } from './use-picture.ts';
import { type ProfileForm, useProfile } from './use-profile.ts';

interface ProfilePartProps {
  readonly account: CloudAccount;
  readonly away: Away;
}

/** All the cloud knows of the person that they gave it themselves. A guest has neither name nor picture nor mail. */
export function ProfilePart({ account, away }: ProfilePartProps) {
  const t = useWords();
  const form = useProfile(account.profile);
  const picture = usePicture();
  const off = away !== null;
  const member = account.kind === 'member';
  const { shown } = form;
  return (
    <Part title={t('account:profile.title')} away={away}>
      {member ? (
        <>
          <PictureRow account={account} form={picture} off={off} />
          <Refused refusal={picture.refusal} />
          {picture.problem === null ? null : <Notice stop {...picture.problem} />}
          <NameRow form={form} off={off} />
        </>
      ) : null}
      <ChoiceRow
        field="language"
        form={form}
        options={languageOptions(account.profile.language, t)}
        off={off}
      />
      <ChoiceRow field="country" form={form} options={countryOptions(t)} off={off} />
      <ChoiceRow
        field="timeZone"
        form={form}
        options={timeZoneOptions(account.profile.timeZone, t)}
        off={off}
      />
      {member ? (
        <SettingRow name={t('account:profile.news')} text={t('account:profile.newsText')}>
          <Switch
            label={t('account:profile.news')}
            checked={shown.marketing}
            off={off}
            onChange={(marketing) => void form.change({ marketing })}
          />
        </SettingRow>
      ) : null}
      <Refused refusal={form.refusal} />
    </Part>
  );
}

interface ChoiceRowProps {
  readonly field: 'language' | 'country' | 'timeZone';
  readonly form: ProfileForm;
  readonly options: readonly Option<string>[];
  readonly off: boolean;
}

function ChoiceRow({ field, form, options, off }: ChoiceRowProps) {
  const t = useWords();
  return (
    <SettingRow name={t(`account:profile.${field}`)} text={t(`account:profile.${field}Text`)}>
      <div className={styles.control}>
        <Select
          tall
          label={t(`account:profile.${field}`)}
          value={form.shown[field] ?? NOT_SET}
          options={options}
          off={off}
          onChange={(value) => void form.change({ [field]: value === NOT_SET ? null : value })}
        />
        {form.wrong === field ? (
          <p className={styles.rule} role="alert">
            {t(`account:profile.wrong.${field}`)}
          </p>
        ) : null}
      </div>
    </SettingRow>
  );
}
