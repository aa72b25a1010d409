import { cyan, dim, green, red, yellow } from 'picocolors';
import { elapsed, progressLines, type Progress } from '../../embedded/progress';

/** Where `start` tells a person what it does: a line that lives while a step is under way, and lines that stay. */
export interface Screen {
  /** Shows a step until it is done, then leaves one line with `done`'s words; a step that fails leaves its title and the error goes on. */
  step<T>(title: string, work: (progress: Progress) => Promise<T>, done?: (result: T) => string): Promise<T>;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** A screen on a terminal, or plain lines where the output is a file or a pipe. */
export function createScreen(output: NodeJS.WriteStream = process.stdout): Screen {
  const live = output.isTTY ? liveLine(output) : undefined;
  const line = (text: string) => {
    live?.hide();
    output.write(`${text}\n`);
    live?.show();
  };
  return {
    async step(title, work, done = () => '') {
      const started = performance.now();
      const plain = progressLines((text) => line(`    ${dim(text)}`));
      const progress: Progress = live ? (phase, ms) => live.set(`${title}  ${dim(`${phase} ${elapsed(ms)}`)}`) : plain;
      live?.set(title);
      try {
        const result = await work(progress);
        live?.clear();
        const words = [green('  ✓'), title.padEnd(12), done(result), dim(elapsed(performance.now() - started))];
        line(words.filter((word) => word !== '').join(' '));
        return result;
      } catch (error) {
        live?.clear();
        line(`${red('  ✗')} ${title}`);
        throw error;
      }
    },
    say: (text) => line(text),
    warn: (text) => line(`${yellow('  !')} ${text}`),
  };
}

function liveLine(output: NodeJS.WriteStream) {
  let text = '';
  const hide = () => void output.write('\r\u001B[2K');
  const show = () => {
    if (text) output.write(`${cyan('  ·')} ${text}`.slice(0, (output.columns ?? 80) + 20));
  };
  return {
    hide,
    show,
    set: (next: string) => {
      hide();
      text = next;
      show();
    },
    clear: () => {
      hide();
      text = '';
    },
  };
}
