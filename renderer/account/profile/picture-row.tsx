import { useRef } from 'react';
import type { CloudAccount } from '../../../shared/contracts/cloud/index.ts';
import { accountName, accountPictureAddress } from '../../bridge/index.ts';
import { SettingRow } from '../../settings/index.ts';
import { initialsOf, useWords } from '../../text/index.ts';
import { Avatar, Button } from '../../ui/index.ts';
import styles from '../account.module.css';
import type { PictureForm } from './use-picture.ts';

interface PictureRowProps {
  readonly account: CloudAccount;
  readonly form: PictureForm;
  readonly off: boolean;
}

export function PictureRow({ account, form, off }: PictureRowProps) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const choose = useRef<HTMLButtonElement>(null);
  const idle = off || form.busy;
  const { pictureVersion } = account;
  return (
    <SettingRow name={t('account:profile.picture')} text={t('account:profile.pictureText')}>
      <div className={styles.acts}>
        <Avatar
          picture={pictureVersion === null ? null : accountPictureAddress(pictureVersion)}
          initials={initialsOf(accountName(account) ?? '') || null}
        />
        <input
          ref={input}
          hidden
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-label={t('account:profile.choosePicture')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // The same file may be chosen again, after it was refused and mended.
            event.currentTarget.value = '';
            if (file !== undefined) void form.send(file);
          }}
        />
        <Button ref={choose} size="medium" off={idle} onClick={() => input.current?.click()}>
          {t('account:profile.choosePicture')}
        </Button>
        {pictureVersion === null ? null : (
          <Button
            size="medium"
            look="ghost"
            off={idle}
            onClick={() =>
              void form.remove().then((removed) => {
                // The button goes with the picture.
                if (removed) choose.current?.focus();
              })
            }
          >
            {t('account:profile.removePicture')}
          </Button>
        )}
      </div>
    </SettingRow>
  );
}
