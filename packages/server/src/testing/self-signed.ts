import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A certificate for this machine and its key, as PEM files in the folder; by `openssl`, which has to be there. */
export const selfSigned = (folder: string, name: string): { certFile: string; keyFile: string } => {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key.pem`)];
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -addext subjectAltName=IP:127.0.0.1';
  const made = spawnSync(
    'openssl',
    [...request.split(' '), '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', certFile],
    {
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr}`);
  return { certFile, keyFile };
};
