// The stages, as content/en declares them. The specs run over whatever stands there.
import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('../../../content/en/', import.meta.url);

function stage(file) {
  const [, front] = readFileSync(new URL(file, folder), 'utf8').split(/^\+\+\+\r?$/m);
  const value = (key) => front.match(new RegExp(`^${key}\\s*=\\s*(.+?)\\s*$`, 'm'))?.[1];
  const text = (key) => value(key)?.replace(/^(["'])(.*)\1$/, '$2').replaceAll('\\"', '"');
  return {
    slug: file.replace(/\.md$/, ''),
    number: Number(value('number')),
    short: text('short'),
    title: text('title'),
  };
}

export const stages = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .map(stage)
  .sort((a, b) => a.number - b.number);
