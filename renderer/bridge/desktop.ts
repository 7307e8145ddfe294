import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { DesktopContract } from '../../shared/contracts/desktop/index.ts';
import { reconnectingLink } from './connection.ts';

export type Desktop = ContractRouterClient<DesktopContract>;

/** Everything the window can ask of the desktop process. */
export const desktop: Desktop = createORPCClient(reconnectingLink);
