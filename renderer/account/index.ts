export { AccountPage } from './account-page.tsx';
export { Refused } from './refused.tsx';
export { LegalLinks } from './sign-in/legal-links.tsx';
export { SignIn } from './sign-in/sign-in.tsx';
export { useGuest } from './sign-in/use-guest.ts';
export { useLook } from './use-look.ts';
