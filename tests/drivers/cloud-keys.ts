import { type JWK, SignJWT } from 'jose';
import { Client } from 'pg';
import { deriveKey } from '../../cloud/platform/chance.ts';
import { unseal } from '../../cloud/platform/seal.ts';

/** What `openCloud` gives a service on a server as its secret. */
const SECRET = new Uint8Array(Buffer.alloc(32, 7));

/** Signs whatever it is given with the service's own key, taken out of its database: a token that only its claims betray. */
export async function signAsService(
  databaseUrl: string,
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query('SELECT sealed FROM signing_keys ORDER BY created_at_ms DESC LIMIT 1');
  await client.end();
  const plain = unseal(deriveKey(SECRET, 'signing keys'), new Uint8Array(rows[0].sealed));
  if (plain === null) throw new Error('the key does not open');
  const key: JWK = JSON.parse(Buffer.from(plain).toString('utf8'));
  return new SignJWT({ ...claims })
    .setProtectedHeader({
      alg: 'ES256',
      typ: 'at+jwt',
      ...(key.kid === undefined ? {} : { kid: key.kid }),
      ...header,
    })
    .sign(key);
}
