import { portIsFree } from '../../embedded/port';

/** A port that is going to be listened on: what for, and the variable that moves it. */
export interface WantedPort {
  readonly purpose: string;
  readonly port: number;
  readonly host: string;
  readonly variable: string;
}

/** Checks all ports before anything is started. Throws one error that names every one that is taken, or wanted twice, and what to set. */
export async function insistOnPorts(wanted: readonly WantedPort[]): Promise<void> {
  const faults: string[] = [];
  for (const { purpose, port, host, variable } of wanted) {
    const twin = wanted.find((other) => other.port === port);
    if (twin && twin.variable !== variable)
      faults.push(`  ${port} is meant for ${twin.purpose} and for ${purpose}: set ${variable} to another one.`);
    else if (!(await portIsFree(port, host)))
      faults.push(`  ${port}, for ${purpose}, is taken by another program: stop it or set ${variable} to a free one.`);
  }
  if (faults.length > 0) throw new Error(['Perennial cannot start, because of these ports:', ...faults].join('\n'));
}
