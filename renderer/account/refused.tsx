import { type CloudRefusal, cloudWords } from '../bridge/index.ts';
import { Notice } from '../ui/index.ts';

/** Why an act on the account was not done, said at once and where it was asked for. */
export function Refused({ refusal }: { readonly refusal: CloudRefusal | null }) {
  if (refusal === null) return null;
  const { title, text } = cloudWords(refusal);
  return <Notice stop title={title} text={text} />;
}
