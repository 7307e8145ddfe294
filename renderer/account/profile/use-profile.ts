import { useState } from 'react';
import type { Profile } from '../../../shared/contracts/cloud/index.ts';
import { askAccount, type CloudRefusal, desktop } from '../../bridge/index.ts';
import { useAct } from '../use-act.ts';

export type ProfileField = 'name' | 'language' | 'country' | 'timeZone';

type Refusal =
  | CloudRefusal
  | { readonly code: 'PROFILE_FIELD'; readonly data: { readonly field: ProfileField } };

export interface ProfileForm {
  /** As the cloud has it, and what is on its way there. */
  readonly shown: Profile;
  /** The field that was not taken. */
  readonly wrong: ProfileField | null;
  readonly refusal: CloudRefusal | null;
  /** True when it is stored. */
  change(part: Partial<Profile>): Promise<boolean>;
  forget(): void;
}

/** A profile whose fields are each stored the moment they are chosen. What is refused goes back to what is kept. */
export function useProfile(kept: Profile): ProfileForm {
  const act = useAct<Refusal>();
  const [coming, setComing] = useState<Partial<Profile>>({});
  const { refusal } = act;
  return {
    shown: { ...kept, ...coming },
    wrong: refusal?.code === 'PROFILE_FIELD' ? refusal.data.field : null,
    refusal: refusal === null || refusal.code === 'PROFILE_FIELD' ? null : refusal,
    forget: act.forget,
    async change(part) {
      setComing(part);
      const stored = await act.run(() => askAccount(desktop.account.update(part)));
      setComing({});
      return stored !== null;
    },
  };
}
