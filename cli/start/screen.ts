import { cyan, dim, green, red, yellow } from 'picocolors';
import { elapsed, progressLines, type Progress } from '../../embedded/progress';

/** Where `start` tells a person what it does: a line that lives while a step is under way, and lines that stay. */
export interface Screen {
  /** Shows a step until it is done, then leaves one line with `done`'s words; a step that fails leaves its title and the error goes on. */
  step<T>(title: string, work: (progress: Progress) => Promise<T>, done?: (result: T) => string): Promise<T>;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

const TICK_MS = 1000;

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
      const took = () => elapsed(performance.now() - started);
      const plain = progressLines((text) => line(`    ${dim(text)}`));
      let phase = '';
      const ticking = live && setInterval(() => live.set(`${title}  ${phase}  ${took()}`), TICK_MS);
      live?.set(title);
      try {
        const result = await work(live ? (next) => (phase = next) : plain);
        live?.clear();
        const words = [green('  ✓'), title.padEnd(12), done(result), dim(took())];
        line(words.filter((word) => word !== '').join(' '));
        return result;
      } catch (error) {
        live?.clear();
        line(`${red('  ✗')} ${title}`);
        throw error;
      } finally {
        clearInterval(ticking);
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
    // A line that wrapped could not be taken back.
    if (text) output.write(`${cyan('  ·')} ${text.slice(0, (output.columns || 80) - 5)}`);
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
